/// Asks models: over HTTP, in this process, or from a record.
@NullMarked
package dev.metier.provider;

import org.jspecify.annotations.NullMarked;
