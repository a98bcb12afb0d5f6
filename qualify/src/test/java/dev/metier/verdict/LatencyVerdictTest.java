package dev.metier.verdict;

import static dev.metier.verdict.Assessed.clusters;
import static dev.metier.verdict.Assessed.job;
import static dev.metier.verdict.Assessed.singles;
import static dev.metier.verdict.Assessed.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What verdicts say of times when servers are slow in spells.
class LatencyVerdictTest {
  private static final int RUNS = 500;
  private static final Outcome QUICK = taking(300);
  private static final Outcome SLOW = taking(3000);

  private static Outcome taking(long millis) {
    return new Outcome(
        "h", 0, 1, true, millis * 1_000_000, -1, Double.NaN, -1, false, Optional.empty(), false);
  }

  private static Requirement.Latency p(double share, int block) {
    return new Requirement.Latency(
        Requirement.Phase.TOTAL, share, Duration.ofSeconds(1), 0.95, block);
  }

  /// How often each verdict comes of calls that are drawn anew for each run.
  private record Rates(double fit, double unfit) {
    static Rates of(Job job, Supplier<Supplier<Outcome>> runs) {
      var order = CommittedOrder.of(job);
      int fit = 0;
      int unfit = 0;
      for (int run = 0; run < RUNS; run++) {
        var calls = runs.get();
        var assessment = Assessor.begin(job, order, 1, 0);
        for (Unit unit : order.units()) {
          assessment.add(Assessed.result(job, unit, _ -> calls.get()), Map.of());
          if (assessment.decided()) {
            break;
          }
        }
        fit += assessment.isFit() ? 1 : 0;
        unfit += assessment.decided() && !assessment.isFit() ? 1 : 0;
      }
      return new Rates(fit / (double) RUNS, unfit / (double) RUNS);
    }
  }

  /// Spells of 20 calls, wherever they begin: 1 of 12 spells is bad, and 60 % of its calls slow, 5
  /// % in all.
  private static Supplier<Supplier<Outcome>> spells(Random random, double bad, double slow) {
    return () -> {
      var call = new int[] {random.nextInt(20)};
      var isBad = new boolean[] {random.nextDouble() < bad};
      return () -> {
        if (call[0]++ % 20 == 0) {
          isBad[0] = random.nextDouble() < bad;
        }
        return isBad[0] && random.nextDouble() < slow ? SLOW : QUICK;
      };
    };
  }

  private static Supplier<Supplier<Outcome>> independent(Random random, double slow) {
    return () -> () -> random.nextDouble() < slow ? SLOW : QUICK;
  }

  @Test
  void slowSpellsSeldomGiveAFalseFit() {
    var job = job(singles(3000), Job.Scope.TRAFFIC, 1, p(0.95, 20));
    double tolerated = 0.05;
    assertThat(Rates.of(job, spells(new Random(1), 1 / 12.0, 0.6)).fit())
        .isLessThanOrEqualTo(tolerated);
    var longer = job(singles(5000), Job.Scope.TRAFFIC, 1, p(0.95, 20));
    assertThat(Rates.of(longer, spells(new Random(2), 0.05, 1)).fit())
        .isLessThanOrEqualTo(tolerated);
    // What blocks are there for: calls that count by themselves believe two spells in three.
    var alone = job(singles(200), Job.Scope.TRAFFIC, 1, p(0.95, 1));
    assertThat(Rates.of(alone, spells(new Random(1), 1 / 12.0, 0.6)).fit()).isGreaterThan(0.5);
  }

  @Test
  void slowSpellsSeldomGiveAFalseUnfit() {
    for (double share : new double[] {0.5, 0.9, 0.95}) {
      var job = job(singles(3000), Job.Scope.TRAFFIC, 1, p(share, 20));
      assertThat(Rates.of(job, spells(new Random(4), 1 - share, 1)).unfit())
          .as("p%.0f", 100 * share)
          .isLessThanOrEqualTo(0.05);
    }
  }

  @Test
  void independentCallsStillDecideWhenThereAreEnough() {
    var job = job(singles(2600), Job.Scope.TRAFFIC, 1, p(0.95, 20));
    assertThat(Rates.of(job, independent(new Random(3), 0.005)).fit()).isGreaterThan(0.95);
    assertThat(Rates.of(job, independent(new Random(3), 0.1)).unfit()).isGreaterThan(0.95);
    assertThat(Rates.of(job, independent(new Random(3), 0.05)).fit()).isLessThan(0.05);
    var median = job(singles(200), Job.Scope.TRAFFIC, 1, p(0.5, 20));
    assertThat(Rates.of(median, independent(new Random(3), 0.05)).fit()).isGreaterThan(0.95);
  }

  @Test
  void aSlowServerIsFoundInFewCalls() {
    var job = job(singles(80), Job.Scope.TRAFFIC, 1, p(0.95, 20));
    var assessment = Assessed.of(job, 0, _ -> SLOW);
    assertThat(verdict(assessment).word()).isEqualTo("UNFIT");
    assertThat(assessment.counted()).isEqualTo(40);
    assertThat(verdict(assessment).reason())
        .contains("0 of 40 within the limit, in 2 blocks of 20");
  }

  @Test
  void fewerCallsThanABlockAreOneBlock() {
    var job = job(singles(12), Job.Scope.TRAFFIC, 1, p(0.95, 20));
    assertThat(verdict(Assessed.of(job, 0, _ -> SLOW)).reason())
        .contains("undecided after 12 of 12 cases; 0 of 12 within the limit, in 1 block of 20");
  }

  @Test
  void spellsAreToldWhereEachCallCountsByItself() {
    var job = job(singles(200), Job.Scope.TRAFFIC, 1, p(0.85, 1));
    var order = CommittedOrder.of(job);
    var spell = Assessor.begin(job, order, 1, 0);
    var spread = Assessor.begin(job, order, 1, 0);
    for (Unit unit : order.units()) {
      boolean inSpell = unit.index() >= 20 && unit.index() < 26;
      spell.add(Assessed.result(job, unit, _ -> inSpell ? SLOW : QUICK), Map.of());
      spread.add(Assessed.result(job, unit, _ -> unit.index() % 10 == 0 ? SLOW : QUICK), Map.of());
    }
    assertThat(spell.notes().getFirst())
        .containsPattern("6 of \\d+ answers were slow, and in spells");
    assertThat(spread.notes()).isEmpty();
  }

  @Test
  void theRangeOfATimeHoldsTheBarWhileNothingIsDecided() {
    var random = new Random(20261127);
    for (int repeats : new int[] {1, 3}) {
      for (var cases : List.of(clusters(19, 4), clusters(10, 1, 6), singles(17))) {
        for (int block : new int[] {1, 20}) {
          var job = job(cases, Job.Scope.TRAFFIC, repeats, p(0.9, block));
          Function<Case, Outcome> quick = _ -> taking(250 + random.nextInt(40));
          var finding = Assessed.finding(Assessed.of(job, 0, quick));
          boolean decided = finding.status() == Finding.Status.MET;
          assertThat(finding.interval().low()).isLessThanOrEqualTo(finding.bar());
          assertThat(finding.interval().high() <= finding.bar()).isEqualTo(decided);
        }
      }
    }
  }
}
