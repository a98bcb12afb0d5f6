/// Drafts of what is expected, and how a decision on one is written into its file.
@NullMarked
package dev.metier.label.draft;

import org.jspecify.annotations.NullMarked;
