package dev.metier.decision;

import dev.metier.catalog.Price;
import dev.metier.decision.DecisionRecord.Money;
import dev.metier.decision.DecisionRecord.Range;
import dev.metier.ledger.Outcome;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a thousand answers of a model cost, as a range, and beside another one.
final class AnswerCosts {
  private static final double NANOS = 1e9;
  private static final double THOUSAND = 1000;
  private static final int FEWEST = 10;

  /// Of the standard normal distribution: 95 % lie within this.
  private static final double QUANTILE = 1.959964;

  private static final double HOURS_A_YEAR = 8766;
  private static final double SECONDS_A_YEAR = HOURS_A_YEAR * 3600;

  private AnswerCosts() {}

  /// Empty when no cost of the model is known.
  ///
  /// @param others the other candidates
  static Optional<Money> of(CellResult own, List<CellResult> others) {
    Optional<Range> range = range(own);
    if (range.isEmpty()) {
      return Optional.empty();
    }
    Optional<CellResult> beside = beside(own, others);
    Optional<Range> theirs = beside.flatMap(AnswerCosts::range);
    Optional<Range> pays =
        own.model().price() instanceof Price.Hardware machine
            ? theirs.flatMap(price -> paysFrom(machine, own, price))
            : Optional.empty();
    return Optional.of(
        new Money(
            range.get(),
            beside.map(each -> each.model().name().text()).orElse(""),
            theirs,
            pays,
            assumes(own),
            beside.map(each -> turns(own, each)).orElse(List.of())));
  }

  /// The dearest other one of which the cost is known; one that is FIT before all others.
  private static Optional<CellResult> beside(CellResult own, List<CellResult> others) {
    return others.stream()
        .filter(each -> !each.model().name().equals(own.model().name()))
        .filter(each -> mean(each).orElse(0) > 0)
        .max(
            Comparator.comparing((CellResult each) -> each.verdict() instanceof Verdict.Fit)
                .thenComparingDouble(each -> mean(each).orElse(0)));
  }

  private static List<Double> costs(CellResult result) {
    return result.outcomes().stream()
        .filter(outcome -> outcome.costNanos() >= 0)
        .map(outcome -> outcome.costNanos() / NANOS)
        .toList();
  }

  static OptionalDouble mean(CellResult result) {
    return costs(result).stream().mapToDouble(cost -> THOUSAND * cost).average();
  }

  /// Of a machine: when it is busy twice or half as often as is declared. Of a bill: where its mean
  /// lies, with 95 % confidence, by the normal approximation.
  private static Optional<Range> range(CellResult result) {
    List<Double> costs = costs(result);
    if (costs.isEmpty()) {
      return Optional.empty();
    }
    double mean = mean(result).orElse(0);
    if (result.model().price() instanceof Price.Hardware machine) {
      return Optional.of(
          new Range(
              mean * at(machine, Math.min(1, 2 * machine.utilisation())),
              mean * at(machine, machine.utilisation() / 2)));
    }
    double spread = costs.size() < FEWEST ? 0 : QUANTILE * deviation(costs, mean);
    return Optional.of(new Range(Math.max(0, mean - spread), mean + spread));
  }

  /// The standard error of the mean, for a thousand.
  private static double deviation(List<Double> costs, double mean) {
    double squares = costs.stream().mapToDouble(cost -> Math.pow(THOUSAND * cost - mean, 2)).sum();
    return Math.sqrt(squares / (costs.size() - 1) / costs.size());
  }

  /// What a busy second costs at another utilisation, as a share of what it costs at the declared
  /// one.
  private static double at(Price.Hardware machine, double utilisation) {
    return second(machine, utilisation) / second(machine, machine.utilisation());
  }

  private static double second(Price.Hardware machine, double utilisation) {
    double busy = machine.watts().orElse(0) / THOUSAND / 3600 * machine.perKwh().dollars();
    return fixed(machine) / SECONDS_A_YEAR / utilisation - idle(machine) + busy;
  }

  /// A second's energy while nothing is asked.
  private static double idle(Price.Hardware machine) {
    return machine.idleWatts().orElse(0) / THOUSAND / 3600 * machine.perKwh().dollars();
  }

  /// What the machine costs a year though nothing is asked.
  private static double fixed(Price.Hardware machine) {
    double years = machine.life().toSeconds() / SECONDS_A_YEAR;
    return machine.price().minus(machine.resale()).dollars() / years
        + idle(machine) * SECONDS_A_YEAR;
  }

  /// From how many answers a year on the machine costs less than the other one's bill.
  private static Optional<Range> paysFrom(Price.Hardware machine, CellResult own, Range theirs) {
    double seconds =
        own.outcomes().stream()
                .filter(outcome -> outcome.costNanos() >= 0 && outcome.totalNanos() > 0)
                .mapToLong(Outcome::totalNanos)
                .average()
                .orElse(0)
            / NANOS
            / machine.concurrency();
    double busy = machine.watts().orElse(0) / THOUSAND / 3600 * machine.perKwh().dollars();
    double each = Math.max(0, busy - idle(machine)) * seconds;
    double most = theirs.high() / THOUSAND - each;
    double least = theirs.low() / THOUSAND - each;
    return least <= 0 || most <= 0
        ? Optional.empty()
        : Optional.of(
            new Range(Math.ceil(fixed(machine) / most), Math.ceil(fixed(machine) / least)));
  }

  private static String assumes(CellResult result) {
    if (result.model().price() instanceof Price.Hardware machine) {
      return String.format(
          Locale.ROOT,
          "The machine is busy %.0f to %.0f %% of the time (%.0f %% is declared); it costs $%.0f, less"
              + " $%.0f at its end, over %.1f years.",
          50 * machine.utilisation(),
          Math.min(100, 200 * machine.utilisation()),
          100 * machine.utilisation(),
          machine.price().dollars(),
          machine.resale().dollars(),
          machine.life().toSeconds() / SECONDS_A_YEAR);
    }
    int answers = costs(result).size();
    if (mean(result).orElse(0) == 0) {
      return "Nothing is billed for an answer; the price says so, and counts no machine.";
    }
    return answers < FEWEST
        ? "By the tokens of " + answers + " answers, too few for a range."
        : "By the tokens of " + answers + " answers, with 95 % confidence.";
  }

  private static List<String> turns(CellResult own, CellResult beside) {
    double ours = mean(own).orElse(0);
    double theirs = mean(beside).orElse(0);
    var turns = new ArrayList<String>();
    String name = beside.model().name().text();
    if (ours >= theirs) {
      turns.add(
          String.format(
              Locale.ROOT, "It costs more than %s as it is; cost is not why it was chosen.", name));
      return turns;
    }
    if (ours == 0) {
      return turns;
    }
    turns.add(
        String.format(
            Locale.ROOT,
            "%s becomes more than %.0f %% cheaper",
            name,
            Math.floor(100 * (1 - ours / theirs))));
    if (own.model().price() instanceof Price.Hardware machine) {
      double busy = machine.watts().orElse(0) / THOUSAND / 3600 * machine.perKwh().dollars();
      double secondTheirs = second(machine, machine.utilisation()) * theirs / ours;
      double utilisation = fixed(machine) / SECONDS_A_YEAR / (secondTheirs - busy + idle(machine));
      turns.add(
          String.format(
              Locale.ROOT, "the machine is busy less than %.1f %% of the time", 100 * utilisation));
    }
    return turns;
  }
}
