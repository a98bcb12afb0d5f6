/// The fit matrix as one page for browsers.
@NullMarked
package dev.metier.report.html;

import org.jspecify.annotations.NullMarked;
