/// What is shown of a decision record, on screens, on paper and as Markdown.
@NullMarked
package dev.metier.decision.view;

import org.jspecify.annotations.NullMarked;
