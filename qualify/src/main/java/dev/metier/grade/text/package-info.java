/// Graders of what the answer says: its text, a value, its likeness.
@NullMarked
package dev.metier.grade.text;

import org.jspecify.annotations.NullMarked;
