/// Learns from labelled texts without a language model: hashed n-grams, ridge regression,
/// neighbours, and what is read of a request.
@NullMarked
package dev.metier.learn;

import org.jspecify.annotations.NullMarked;
