/// Says how good an observation is, and why.
@NullMarked
package dev.metier.grade;

import org.jspecify.annotations.NullMarked;
