/// Gathers evidence for each job and model until the verdict is decided.
@NullMarked
package dev.metier.qualify;

import org.jspecify.annotations.NullMarked;
