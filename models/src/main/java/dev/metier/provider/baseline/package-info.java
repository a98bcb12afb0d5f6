/// Labels without a language model, learned from a job's own cases.
@NullMarked
package dev.metier.provider.baseline;

import org.jspecify.annotations.NullMarked;
