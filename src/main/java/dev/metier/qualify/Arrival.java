package dev.metier.qualify;

import dev.metier.evidence.Entry;
import dev.metier.job.Money;
import dev.metier.provider.Answer;
import dev.metier.run.Cost;
import java.util.Optional;

/// An errand that is over.
///
/// @param entry what it brought; empty when it was called off
record Arrival(Errand errand, Optional<Entry> entry) {
  /// What it cost, as far as it is known.
  Money spent() {
    return entry.flatMap(e -> e.observation().cost()).map(Cost::marginal).orElse(Money.ZERO);
  }

  /// The sentence that says why the model cannot be asked at all; such a failure says nothing about
  /// the model and is not kept as evidence.
  Optional<String> trouble() {
    return entry
        .filter(e -> e.observation().answer() instanceof Answer.Failure)
        .map(e -> (Answer.Failure) e.observation().answer())
        .filter(failure -> isTrouble(failure.cause()))
        .map(Answer.Failure::detail);
  }

  private static boolean isTrouble(Answer.Cause cause) {
    return switch (cause) {
      case CONNECT,
          CONNECT_TIMEOUT,
          RATE_LIMITED,
          OVERLOADED,
          UNAUTHORISED,
          NOT_FOUND,
          NO_CREDIT,
          UNUSABLE ->
          true;
      case FIRST_TOKEN_TIMEOUT,
          IDLE_TIMEOUT,
          TOTAL_TIMEOUT,
          SERVER_ERROR,
          CUT_OFF,
          MALFORMED,
          EMPTY,
          TOO_LONG,
          BAD_REQUEST ->
          false;
    };
  }
}
