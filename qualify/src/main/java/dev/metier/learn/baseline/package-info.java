/// Candidates that learn a job's labels: from a project's cases to their providers and their files.
@NullMarked
package dev.metier.learn.baseline;

import org.jspecify.annotations.NullMarked;
