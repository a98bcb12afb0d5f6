package dev.metier.workflow.search;

import dev.metier.job.Check;
import java.util.List;
import java.util.Optional;

/// Who does a stage: one model, or a first one whose answers are checked and another behind it.
///
/// @param later who answers in place of what is not kept
record StageDoer(Participant first, Optional<Later> later) {
  /// Another model behind the first one.
  ///
  /// @param checks that the first one's answer must pass
  record Later(Participant who, List<Check> checks) {
    Later {
      checks = List.copyOf(checks);
    }
  }

  static StageDoer of(Participant alone) {
    return new StageDoer(alone, Optional.empty());
  }
}
