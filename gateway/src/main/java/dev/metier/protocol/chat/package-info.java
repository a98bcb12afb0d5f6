/// OpenAI Chat Completions, as clients speak it.
@NullMarked
package dev.metier.protocol.chat;

import org.jspecify.annotations.NullMarked;
