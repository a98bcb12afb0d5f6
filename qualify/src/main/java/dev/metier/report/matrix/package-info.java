/// The fit matrix, and how its figures are written in every medium.
@NullMarked
package dev.metier.report.matrix;

import org.jspecify.annotations.NullMarked;
