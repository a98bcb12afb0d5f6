package dev.metier.hybrid.search;

import java.util.Map;
import java.util.Optional;

/// One way to do a job, as the frontier shows it.
///
/// @param name `qwen`, `qwen, complete, then opus` or `router, 40 % to opus, else qwen`
/// @param kept share of answers that the first model gives, 0..1; NaN where one model is alone
/// @param middle what the middle model does, where one stands there
/// @param stopped how many answers each reason kept from being released
/// @param ends how many cases ended in each other way than kept, by their first answer: `failed:`
///   or `broken:` and the check's word, and `down`; with `middle:` before it those of the middle
///   model, `middle:kept` among them
/// @param perDraw how many cases weigh as one independent draw, at least 1: those of one cluster
///   may all end alike
/// @param skill the mean grade beyond that of a coin that keeps as many; NaN where one model is
///   alone
/// @param word FIT, UNFIT, UNDECIDED, FORBIDDEN or EXPIRED; empty for rows of comparison
/// @param reason one or two sentences; what would have to change for it to win
public record Point(
    String name,
    Kind kind,
    Estimate estimate,
    double kept,
    Optional<Middle> middle,
    Map<String, Integer> stopped,
    Map<String, Integer> ends,
    double perDraw,
    double skill,
    String word,
    String reason) {
  /// A model in the middle.
  ///
  /// @param kept share of answers that it gives, 0..1
  /// @param own whether it runs on the team's own machines
  /// @param cases how many cases the row rests on; the others fixed the order of the checks
  public record Middle(double kept, boolean own, int cases) {}

  /// What a row is.
  public enum Kind {
    MODEL,
    CASCADE,
    ROUTER,
    /// Printed always, to compare with.
    COMPARISON
  }

  public Point {
    stopped = Map.copyOf(stopped);
    ends = Map.copyOf(ends);
  }

  /// A row in which no chain ends, and of which no share is followed.
  Point(
      String name,
      Kind kind,
      Estimate estimate,
      double kept,
      Map<String, Integer> stopped,
      double skill,
      String word,
      String reason) {
    this(name, kind, estimate, kept, Optional.empty(), stopped, Map.of(), 1, skill, word, reason);
  }

  /// The share of answers that are checked and kept, by whichever model; NaN where one model is
  /// alone.
  public double allKept() {
    return kept + middle.map(Middle::kept).orElse(0.0);
  }

  /// The share of answers that are kept and stay where the first model is; NaN where one model is
  /// alone.
  public double staying() {
    return kept + middle.filter(Middle::own).map(Middle::kept).orElse(0.0);
  }

  /// Whether another one is better or cheaper, and neither worse nor dearer.
  boolean dominatedBy(Point other) {
    double own = estimate.perThousand();
    double others = other.estimate().perThousand();
    boolean none = Double.isNaN(own) || Double.isNaN(others);
    return !none
        && other.estimate().quality() >= estimate.quality()
        && others <= own
        && (other.estimate().quality() > estimate.quality() || others < own);
  }
}
