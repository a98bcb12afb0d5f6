/// Anthropic Messages, as clients speak it.
@NullMarked
package dev.metier.protocol.messages;

import org.jspecify.annotations.NullMarked;
