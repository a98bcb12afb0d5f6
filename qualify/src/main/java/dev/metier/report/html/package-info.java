/// The report: the views of the screens as one file that loads nothing and runs nothing.
@NullMarked
package dev.metier.report.html;

import org.jspecify.annotations.NullMarked;
