/// Shapes and tables: one description of a file reads it with place, problem and hint, and tells
/// it.
@NullMarked
package dev.metier.form;

import org.jspecify.annotations.NullMarked;
