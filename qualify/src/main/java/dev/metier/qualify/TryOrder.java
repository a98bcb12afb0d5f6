package dev.metier.qualify;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.Job;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// The order in which candidates are tried when one is to be chosen: the expected price of an
/// answer, lowest first, or local ones first where the job prefers that.
final class TryOrder {
  /// A middling answer, to compare prices by.
  private static final Usage TYPICAL = new Usage(1000, 0, 300, true);

  private static final Duration BUSY = Duration.ofSeconds(5);

  private TryOrder() {}

  /// Gives the first open cell its turn; once a model is FIT the others are not needed.
  static void take(Job job, List<Cell> cells) {
    boolean served = cells.stream().anyMatch(c -> c.verdict() instanceof Verdict.Fit);
    boolean taken = false;
    for (Cell cell : cells.stream().sorted(order(job)).toList()) {
      if (cell.isClosed()) {
        continue;
      }
      if (served) {
        cell.close(Verdict.Doubt.NOT_NEEDED);
      } else {
        cell.waitForTurn(taken);
        taken = true;
      }
    }
  }

  /// Once all are decided, lets the first candidate that is FIT go on until it is FIT also as the
  /// one picked among all, then the next if it cannot be; whether one goes on. Recordings serve
  /// nobody, so they are not picked.
  static boolean pick(Job job, List<Cell> cells) {
    boolean found = !cells.stream().allMatch(Cell::isClosed);
    boolean picking = false;
    var routable = cells.stream().filter(cell -> cell.model().kind().answersRequests());
    for (Cell cell : routable.sorted(order(job)).toList()) {
      found |= cell.picks();
      boolean goesOn = !found && cell.mayPick();
      cell.pick(goesOn);
      found |= goesOn;
      picking |= goesOn;
    }
    return picking;
  }

  private static Comparator<Cell> order(Job job) {
    Comparator<Cell> byPrice = Comparator.comparingDouble(cell -> price(cell.model()));
    return job.prefer() == Job.Prefer.LOCAL
        ? Comparator.<Cell, Boolean>comparing(cell -> !cell.model().kind().local())
            .thenComparing(byPrice)
        : byPrice;
  }

  /// Dollars of a middling answer; what has no price is free when local and comes last when hosted.
  static double price(Model model) {
    return switch (model.price()) {
      case Price.Unknown _ -> model.kind().local() ? 0 : Double.MAX_VALUE;
      case Price.PerToken _, Price.Hardware _ ->
          Pricing.of(model.price(), TYPICAL, BUSY).map(Cost::full).orElseThrow().dollars();
    };
  }
}
