/// What was decided: which model does which job, compiled from verdicts, kept as policy.json.
@NullMarked
package dev.metier.policy;

import org.jspecify.annotations.NullMarked;
