/// Several models in place of one: what they would have done on the evidence, and whether that
/// earns them a place.
@NullMarked
package dev.metier.hybrid;

import org.jspecify.annotations.NullMarked;
