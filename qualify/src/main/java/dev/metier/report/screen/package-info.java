/// The screens as HTML: views, their words and the templates around them.
@NullMarked
package dev.metier.report.screen;

import org.jspecify.annotations.NullMarked;
