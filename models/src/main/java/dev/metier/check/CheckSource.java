package dev.metier.check;

import dev.metier.job.Check;

/// Makes checks of what is written of them.
public interface CheckSource {
  /// Knows no check.
  CheckSource NONE =
      check -> {
        throw new IllegalArgumentException("nothing here runs the check " + check.word());
      };

  /// The check.
  ///
  /// @throws IllegalArgumentException when there is none of this kind, or it cannot be used
  AnswerCheck open(Check check);
}
