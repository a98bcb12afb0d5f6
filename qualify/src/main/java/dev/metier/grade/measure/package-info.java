/// Graders of what surrounds an answer: its end, length, time and cost.
@NullMarked
package dev.metier.grade.measure;

import org.jspecify.annotations.NullMarked;
