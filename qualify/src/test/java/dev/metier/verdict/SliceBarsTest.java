package dev.metier.verdict;

import static dev.metier.verdict.Assessed.passed;
import static dev.metier.verdict.Assessed.quality;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Bars for slices: all must hold, each tested at the full alpha, and UNFIT at its share.
class SliceBarsTest {
  private static final int RUNS = 1500;

  /// Three standard errors above 0.05.
  private static final double TOLERATED = 0.067;

  private static final List<Requirement> NEEDS =
      List.of(quality(0.9), of("german", 0.85), of("angry", 0.8));

  private static Requirement of(String slice, double bar) {
    return new Requirement.Quality(bar, 0.95, Optional.of(slice));
  }

  /// Half of the cases German, a quarter angry, independently.
  private static Job job() {
    var cases = new ArrayList<Case>();
    for (int i = 0; i < 240; i++) {
      Set<String> slices =
          i % 4 == 0
              ? Set.of("german", "angry")
              : i % 4 == 1 ? Set.of("german") : i % 8 == 2 ? Set.of("angry") : Set.of();
      cases.add(new Case("c" + i, Map.of(), Optional.empty(), slices, Optional.empty()));
    }
    return Assessed.job(cases, Job.Scope.TRAFFIC, 1, NEEDS.toArray(Requirement[]::new));
  }

  /// How often it is FIT and UNFIT, looked at after every case.
  private static double[] rates(double german, double others) {
    Job job = job();
    var order = CommittedOrder.of(job);
    var random = new Random(20261128);
    int fit = 0;
    int unfit = 0;
    for (int run = 0; run < RUNS; run++) {
      var assessment = Assessor.begin(job, order, 1, 0);
      for (Unit unit : order.units()) {
        boolean slice = unit.cases().getFirst().slices().contains("german");
        boolean right = random.nextDouble() < (slice ? german : others);
        assessment.add(Assessed.result(job, unit, _ -> passed(right)), Map.of());
        if (assessment.decided()) {
          break;
        }
      }
      fit += assessment.isFit() ? 1 : 0;
      unfit += assessment.decided() && !assessment.isFit() ? 1 : 0;
    }
    return new double[] {fit / (double) RUNS, unfit / (double) RUNS};
  }

  @Test
  void aSliceAtItsBarSeldomLetsTheModelBeFitHoweverGoodTheRest() {
    assertThat(rates(0.85, 1)[0]).isLessThanOrEqualTo(TOLERATED);
  }

  @Test
  void aModelAtAllBarsIsSeldomUnfit() {
    // German cases at 0.9 keep all needs true with the overall bar exactly met.
    assertThat(rates(0.9, 0.9)[1]).isLessThanOrEqualTo(TOLERATED);
  }

  @Test
  void eachSliceHasItsFinding() {
    Job job = job();
    var verdict =
        Assessed.verdict(Assessed.of(job, 0, given -> passed(!given.slices().contains("german"))));
    assertThat(verdict).isInstanceOf(Verdict.Unfit.class);
    assertThat(verdict.findings()).extracting(Finding::need).isEqualTo(NEEDS);
    assertThat(verdict.reason()).contains("quality [german] >= 0.85: not met");
  }
}
