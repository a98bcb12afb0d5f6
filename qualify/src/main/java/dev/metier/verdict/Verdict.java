package dev.metier.verdict;

import java.util.List;
import java.util.Optional;

/// What the evidence says of a model for a job.
public sealed interface Verdict {
  /// All needs together, need by need; empty when nothing was looked at.
  List<Finding> findings();

  /// One sentence for people.
  String reason();

  /// Every need is met.
  record Fit(List<Finding> findings, String reason) implements Verdict {}

  /// At least one need is not met.
  record Unfit(List<Finding> findings, String reason) implements Verdict {}

  /// The evidence does not say yet.
  ///
  /// @param cause in two or three words why the model could not be asked, where that is so
  record Undecided(List<Finding> findings, Doubt doubt, String reason, Optional<String> cause)
      implements Verdict {
    public Undecided(List<Finding> findings, Doubt doubt, String reason) {
      this(findings, doubt, reason, Optional.empty());
    }
  }

  /// The model's host may not read the job's data; nothing was sent.
  record Forbidden(String reason) implements Verdict {
    @Override
    public List<Finding> findings() {
      return List.of();
    }
  }

  /// There is a verdict, but for another build of the model.
  record Expired(List<Finding> findings, String reason) implements Verdict {}

  /// Why a verdict is undecided.
  enum Doubt {
    /// Trials are still running, or were stopped by hand.
    RUNNING,
    /// So close to the bar that the remaining cases will hardly decide.
    BORDERLINE,
    CASES_EXHAUSTED,
    BUDGET,
    /// Not looked at, since a model that is preferred was FIT.
    NOT_NEEDED,
    /// The model could not be asked, or served nothing.
    UNREACHABLE,
    /// The grader itself failed on an answer, so that nothing is known of it.
    GRADER,
    /// The judge that grades the answers errs too often, or how often is not known.
    JUDGE,
    /// Never tried.
    NO_EVIDENCE
  }

  /// FIT, UNFIT, UNDECIDED, FORBIDDEN or EXPIRED.
  default String word() {
    return switch (this) {
      case Fit _ -> "FIT";
      case Unfit _ -> "UNFIT";
      case Undecided _ -> "UNDECIDED";
      case Forbidden _ -> "FORBIDDEN";
      case Expired _ -> "EXPIRED";
    };
  }
}
