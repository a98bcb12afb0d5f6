/// Shows what the search found: as text, as a page with a drawing, and for programs.
@NullMarked
package dev.metier.hybrid.view;

import org.jspecify.annotations.NullMarked;
