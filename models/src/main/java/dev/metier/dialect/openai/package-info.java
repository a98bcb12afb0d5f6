/// OpenAI Chat Completions, as its own servers and most local ones speak it.
@NullMarked
package dev.metier.dialect.openai;

import org.jspecify.annotations.NullMarked;
