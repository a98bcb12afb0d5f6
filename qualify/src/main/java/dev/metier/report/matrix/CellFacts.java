package dev.metier.report.matrix;

import dev.metier.catalog.Fingerprint;
import dev.metier.job.Money;
import dev.metier.ledger.Outcome;
import dev.metier.qualify.CellResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Figures of the kept outcomes of one job and model; cold starts do not count as times.
public final class CellFacts {
  private final Values totals;
  private final Values firsts;
  private final Values speeds;
  private Money spent = Money.ZERO;
  private int priced;
  private double meanCost;
  private double squares;
  private int notServed;

  private CellFacts(List<Outcome> outcomes) {
    totals = new Values(outcomes.size());
    firsts = new Values(outcomes.size());
    speeds = new Values(outcomes.size());
    outcomes.forEach(this::add);
  }

  /// What was counted and measured in a cell.
  ///
  /// @param last when the latest trial began
  public static FitMatrix.Facts facts(
      CellResult result, List<Outcome> outcomes, Optional<Instant> last) {
    var of = new CellFacts(outcomes);
    return new FitMatrix.Facts(
        (int) result.kept(),
        (int) result.possible(),
        of.notServed,
        of.perThousand(),
        of.perThousandError(),
        time(of.firsts.quantile(0.5)),
        time(of.totals.quantile(0.5)),
        time(of.totals.quantile(0.95)),
        of.speeds.quantile(0.5),
        last,
        result.fingerprint().map(Fingerprint::hash));
  }

  private void add(Outcome outcome) {
    notServed += outcome.served() ? 0 : 1;
    if (outcome.costNanos() >= 0) {
      var cost = new Money(outcome.costNanos());
      spent = spent.plus(cost);
      priced++;
      double away = cost.dollars() - meanCost;
      meanCost += away / priced;
      squares += away * (cost.dollars() - meanCost);
    }
    if (outcome.served() && !outcome.cold()) {
      totals.add(outcome.totalNanos() < 0 ? Double.NaN : outcome.totalNanos());
      firsts.add(outcome.firstTokenNanos() < 0 ? Double.NaN : outcome.firstTokenNanos());
      speeds.add(outcome.speed());
    }
  }

  private Optional<Money> perThousand() {
    return priced == 0 ? Optional.empty() : Optional.of(spent.times(1000.0 / priced));
  }

  /// By the updates of B. P. Welford, [Note on a method for calculating corrected sums of squares
  /// and products](https://doi.org/10.1080/00401706.1962.10490022).
  private double perThousandError() {
    return priced < 2 ? Double.NaN : 1000 * Math.sqrt(squares / (priced - 1) / priced);
  }

  private static Optional<Duration> time(OptionalDouble nanos) {
    return nanos.isPresent()
        ? Optional.of(Duration.ofNanos((long) nanos.getAsDouble()))
        : Optional.empty();
  }

  /// Numbers to take quantiles of.
  private static final class Values {
    private final double[] values;
    private int size;

    Values(int most) {
      values = new double[most];
    }

    /// NaN stands for one that is not known.
    void add(double value) {
      if (!Double.isNaN(value)) {
        values[size++] = value;
      }
    }

    OptionalDouble quantile(double share) {
      if (size == 0) {
        return OptionalDouble.empty();
      }
      int rank = (int) Math.ceil(share * size - 1e-9);
      return OptionalDouble.of(select(Math.clamp(rank, 1, size) - 1));
    }

    /// The value that sorting would bring to a place; the rest is sorted no further than that
    /// takes.
    ///
    /// Source: C. A. R. Hoare, [Algorithm 65: Find](https://doi.org/10.1145/366622.366647).
    private double select(int place) {
      int low = 0;
      int high = size - 1;
      while (low < high) {
        double pivot = values[place];
        int up = low;
        int down = high;
        while (up <= down) {
          while (values[up] < pivot) {
            up++;
          }
          while (values[down] > pivot) {
            down--;
          }
          if (up <= down) {
            double swapped = values[up];
            values[up++] = values[down];
            values[down--] = swapped;
          }
        }
        low = down < place ? up : low;
        high = place < up ? down : high;
      }
      return values[place];
    }
  }
}
