package dev.metier.qualify;

import dev.metier.catalog.Cost;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.Money;
import dev.metier.ledger.Entry;
import dev.metier.ledger.ServedNames;
import dev.metier.provider.Answer;
import dev.metier.run.Observation;
import java.util.List;
import java.util.Optional;

/// A call that is over.
///
/// @param entry what it brought; empty when it was called off, or a mistake of this program came
///   between
/// @param bug that mistake
/// @param stages what was asked on the way and is kept, whatever became of the whole
/// @param paid what was paid to others, where that is not what the entry cost
record TrialResult(
    TrialExecutor.TrialTask task,
    Optional<Entry> entry,
    Optional<Throwable> bug,
    List<Entry> stages,
    Optional<Money> paid) {
  static TrialResult calledOff(TrialExecutor.TrialTask task) {
    return new TrialResult(task, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  static TrialResult bug(TrialExecutor.TrialTask task, Throwable bug) {
    return new TrialResult(task, Optional.empty(), Optional.of(bug), List.of(), Optional.empty());
  }

  /// What a call that is over says.
  enum Meaning {
    /// Nothing: it was called off.
    NONE,
    /// An answer, or a failure that is the model's: it counts.
    COUNTS,
    /// The server did not serve it: whether that is the case's fault is not known yet.
    NOT_SERVED,
    /// Another model answered than the one that was asked: it is kept and is evidence for nobody.
    OTHER_MODEL,
    /// The prompt did not fit into what the server allots: its answer is no evidence.
    CUT_PROMPT,
    /// Nobody can be asked there.
    UNREACHABLE
  }

  Meaning meaning() {
    if (bug.isPresent()) {
      return Meaning.NOT_SERVED;
    }
    return entry
        .map(e -> e.otherModel() ? Meaning.OTHER_MODEL : meaning(e.observation()))
        .orElse(Meaning.NONE);
  }

  private static Meaning meaning(Observation observation) {
    return switch (observation.answer()) {
      case Answer.Reply _, Answer.Recorded _ -> Meaning.COUNTS;
      case Answer.Failure failure ->
          switch (failure.cause()) {
            case CONNECT,
                CONNECT_TIMEOUT,
                RATE_LIMITED,
                OVERLOADED,
                UNAUTHORISED,
                NOT_FOUND,
                NO_CREDIT,
                PASSED_ON,
                UNUSABLE ->
                Meaning.UNREACHABLE;
            case FIRST_TOKEN_TIMEOUT,
                IDLE_TIMEOUT,
                TOTAL_TIMEOUT,
                SERVER_ERROR,
                UNPROCESSABLE,
                CUT_OFF,
                MALFORMED ->
                Meaning.NOT_SERVED;
            case PROMPT_CUT -> Meaning.CUT_PROMPT;
            // Who runs the server also sets its window.
            case TOO_LONG, TOO_LARGE ->
                observation.trial().model().kind().local() ? Meaning.CUT_PROMPT : Meaning.COUNTS;
            case OTHER_MODEL -> Meaning.OTHER_MODEL;
            case EMPTY, BAD_REQUEST -> Meaning.COUNTS;
          };
    };
  }

  /// Why there is no answer, as a category.
  Answer.Cause cause() {
    if (meaning() == Meaning.OTHER_MODEL) {
      return Answer.Cause.OTHER_MODEL;
    }
    return entry
        .map(e -> e.observation().answer())
        .filter(Answer.Failure.class::isInstance)
        .map(answer -> ((Answer.Failure) answer).cause())
        .orElse(Answer.Cause.UNUSABLE);
  }

  /// Why there is no answer.
  String why() {
    return bug.map(TrialResult::told).or(() -> entry.flatMap(TrialResult::detail)).orElse("");
  }

  private static Optional<String> detail(Entry entry) {
    Observation seen = entry.observation();
    return switch (seen.answer()) {
      case Answer.Failure failure -> Optional.of(failure.detail());
      case Answer.Reply(var reply, _) when entry.otherModel() ->
          Optional.of(ServedNames.sentence(seen.trial().model(), reply.servedModel()));
      case Answer.Reply _, Answer.Recorded _ -> Optional.empty();
    };
  }

  private static String told(Throwable bug) {
    StackTraceElement[] trace = bug.getStackTrace();
    return "a bug in Metier, which please report: "
        + bug
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /// What was paid for it, as far as it is known; nothing where an answer was recorded, whatever it
  /// cost then.
  Money spent() {
    if (task.call().trial().model().kind() == ProviderKind.RECORDED) {
      return Money.ZERO;
    }
    return paid.or(() -> entry.flatMap(e -> e.observation().cost()).map(Cost::marginal))
        .orElse(Money.ZERO);
  }
}
