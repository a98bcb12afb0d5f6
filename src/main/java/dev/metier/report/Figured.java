package dev.metier.report;

import dev.metier.catalog.Fingerprint;
import dev.metier.evidence.Outcome;
import dev.metier.job.Money;
import dev.metier.qualify.CellResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// Figures of the kept outcomes of one job and model; cold starts do not count as times.
final class Figured {
  private Figured() {}

  /// @param last when the latest trial began
  static FitMatrix.Facts facts(CellResult result, List<Outcome> outcomes, Optional<Instant> last) {
    var warm = outcomes.stream().filter(o -> o.served() && !o.cold()).toList();
    double[] totals = sorted(warm, o -> o.totalNanos() < 0 ? Double.NaN : o.totalNanos());
    double[] firsts = sorted(warm, o -> o.firstTokenNanos() < 0 ? Double.NaN : o.firstTokenNanos());
    double[] speeds = sorted(warm, Outcome::tokensPerSecond);
    double[] costs = sorted(outcomes, o -> o.costNanos() < 0 ? Double.NaN : o.costNanos());
    return new FitMatrix.Facts(
        (int) result.kept(),
        (int) result.possible(),
        (int) outcomes.stream().filter(o -> !o.served()).count(),
        costs.length == 0
            ? Optional.empty()
            : Optional.of(new Money(Math.round(Arrays.stream(costs).average().orElse(0) * 1000))),
        time(firsts, 0.5),
        time(totals, 0.5),
        time(totals, 0.95),
        quantile(speeds, 0.5),
        last,
        result.fingerprint().map(Fingerprint::hash));
  }

  private static double[] sorted(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    double[] values = outcomes.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(values);
    return values;
  }

  private static Optional<Duration> time(double[] sorted, double share) {
    return sorted.length == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) quantile(sorted, share).orElseThrow()));
  }

  private static OptionalDouble quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    int rank = (int) Math.ceil(share * sorted.length - 1e-9);
    return OptionalDouble.of(sorted[Math.clamp(rank, 1, sorted.length) - 1]);
  }
}
