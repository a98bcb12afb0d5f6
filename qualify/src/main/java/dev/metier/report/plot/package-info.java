/// Draws pictures of verdicts as SVG, the same on screens, in reports and on paper.
@NullMarked
package dev.metier.report.plot;

import org.jspecify.annotations.NullMarked;
