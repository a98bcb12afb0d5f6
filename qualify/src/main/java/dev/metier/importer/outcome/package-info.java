/// Reads what other evaluations found: logs of Inspect and samples of lm-evaluation-harness become
/// cases with recorded outcomes.
@NullMarked
package dev.metier.importer.outcome;

import org.jspecify.annotations.NullMarked;
