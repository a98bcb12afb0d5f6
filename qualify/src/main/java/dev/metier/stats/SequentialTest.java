package dev.metier.stats;

/// A running test of one requirement, which may stop at any result without harm to its error rates.
///
/// Results go in in the order that was fixed before the first call; reading them in the order of
/// completion favours quick answers and voids the guarantee. The state is a function of the ordered
/// results alone, so that replaying them resumes a test exactly. A decision is final: later results
/// are checked and dropped. Not thread-safe.
public interface SequentialTest {
  /// Counts one result.
  ///
  /// @param x 0 or 1 for an exact test, a score in [0, 1] for a betting test
  /// @throws IllegalArgumentException for NaN and everything else outside
  /// @throws IllegalStateException when all results are used up and nothing is decided
  void add(double x);

  /// Counts one cluster or weighted case.
  ///
  /// @param x the mean of the cluster
  /// @param weight its share of the largest cluster, in (0, 1], known before the outcome; exact
  ///   tests and suites take 1 only
  /// @throws IllegalArgumentException for values outside
  /// @throws IllegalStateException when all results are used up and nothing is decided
  void add(double x, double weight);

  Decision decision();

  /// The number of results counted; it stands still after the decision.
  int seen();

  /// The number of results at the decision, 0 while undecided.
  default int decidedAt() {
    return decision() == Decision.UNDECIDED ? 0 : seen();
  }

  /// A range for the tested mean, two-sided, valid at any time: each end is wrong with chance
  /// alpha/2 at most.
  ///
  /// It never contradicts the decision: it holds the bar while undecided and lies on the right side
  /// of it afterwards. An end that equals the bar is the decision's own claim, at its own error
  /// rate. Not part of [#add], since it costs up to some milliseconds.
  ///
  /// @param alpha in (0, 1)
  Interval interval(double alpha);

  /// Two one-sided bounds of the tested mean, valid at any time: the lower at error alpha_fit,
  /// which a FIT rests on, and the upper at alpha_unfit, which an UNFIT rests on.
  ///
  /// The lower one is the highest bar that these results prove. Together they are no interval at
  /// either error rate. They never contradict the decision. A side whose alpha is 0 is unbounded.
  Interval oneSidedBounds();

  /// The chance, in [0, 1], that the remaining results bring a decision if they resemble those
  /// seen; 1 once decided.
  double chanceToDecide();

  /// Whether going on is hardly worth it: undecided, and [#chanceToDecide] was below 0.05 (0.015
  /// for a betting test) at the latest multiple of five results, from 15 on, or, in an exact test,
  /// is next to nothing now.
  ///
  /// It is advice to ask no more, never a reason not to count what is known. Stopping on this
  /// advice, or not, leaves both error rates intact.
  boolean futile();

  /// A rough number of results still needed, at least 1, or 0 once decided; infinite when the side
  /// it leans to is disabled.
  ///
  /// Beyond the horizon it is an index for scheduling rather than a promise; for a suite it stays
  /// within the horizon.
  double remaining();

  /// How many more results a decision will probably take; up to some milliseconds.
  MoreResults forecast();
}
