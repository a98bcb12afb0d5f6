/// Checks of answers that are to be kept: what needs no expected answer.
@NullMarked
package dev.metier.grade.check;

import org.jspecify.annotations.NullMarked;
