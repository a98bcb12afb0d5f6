/// Verdicts on cases that tuning never saw, and how often these were used.
@NullMarked
package dev.metier.confirm;

import org.jspecify.annotations.NullMarked;
