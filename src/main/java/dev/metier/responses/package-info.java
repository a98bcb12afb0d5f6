/// OpenAI Responses, as clients speak it.
@NullMarked
package dev.metier.responses;

import org.jspecify.annotations.NullMarked;
