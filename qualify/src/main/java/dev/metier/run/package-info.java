/// Runs trials: retries, concurrency limits, the purse.
@NullMarked
package dev.metier.run;

import org.jspecify.annotations.NullMarked;
