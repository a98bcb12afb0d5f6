package dev.metier.compile;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.ledger.Outcome;
import dev.metier.qualify.CellResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/// The order of the models that are FIT for a job, by what the job prefers. What is equal keeps the
/// order of the file.
final class Ranking {
  private static final double SHARE = 0.95;

  /// A middling answer, to compare prices by where no cost was measured.
  private static final Usage TYPICAL = new Usage(1000, 0, 300, true);

  private static final Duration BUSY = Duration.ofSeconds(5);

  private Ranking() {}

  static Comparator<CellResult> of(Job.Prefer prefer, HostLocations locations) {
    Comparator<CellResult> byCost = Comparator.comparingDouble(Ranking::cost);
    return switch (prefer) {
      case COST -> byCost;
      case LATENCY -> Comparator.<CellResult>comparingDouble(Ranking::slow).thenComparing(byCost);
      case LOCAL ->
          Comparator.<CellResult, Boolean>comparing(each -> !locations.own(each))
              .thenComparing(byCost);
    };
  }

  private static double slow(CellResult result) {
    return p95(result).map(Duration::toNanos).map(Long::doubleValue).orElse(Double.MAX_VALUE);
  }

  /// Dollars an answer: as measured, else as expected; what has no price is free when local and
  /// comes last when hosted.
  private static double cost(CellResult result) {
    return measured(result).orElseGet(() -> expected(result.model()));
  }

  private static double expected(Model model) {
    return switch (model.price()) {
      case Price.Unknown _ -> model.kind().local() ? 0 : Double.MAX_VALUE;
      case Price.PerToken _, Price.Hardware _ ->
          Pricing.of(model.price(), TYPICAL, BUSY).map(Cost::full).orElseThrow().dollars();
    };
  }

  private static OptionalDouble measured(CellResult result) {
    return result.outcomes().stream()
        .mapToLong(Outcome::costNanos)
        .filter(nanos -> nanos >= 0)
        .mapToDouble(nanos -> nanos / 1e9)
        .average();
  }

  /// What a thousand answers cost on average, to a millionth of a dollar, where that was measured.
  static Optional<Money> perThousand(CellResult result) {
    var mean = measured(result);
    return mean.isPresent()
        ? Optional.of(Money.usd(Math.round(mean.getAsDouble() * 1e9) / 1e6))
        : Optional.empty();
  }

  /// The time of the answer at rank 95 of 100, in whole milliseconds; empty when no time was
  /// measured, or when answers that never came reach that far.
  static Optional<Duration> p95(CellResult result) {
    double[] times =
        result.outcomes().stream()
            .filter(outcome -> !outcome.cold())
            .filter(outcome -> !outcome.served() || outcome.totalNanos() >= 0)
            .mapToDouble(o -> o.served() ? o.totalNanos() : Double.POSITIVE_INFINITY)
            .sorted()
            .toArray();
    if (Arrays.stream(times).noneMatch(Double::isFinite)) {
      return Optional.empty();
    }
    double time = times[(int) Math.ceil(SHARE * times.length) - 1];
    return Double.isFinite(time)
        ? Optional.of(Duration.ofMillis((long) Math.max(1, Math.ceil(time / 1e6))))
        : Optional.empty();
  }
}
