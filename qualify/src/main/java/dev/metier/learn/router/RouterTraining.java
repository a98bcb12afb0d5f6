package dev.metier.learn.router;

import dev.metier.learn.TextRegression.Family;
import dev.metier.stats.ThresholdCalibration;
import java.util.List;
import java.util.stream.IntStream;

/// Learns a router from what two models did on the same cases, and judges it by cases that it was
/// not learned from.
///
/// What is learned is the difference of the grades, never scaled case by case. Scores for
/// calibration come from folds without the case; the router itself is learned from all of them. The
/// threshold sends as little to the strong model as is proven to give up at most the margin.
///
/// @param margin the mean grade given up at most, in (0, 1)
/// @param delta the chance to give up more, in (0, 1)
/// @param sliced whether requests tell which slice they belong to
public record RouterTraining(double margin, double delta, Family family, boolean sliced) {
  /// The fewest cases that are learned from.
  public static final int LEAST_CASES = 200;

  private static final int THRESHOLDS = 51;

  /// Where requests tell their slices, by any learner.
  public RouterTraining(double margin, double delta) {
    this(margin, delta, Family.ANY, true);
  }

  /// Learns and judges.
  public RouterVerdict learn(List<PairedCase> cases) {
    if (cases.size() < LEAST_CASES) {
      return new RouterVerdict.TooFew(cases.size());
    }
    var heldOut = HeldOut.of(cases, family, sliced);
    var threshold = threshold(cases, heldOut.scores());
    return heldOut.verdict(threshold.threshold(), threshold.p());
  }

  /// The highest worth from which on the strong model must answer; negative infinity when nothing
  /// less is proven.
  private ThresholdCalibration.Proven threshold(List<PairedCase> cases, double[] scores) {
    var rows =
        IntStream.range(0, scores.length)
            .mapToObj(i ->
                new ThresholdCalibration.Row(
                    -scores[i], cases.get(i).weak(), cases.get(i).strong()))
            .toList();
    var proven =
        ThresholdCalibration.proven(
            rows, grid(scores), ThresholdCalibration.Loss.GIVEN_UP, margin, delta);
    return proven.isEmpty()
        ? new ThresholdCalibration.Proven(Double.NEGATIVE_INFINITY, 0, 1)
        : new ThresholdCalibration.Proven(
            -proven.getLast().threshold(), proven.getLast().kept(), proven.getLast().p());
  }

  /// Quantiles of the scores, which no grade had a part in; from the safest downwards.
  private static double[] grid(double[] scores) {
    double[] sorted =
        IntStream.range(0, scores.length).mapToDouble(i -> -scores[i]).sorted().toArray();
    return IntStream.range(0, THRESHOLDS)
        .mapToDouble(i -> {
          int last = sorted.length - 1;
          return sorted[last - (int) Math.round((double) i * last / (THRESHOLDS - 1))];
        })
        .toArray();
  }
}
