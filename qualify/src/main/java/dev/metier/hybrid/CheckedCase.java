package dev.metier.hybrid;

import dev.metier.job.Case;
import dev.metier.job.Check;
import java.util.Map;
import java.util.Optional;

/// One case as the models of a chain answered it once.
///
/// @param unit the draw that the case belongs to, in the committed order; cases of one cluster are
///   one draw, and so are the repeats of a case
/// @param repeat which of the answers to the case comes first, from 0
/// @param first what the first model answered
/// @param then what the later one did; empty where nobody stands behind
/// @param alone what the model did that would do the job alone
/// @param looks what each check says of the first answer
/// @param told what the later model answered when it was told which check had failed, by that
///   check's word
public record CheckedCase(
    Case given,
    int unit,
    int repeat,
    StageAnswer first,
    Optional<StageAnswer> then,
    StageAnswer alone,
    Map<Check, Look> looks,
    Map<String, StageAnswer> told) {
  public CheckedCase {
    looks = Map.copyOf(looks);
    told = Map.copyOf(told);
  }

  /// A case in which the later model was told nothing.
  public CheckedCase(
      Case given,
      int unit,
      int repeat,
      StageAnswer first,
      Optional<StageAnswer> then,
      StageAnswer alone,
      Map<Check, Look> looks) {
    this(given, unit, repeat, first, then, alone, looks, Map.of());
  }

  Look look(Check check) {
    Look look = looks.get(check);
    if (look == null) {
      throw new IllegalArgumentException("nothing is known of the check " + check.word());
    }
    return look;
  }
}
