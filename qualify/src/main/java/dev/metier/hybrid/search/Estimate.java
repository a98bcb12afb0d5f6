package dev.metier.hybrid.search;

import dev.metier.hybrid.StageAnswer;
import dev.metier.stats.Interval;
import dev.metier.stats.KnownMean;
import java.util.List;
import java.util.TreeMap;

/// What a model or a chain showed on the cases: for display, proved by nothing.
///
/// @param quality the mean grade
/// @param interval where it lies with 95 % confidence
/// @param perThousand dollars for 1,000 requests; NaN when a price is not known
/// @param perThousandRight dollars for 1,000 answers that are right; NaN when not known
/// @param p95 seconds that 95 % of the answers take at most; NaN when not known
public record Estimate(
    double quality, Interval interval, double perThousand, double perThousandRight, double p95) {
  private static final double NANOS = 1e9;
  private static final double HALF = 0.5;
  private static final double SHARE = 0.95;

  /// An answer, and the draw that it belongs to.
  record Answered(int unit, StageAnswer answer) {}

  static Estimate of(List<Answered> answers, boolean whole) {
    var scores = new TreeMap<Integer, double[]>();
    double cost = 0;
    double right = 0;
    for (Answered each : answers) {
      double[] sum = scores.computeIfAbsent(each.unit(), _ -> new double[2]);
      sum[0] += each.answer().score();
      sum[1]++;
      cost += each.answer().cost();
      right += each.answer().score() >= HALF ? 1 : 0;
    }
    double largest = scores.values().stream().mapToDouble(sum -> sum[1]).max().orElse(1);
    double[] means = scores.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray();
    double[] weights = scores.values().stream().mapToDouble(sum -> sum[1] / largest).toArray();
    int n = Math.max(1, answers.size());
    return new Estimate(
        answers.stream().mapToDouble(each -> each.answer().score()).sum() / n,
        means.length == 0
            ? new Interval(0, 1)
            : KnownMean.interval(means, weights, 1 - SHARE, whole),
        1000 * cost / n / NANOS,
        right == 0 ? Double.NaN : 1000 * cost / right / NANOS,
        p95(answers));
  }

  private static double p95(List<Answered> answers) {
    double[] times =
        answers.stream()
            .mapToDouble(
                each -> each.answer().served() ? each.answer().nanos() : Double.POSITIVE_INFINITY)
            .filter(time -> !Double.isNaN(time))
            .sorted()
            .toArray();
    double time = times.length == 0 ? Double.NaN : times[(int) Math.ceil(SHARE * times.length) - 1];
    return Double.isInfinite(time) ? Double.NaN : time / NANOS;
  }
}
