package dev.metier.verdict;

import static dev.metier.verdict.Assessed.clusters;
import static dev.metier.verdict.Assessed.finding;
import static dev.metier.verdict.Assessed.job;
import static dev.metier.verdict.Assessed.passed;
import static dev.metier.verdict.Assessed.quality;
import static dev.metier.verdict.Assessed.singles;
import static dev.metier.verdict.Assessed.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A suite of which all is known is decided by its score, and by nothing else.
class SuiteVerdictTest {
  private static Assessment whole(List<Case> cases, double bar, int repeats, Set<String> failing) {
    var suite = job(cases, Job.Scope.SUITE, repeats, quality(bar));
    return Assessed.of(suite, 0, given -> passed(!failing.contains(given.id())));
  }

  @Test
  void theScoreDecidesWhateverTheFirstCasesLookedLike() {
    // The ten failing cases come first, which stops a test early; forty of fifty pass all the same.
    var suite = job(singles(50), Job.Scope.SUITE, 1, quality(0.8));
    var order = CommittedOrder.of(suite);
    var first = order.units().subList(0, 10).stream().map(u -> u.cases().getFirst().id()).toList();
    var assessment = Assessor.begin(suite, order, 1, 0);
    boolean stopped = false;
    for (Unit unit : order.units()) {
      assessment.add(Assessed.result(suite, unit, g -> passed(!first.contains(g.id()))), Map.of());
      stopped |= verdict(assessment) instanceof Verdict.Unfit;
    }
    assertThat(stopped).isTrue();
    assertThat(verdict(assessment).word()).isEqualTo("FIT");
    assertThat(finding(assessment).reason()).endsWith(": met; 40 of 50 cases passed.");
    assertThat(finding(assessment).estimate()).hasValue(0.8);
    assertThat(finding(assessment).interval().low()).isEqualTo(0.8);
    assertThat(finding(assessment).interval().high()).isEqualTo(0.8);
  }

  @Test
  void clustersOfAnySizeAreSummedUp() {
    var cases = clusters(9, 1, 4, 7);
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var failing = new HashSet<String>();
      cases.stream().filter(_ -> random.nextDouble() < 0.2).forEach(c -> failing.add(c.id()));
      int passing = cases.size() - failing.size();
      String expected = passing >= 0.8 * cases.size() - 1e-9 ? "FIT" : "UNFIT";
      var assessment = whole(cases, 0.8, 1, failing);
      assertThat(verdict(assessment).word()).isEqualTo(expected);
      assertThat(verdict(assessment).reason())
          .contains(passing + " of 36 cases passed, in 9 clusters");
    }
  }

  @Test
  void aSuiteInClustersMayDemandEverything() {
    var cases = clusters(10, 4);
    assertThat(verdict(whole(cases, 1.0, 1, Set.of())).word()).isEqualTo("FIT");
    assertThat(verdict(whole(cases, 1.0, 1, Set.of("c5"))).word()).isEqualTo("UNFIT");
    assertThat(verdict(whole(cases, 0.95, 3, Set.of("c5"))).word()).isEqualTo("FIT");
  }

  @Test
  void earlyVerdictsOnSuitesInClustersSeldomDifferFromTheFullScore() {
    var suite = job(clusters(60, 1, 2, 6), Job.Scope.SUITE, 1, quality(0.9));
    var order = CommittedOrder.of(suite);
    int cases = suite.cases().size();
    int needed = (int) Math.ceil(0.9 * cases);
    int wrong = 0;
    int runs = 1000;
    var random = new Random(20261127);
    for (int run = 0; run < runs; run++) {
      // One pass too few, in an order that nobody chose.
      var failing = new HashSet<String>();
      while (failing.size() < cases - needed + 1) {
        failing.add("c" + random.nextInt(cases));
      }
      var assessment = Assessor.begin(suite, order, 1, 0);
      for (Unit unit : order.units()) {
        assessment.add(
            Assessed.result(suite, unit, g -> passed(!failing.contains(g.id()))), Map.of());
        if (assessment.decided()) {
          break;
        }
      }
      wrong += verdict(assessment) instanceof Verdict.Fit ? 1 : 0;
    }
    assertThat(wrong / (double) runs).isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.0475 / runs));
  }

  @Test
  void needsOverPairsAreSummedUpToo() {
    var suite =
        job(
            clusters(12, 1, 3),
            Job.Scope.SUITE,
            1,
            new Requirement.Regressions(Assessed.REFERENCE, 0.05, 0.95));
    var order = CommittedOrder.of(suite);
    for (int lost = 0; lost <= 2; lost++) {
      int failing = lost;
      var assessment = Assessor.begin(suite, order, 1, 0);
      for (Unit unit : order.units()) {
        var own =
            Assessed.result(
                suite, unit, g -> passed(Integer.parseInt(g.id().substring(1)) >= failing));
        var other = Assessed.result(suite, unit, _ -> passed(true));
        assessment.add(own, Map.of(Assessed.REFERENCE, other));
      }
      // One of 24 is 4.2 %, two are 8.3 %.
      assertThat(verdict(assessment).word()).isEqualTo(lost <= 1 ? "FIT" : "UNFIT");
    }
  }
}
