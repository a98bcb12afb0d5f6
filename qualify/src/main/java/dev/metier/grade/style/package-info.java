/// Graders of how an answer speaks: its language, refusals, left-over markup.
@NullMarked
package dev.metier.grade.style;

import org.jspecify.annotations.NullMarked;
