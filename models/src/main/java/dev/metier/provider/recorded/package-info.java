/// Answers that were recorded earlier, in place of a model.
@NullMarked
package dev.metier.provider.recorded;

import org.jspecify.annotations.NullMarked;
