/// Asks models in this process, from GGUF files.
@NullMarked
package dev.metier.provider.gguf;

import org.jspecify.annotations.NullMarked;
