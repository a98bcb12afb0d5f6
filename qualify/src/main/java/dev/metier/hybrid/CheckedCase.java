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
/// @param middle what a model between both answered; empty where none stands there
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
    Optional<Middle> middle,
    Map<String, StageAnswer> told) {
  /// What a model in the middle answered.
  ///
  /// @param looks what each check says of that answer
  public record Middle(StageAnswer answer, Map<Check, Look> looks) {
    public Middle {
      looks = Map.copyOf(looks);
    }
  }

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
    this(given, unit, repeat, first, then, alone, looks, Optional.empty(), Map.of());
  }

  /// The same where another model stands between both.
  ///
  /// @param own its case
  public CheckedCase behind(CheckedCase own) {
    var between = Optional.of(new Middle(own.first, own.looks));
    return new CheckedCase(given, unit, repeat, first, then, alone, looks, between, told);
  }

  /// The same where the later model was told which check failed.
  public CheckedCase told(Map<String, StageAnswer> answers) {
    return new CheckedCase(given, unit, repeat, first, then, alone, looks, middle, answers);
  }
}
