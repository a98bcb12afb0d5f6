/// Which trials to run next, and what they can cost at most.
@NullMarked
package dev.metier.plan;

import org.jspecify.annotations.NullMarked;
