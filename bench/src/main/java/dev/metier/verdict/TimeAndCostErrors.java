package dev.metier.verdict;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// How often needs about times and costs are called met or unmet with the truth at the limit.
///
/// Argument: the seed of the simulations.
final class TimeAndCostErrors {
  private static final int RUNS = 4000;
  private static final double CONFIDENCE = 0.95;
  private static final Outcome QUICK = taking(300);
  private static final Outcome SLOW = taking(3000);

  /// Billionths of a dollar for a token, at 10 dollars a million.
  private static final double TOKEN = 10_000;

  /// What a run's calls come to, one after the other.
  private interface Source extends Function<Random, Supplier<Outcome>> {}

  private TimeAndCostErrors() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    long seed = args.length > 0 ? Long.parseLong(args[0]) : 20_261_128L;
    System.out.printf(
        "%nTimes and costs, false FIT / false UNFIT with the truth at the limit, %d runs each, seed"
            + " %d%n",
        RUNS, seed);
    alone(seed);
    blocks(seed);
    costs(seed);
  }

  private static void alone(long seed) {
    for (int calls : new int[] {100, 200, 500}) {
      print(
          "p95, block: 1, independent, %d calls".formatted(calls),
          job(calls, p(0.95, 1)),
          0,
          random -> () -> random.nextDouble() < 0.05 ? SLOW : QUICK,
          seed);
    }
  }

  private static void blocks(long seed) {
    for (double share : new double[] {0.5, 0.9, 0.95}) {
      for (int calls : new int[] {1000, 2000, 3000, 5000, 10_000}) {
        print(
            "p%.0f, spells of slow calls only, %d calls".formatted(100 * share, calls),
            job(calls, p(share, 20)),
            0,
            random -> spells(random, random.nextInt(20), 1 - share, 1),
            seed);
      }
    }
    for (int calls : new int[] {2000, 3000, 5000}) {
      print(
          "p95, 60 %% of a spell slow, %d calls".formatted(calls),
          job(calls, p(0.95, 20)),
          0,
          random -> spells(random, random.nextInt(20), 0.05 / 0.6, 0.6),
          seed);
      print(
          "p95, independent, %d calls".formatted(calls),
          job(calls, p(0.95, 20)),
          0,
          random -> () -> random.nextDouble() < 0.05 ? SLOW : QUICK,
          seed);
    }
    for (double share : new double[] {0.5, 0.95}) {
      print(
          "p%.0f, each spell half in a block, 3000 calls".formatted(100 * share),
          job(3000, p(share, 20)),
          0,
          random -> spells(random, 10, 1 - share, 1),
          seed);
    }
  }

  private static void costs(long seed) {
    for (int cases : new int[] {50, 100, 200, 500}) {
      cost("a fifth costs 32 times the rest", cases, 30_000, TimeAndCostErrors::reasoning, seed);
      cost("lognormal, sigma 1.2, capped", cases, 2048, TimeAndCostErrors::lognormal, seed);
      cost("uniform", cases, 2048, random -> 2048 * random.nextDouble(), seed);
      cost("1 in 100 at the most", cases, 30_000, TimeAndCostErrors::rare, seed);
    }
  }

  /// Tokens of one answer.
  private interface Tokens {
    double draw(Random random);
  }

  private static void cost(String what, int cases, int most, Tokens tokens, long seed) {
    var many = new Random(1);
    double mean = 0;
    for (int i = 0; i < 2_000_000; i++) {
      mean += tokens.draw(many) / 2_000_000;
    }
    // A thousand answers at the true mean cost exactly the limit.
    var need = new Requirement.Cost(Money.usd(mean * TOKEN / 1e9 * 1000), CONFIDENCE);
    print(
        "cost: %s, %d cases".formatted(what, cases),
        job(cases, need),
        most * TOKEN,
        random -> costs(() -> tokens.draw(random)),
        seed);
  }

  private static Supplier<Outcome> costs(DoubleSupplier tokens) {
    return () -> Assessed.costing(tokens.getAsDouble() * TOKEN);
  }

  private static double reasoning(Random random) {
    return random.nextDouble() < 0.2 ? 30_000 : 950;
  }

  private static double lognormal(Random random) {
    return Math.min(2048, Math.exp(5 + 1.2 * random.nextGaussian()));
  }

  private static double rare(Random random) {
    return random.nextDouble() < 0.01 ? 30_000 : 300;
  }

  /// Spells of 20 calls, of which a share is bad.
  ///
  /// @param begun how many calls of the first one lie before the run
  private static Supplier<Outcome> spells(Random random, int begun, double bad, double slow) {
    var call = new int[] {begun};
    var isBad = new boolean[] {random.nextDouble() < bad};
    return () -> {
      if (call[0]++ % 20 == 0) {
        isBad[0] = random.nextDouble() < bad;
      }
      return isBad[0] && (slow == 1 || random.nextDouble() < slow) ? SLOW : QUICK;
    };
  }

  private static void print(String what, Job job, double most, Source calls, long seed) {
    var order = CommittedOrder.of(job);
    int fit = 0;
    int unfit = 0;
    for (int run = 0; run < RUNS; run++) {
      var next = calls.apply(new Random(seed + run));
      var assessment = Assessor.begin(job, order, 1, most);
      for (Unit unit : order.units()) {
        assessment.add(new UnitResult(unit, List.of(List.of(next.get()))), Map.of());
        if (assessment.decided()) {
          break;
        }
      }
      fit += assessment.isFit() ? 1 : 0;
      unfit += assessment.decided() && !assessment.isFit() ? 1 : 0;
    }
    System.out.printf("%-56s %.4f / %.4f%n", what, fit / (double) RUNS, unfit / (double) RUNS);
  }

  private static Job job(int cases, Requirement need) {
    var list = new ArrayList<Case>();
    for (int i = 0; i < cases; i++) {
      list.add(Assessed.single(i));
    }
    return Assessed.job(list, Job.Scope.TRAFFIC, 1, need);
  }

  private static Requirement p(double share, int block) {
    return new Requirement.Latency(
        Requirement.Phase.TOTAL, share, Duration.ofSeconds(1), CONFIDENCE, block);
  }

  private static Outcome taking(long millis) {
    return new Outcome(
        "h", 0, 1, true, millis * 1_000_000, -1, Double.NaN, -1, false, Optional.empty(), false);
  }
}
