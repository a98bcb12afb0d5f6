/// Anthropic Messages.
@NullMarked
package dev.metier.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
