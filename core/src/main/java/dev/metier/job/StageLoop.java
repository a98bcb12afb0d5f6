package dev.metier.job;

import java.util.List;
import java.util.Optional;

/// What must hold of a stage's answer before a workflow goes on, and what is done again until then.
///
/// @param until what must hold
/// @param redo the stage that is done again, and all after it: this one or an earlier one. It is
///   asked with its own answer and what was said of it
/// @param rounds how often it is done at most, the first time included, 1 to 3
/// @param escalate the model that does the last round; empty: the stage's own
/// @param mark whether an answer of which it does not hold in the last round, or of which nobody
///   could say so, is taken and marked; otherwise the request is refused
public record StageLoop(
    Until until, String redo, int rounds, Optional<ModelName> escalate, boolean mark) {
  public static final int MOST_ROUNDS = 3;

  /// What must hold.
  public sealed interface Until {
    /// The stage's own answer says so: see [Review].
    record Approval() implements Until {}

    /// The stage's answer passes these, in this order; at least one.
    record Passing(List<Check> checks) implements Until {
      public Passing {
        checks = List.copyOf(checks);
        if (checks.isEmpty()) {
          throw new IllegalArgumentException("nothing is checked");
        }
      }
    }
  }

  public StageLoop {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException("1 to " + MOST_ROUNDS + " rounds");
    }
    if (escalate.isPresent() && rounds == 1) {
      throw new IllegalArgumentException("the only round has the stage's own model");
    }
  }

  /// Whether the stage reviews what another one did.
  public boolean isReview() {
    return until instanceof Until.Approval;
  }
}
