/// A judge's words among graders: what they come to as a grade.
@NullMarked
package dev.metier.grade.judge;

import org.jspecify.annotations.NullMarked;
