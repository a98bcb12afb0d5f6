package dev.metier.verdict;

import static dev.metier.verdict.Assessed.in;
import static dev.metier.verdict.Assessed.job;
import static dev.metier.verdict.Assessed.passed;
import static dev.metier.verdict.Assessed.quality;
import static dev.metier.verdict.Assessed.scored;
import static dev.metier.verdict.Assessed.single;
import static dev.metier.verdict.Assessed.singles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.CommittedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What cases with the same text weigh beside the others: as much as one of them.
class DuplicateWeightTest {
  private static List<Case> withCopies(int cases, int copies) {
    var all = new ArrayList<>(singles(cases));
    all.set(0, single(0).inTextOf(single(0)));
    for (int i = 0; i < copies; i++) {
      all.add(single(cases + i).inTextOf(single(0)));
    }
    return all;
  }

  private static double lightest(Job job) {
    var order = CommittedOrder.of(job);
    var draws = Draws.of(order, job.needs().getFirst(), false);
    return order.units().stream().mapToDouble(draws::weight).min().orElseThrow();
  }

  @Test
  void aDuplicatedCaseTakesNoWeightFromTheOthers() {
    var notWorse = new Requirement.NotWorse(Assessed.REFERENCE, 0.1, 0.95);
    assertThat(lightest(job(withCopies(50, 1), Job.Scope.TRAFFIC, 1, notWorse))).isEqualTo(1);
    assertThat(lightest(job(withCopies(50, 9), Job.Scope.TRAFFIC, 1, notWorse))).isEqualTo(1);
    var pair = new ArrayList<>(singles(50));
    pair.add(in("mail", 50));
    pair.add(in("mail", 51));
    assertThat(lightest(job(pair, Job.Scope.TRAFFIC, 1, notWorse))).isEqualTo(0.5);
  }

  @Test
  void aDuplicatedCaseCostsNoVerdict() {
    var plain = job(singles(40), Job.Scope.TRAFFIC, 1, quality(0.9));
    var copied = job(withCopies(40, 3), Job.Scope.TRAFFIC, 1, quality(0.9));
    var without = Assessed.of(plain, 0, _ -> passed(true));
    var with = Assessed.of(copied, 0, _ -> passed(true));
    assertThat(without.isFit()).isTrue();
    assertThat(with.isFit()).isTrue();
    assertThat(with.counted()).isEqualTo(without.counted());
  }

  @Test
  void copiesThatAreAnsweredDifferentlyCountOnceAndAtTheBarStayUnproven() {
    int fit = 0;
    for (int run = 0; run < 400; run++) {
      var random = new Random(run);
      var job = job(withCopies(60, 20), Job.Scope.TRAFFIC, 1, quality(0.8));
      var assessment = Assessed.of(job, 0, _ -> passed(random.nextDouble() < 0.8));
      fit += assessment.isFit() ? 1 : 0;
    }
    assertThat(fit / 400.0).isLessThan(0.08);
  }

  @Test
  void inASuiteEachCaseWeighsAsMuchAsAnother() {
    var suite = job(withCopies(10, 10), Job.Scope.SUITE, 1, quality(0.5));
    var verdict = Assessed.of(suite, 0, given -> scored(given.repeatsText() ? 1 : 0));
    assertThat(Assessed.finding(verdict).estimate().orElseThrow()).isBetween(0.54, 0.56);
  }
}
