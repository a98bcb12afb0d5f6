/// From a line of the project to its grader, its hash, and what it needs.
@NullMarked
package dev.metier.grade.spec;

import org.jspecify.annotations.NullMarked;
