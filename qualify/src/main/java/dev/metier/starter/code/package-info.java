/// Made-up cases about programs: changes, faults, tests, queries and logs.
@NullMarked
package dev.metier.starter.code;

import org.jspecify.annotations.NullMarked;
