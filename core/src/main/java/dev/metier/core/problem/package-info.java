/// Mistakes in files that a person writes: where, what, and what to do about it.
@NullMarked
package dev.metier.core.problem;

import org.jspecify.annotations.NullMarked;
