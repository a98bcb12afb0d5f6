package dev.metier.grade;

import dev.metier.job.Case;

/// Grades answers. Stateless and thread-safe.
public interface Grader {
  /// Never throws for any answer; what it cannot judge is a failed grade with the reason.
  Grade grade(Sample sample);

  /// Whether it says anything of answers to this case; in a group it is left out of others.
  default boolean judges(Case given) {
    return true;
  }
}
