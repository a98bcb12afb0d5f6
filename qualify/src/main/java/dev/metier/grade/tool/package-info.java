/// Graders of tool calls.
@NullMarked
package dev.metier.grade.tool;

import org.jspecify.annotations.NullMarked;
