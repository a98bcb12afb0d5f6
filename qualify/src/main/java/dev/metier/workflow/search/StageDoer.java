package dev.metier.workflow.search;

import dev.metier.job.Check;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who does a stage: one model, or a first one whose answers are checked and another behind it.
///
/// @param later who answers in place of what is not kept
record StageDoer(Participant first, Optional<Later> later) {
  /// Another model behind the first one.
  ///
  /// @param checks that the first one's answer must pass
  /// @param asked who is asked by those of the checks, or of their parts, that ask another model
  record Later(Participant who, List<Check> checks, Map<Check, Participant> asked) {
    Later {
      checks = List.copyOf(checks);
      asked = Map.copyOf(asked);
    }

    /// The one that a check asks.
    Participant asked(Check check) {
      Participant who = asked.get(check);
      if (who == null) {
        throw new IllegalStateException("nobody is asked for " + check.word());
      }
      return who;
    }
  }

  static StageDoer of(Participant alone) {
    return new StageDoer(alone, Optional.empty());
  }
}
