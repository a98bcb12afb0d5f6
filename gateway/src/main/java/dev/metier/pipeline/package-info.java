/// One request on its way: what came, what its steps found, how it ends, and the taking of the
/// steps.
@NullMarked
package dev.metier.pipeline;

import org.jspecify.annotations.NullMarked;
