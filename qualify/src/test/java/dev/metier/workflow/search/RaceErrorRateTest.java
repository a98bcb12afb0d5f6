package dev.metier.workflow.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.ModelName;
import dev.metier.stats.Decision;
import dev.metier.stats.ExactTest;
import dev.metier.stats.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The search over assignments by simulation: three stages, five models for each, 60 cases of
/// evidence for each stage and model, 200 cases from end to end, and a bar of 0.8.
class RaceErrorRateTest {
  private static final int STAGES = 3;
  private static final int MODELS = 5;
  private static final int ASSIGNMENTS = 125;
  private static final int STAGE_CASES = 60;
  private static final int CASES = 200;
  private static final double BAR = 0.8;
  private static final double ALPHA = 0.05;
  private static final int RACES = 1000;
  private static final int RACES_OF_ALL = 100;

  /// How searches ended.
  ///
  /// @param fit share that found an assignment
  /// @param falselyFit share whose assignment does not meet its bar
  /// @param runs mean number of end-to-end runs
  /// @param price mean price of the assignments found
  private record Ended(double fit, double falselyFit, double runs, double price) {}

  @Test
  void noMoreThanAlphaOfSearchesEndWithAnAssignmentBelowItsBar() {
    // every assignment lies on the bar, so that whatever is called FIT is called so falsely
    int runs = 1000;
    var ended = simulate(runs, Race.USUAL, random -> (stage, model) -> Math.cbrt(BAR));
    assertThat(ended.fit()).isLessThanOrEqualTo(ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / runs));
  }

  @Test
  void aRaceOfFourFindsNearlyTheSameWithAFewOfTheRuns() {
    var race = simulate(RACES, Race.USUAL, RaceErrorRateTest::mixed);
    // each of these takes twenty times as long
    var all = simulate(RACES_OF_ALL, ASSIGNMENTS, RaceErrorRateTest::mixed);
    assertThat(race.falselyFit()).isLessThanOrEqualTo(ALPHA);
    assertThat(race.fit()).isGreaterThan(0.8);
    assertThat(race.price()).isLessThan(1.25 * all.price());
    assertThat(all.runs()).isGreaterThan(10 * race.runs());
    assertThat((double) CASES * ASSIGNMENTS).isGreaterThan(40 * race.runs());
  }

  private interface World {
    double truth(int stage, int model);
  }

  private interface Worlds {
    World draw(Random random);
  }

  /// Dearer models are mostly more reliable, and some stages are easy for all.
  private static World mixed(Random random) {
    var truth = new double[STAGES][MODELS];
    for (int stage = 0; stage < STAGES; stage++) {
      double hard = 0.02 + 0.2 * random.nextDouble();
      for (int model = 0; model < MODELS; model++) {
        double missed = hard * (MODELS - model) / MODELS * (0.4 + 1.2 * random.nextDouble());
        truth[stage][model] = 1 - Math.min(0.5, missed);
      }
    }
    return (stage, model) -> truth[stage][model];
  }

  private static double price(int model) {
    return Math.pow(3, model);
  }

  private static Ended simulate(int runs, int most, Worlds worlds) {
    int fit = 0;
    int falsely = 0;
    long asked = 0;
    double price = 0;
    for (int run = 0; run < runs; run++) {
      var random = new Random(31L * run + 7);
      World world = worlds.draw(random);
      List<StageModels> race = Race.of(options(world, random), Set.of(), most, BAR);
      for (StageModels assignment : race) {
        double truth = truth(world, assignment);
        var test = new ExactTest(CASES, BAR, ALPHA / race.size(), ALPHA, Scope.TRAFFIC);
        int n = 0;
        while (n < CASES && test.decision() == Decision.UNDECIDED) {
          test.add(random.nextDouble() < truth ? 1 : 0);
          n++;
        }
        asked += n;
        if (test.decision() == Decision.FIT) {
          fit++;
          falsely += truth < BAR ? 1 : 0;
          price += assignment.models().stream().mapToDouble(m -> price(number(m))).sum();
          break;
        }
      }
    }
    return new Ended(
        (double) fit / runs, (double) falsely / runs, (double) asked / runs, price / fit);
  }

  private static List<List<StageOption>> options(World world, Random random) {
    var stages = new ArrayList<List<StageOption>>();
    for (int stage = 0; stage < STAGES; stage++) {
      var options = new ArrayList<StageOption>();
      for (int model = 0; model < MODELS; model++) {
        int good = 0;
        for (int i = 0; i < STAGE_CASES; i++) {
          good += random.nextDouble() < world.truth(stage, model) ? 1 : 0;
        }
        double expected = (good + 1.0) / (STAGE_CASES + 2);
        options.add(
            new StageOption(new ModelName("m" + model), expected, new Burden(0, price(model))));
      }
      stages.add(options);
    }
    return stages;
  }

  private static double truth(World world, StageModels assignment) {
    double truth = 1;
    for (int stage = 0; stage < STAGES; stage++) {
      truth *= world.truth(stage, number(assignment.models().get(stage)));
    }
    return truth;
  }

  private static int number(ModelName model) {
    return Integer.parseInt(model.text().substring(1));
  }
}
