/// The fit matrix and its reasons in every medium.
@NullMarked
package dev.metier.report;

import org.jspecify.annotations.NullMarked;
