/// Ollama's own chat API.
@NullMarked
package dev.metier.dialect.ollama;

import org.jspecify.annotations.NullMarked;
