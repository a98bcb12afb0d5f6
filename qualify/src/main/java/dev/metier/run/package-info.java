/// Runs trials: retries, concurrency limits, the run budget.
@NullMarked
package dev.metier.run;

import org.jspecify.annotations.NullMarked;
