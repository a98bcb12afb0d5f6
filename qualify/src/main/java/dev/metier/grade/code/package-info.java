/// Graders of answers that programs read: well-formed syntax, and programs of the team that judge.
@NullMarked
package dev.metier.grade.code;

import org.jspecify.annotations.NullMarked;
