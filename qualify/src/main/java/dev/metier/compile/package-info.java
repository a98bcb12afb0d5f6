/// Verdicts become a policy: which model does which job, and what keeps a route closed.
@NullMarked
package dev.metier.compile;

import org.jspecify.annotations.NullMarked;
