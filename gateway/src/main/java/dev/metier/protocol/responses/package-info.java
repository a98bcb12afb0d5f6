/// OpenAI Responses, as clients speak it.
@NullMarked
package dev.metier.protocol.responses;

import org.jspecify.annotations.NullMarked;
