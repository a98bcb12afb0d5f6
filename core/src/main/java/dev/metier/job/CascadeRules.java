package dev.metier.job;

import java.time.Duration;

/// What a cascade does with answers that may not be kept, and how long it holds to a model.
///
/// @param onFailed what follows a check that failed
/// @param onBroken what follows a check that could not run
/// @param handOver what the later model is told of the earlier one's answer
/// @param hold how long a choice of model stays
/// @param switchCost what switching may cost at most, as a share of what the conversation would
///   have cost without, at least 0
/// @param deadline of the whole chain, above 0
public record CascadeRules(
    After onFailed,
    After onBroken,
    HandOver handOver,
    Hold hold,
    double switchCost,
    Duration deadline) {
  /// What follows an answer that may not be kept.
  public enum After {
    /// The next model answers.
    ESCALATE,
    /// The client gets an error that no repetition helps.
    REFUSE,
    /// The client gets the answer, marked in a header.
    MARK
  }

  /// What the later model is told.
  public enum HandOver {
    /// The client's request as it came.
    FRESH,
    /// Also which checks failed; never the failed answer.
    REASON
  }

  /// How long a choice of model stays.
  public enum Hold {
    CONVERSATION,
    /// From one message of the user to the next.
    USER_TURN,
    REQUEST
  }

  public static final CascadeRules USUAL =
      new CascadeRules(
          After.ESCALATE,
          After.ESCALATE,
          HandOver.FRESH,
          Hold.CONVERSATION,
          0.2,
          Duration.ofSeconds(60));

  public CascadeRules {
    if (!(switchCost >= 0) || deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("a cascade has a deadline and no negative cost");
    }
  }
}
