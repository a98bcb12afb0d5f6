package dev.metier.learn.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.learn.NgramCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RouterTrainingTest {
  private static final RouterTraining TRAINING = new RouterTraining(0.05, 0.1);
  private static final String[] EASY = {"add up", "count out", "read off", "spell out"};
  private static final String[] HARD = {"prove why", "derive how", "refute that", "integrate over"};

  /// Hard words need the strong model in so many cases, easy ones in others.
  private static List<PairedCase> cases(int count, double weakOnEasy, double weakOnHard) {
    return cases(count, weakOnEasy, weakOnHard, " things and tell me what you found");
  }

  private static List<PairedCase> cases(
      int count, double weakOnEasy, double weakOnHard, String more) {
    var random = new SplittableRandom(14);
    var cases = new ArrayList<PairedCase>();
    for (int i = 0; i < count; i++) {
      boolean hard = random.nextInt(2) == 0;
      String verb = (hard ? HARD : EASY)[random.nextInt(4)];
      String rest = Long.toString(random.nextLong() >>> 20, 36);
      double weak = random.nextDouble() < (hard ? weakOnHard : weakOnEasy) ? 1 : 0;
      cases.add(new PairedCase("Please " + verb + " these" + more + ": " + rest, "", weak, 1));
    }
    return cases;
  }

  @Test
  void fewCasesTeachNothing() {
    assertThat(TRAINING.learn(cases(199, 1, 0)).reason())
        .isEqualTo(
            "A router is not learned from fewer than 200 cases that both models answered; there are"
                + " 199.");
  }

  @Test
  void aRouterThatKnowsWhenTheStrongModelIsWorthItIsProposed() {
    var cases = cases(600, 0.99, 0.2);
    var verdict = TRAINING.learn(cases);
    assertThat(verdict).isInstanceOf(RouterVerdict.Learned.class);
    var learned = (RouterVerdict.Learned) verdict;
    assertThat(learned.skill().share()).isBetween(0.3, 0.6);
    assertThat(learned.skill().gain()).isGreaterThan(0.85);
    assertThat(learned.p()).isLessThan(0.1);
    assertThat(learned.flips()).allSatisfy((_, share) -> assertThat(share).isLessThan(0.1));
    var router = learned.router();
    var sent =
        cases.stream().filter(c -> router.decide(NgramCounts.of(c.text())).strong()).toList();
    assertThat(sent).extracting(PairedCase::text).allMatch(text -> !text.contains(" add up "));
    assertThat(router.decide(NgramCounts.of("Please add up these: 2k3x9fa1q")).gain())
        .isLessThan(0.2);
    assertThat(router.decide(NgramCounts.of("Please prove why these: 2k3x9fa1q")).gain())
        .isGreaterThan(0.5);
  }

  @Test
  void oneThatATypoTurnsTooOftenIsNotProposed() {
    // of so short a request a typo meets the one word that tells in a third of all
    var verdict = TRAINING.learn(cases(600, 0.99, 0.2, ""));
    assertThat(verdict).isInstanceOf(RouterVerdict.Unsteady.class);
    var flips = ((RouterVerdict.Unsteady) verdict).flips();
    assertThat(flips.get(Alteration.TYPO)).isGreaterThan(0.1);
    assertThat(flips.get(Alteration.CASE)).isZero();
  }

  @Test
  void oneThatSendsAllToOneSideIsThatStaticRoute() {
    assertThat(TRAINING.learn(cases(400, 1, 1))).isEqualTo(new RouterVerdict.Static(false, 0));
    var strong = TRAINING.learn(cases(400, 0.1, 0.1));
    assertThat(strong).isInstanceOf(RouterVerdict.Static.class);
    assertThat(strong.reason()).endsWith("to the strong model: that is its static route.");
  }

  @Test
  void whatTheSliceAlreadyTellsNeedsNoRouter() {
    var random = new SplittableRandom(5);
    var cases = new ArrayList<PairedCase>();
    for (int i = 0; i < 600; i++) {
      String slice = i % 2 == 0 ? "mail" : "code";
      double weak = random.nextDouble() < (i % 2 == 0 ? 0.97 : 0.3) ? 1 : 0;
      cases.add(new PairedCase(Long.toString(random.nextLong() >>> 20, 36), slice, weak, 1));
    }
    assertThat(TRAINING.learn(cases)).isInstanceOf(RouterVerdict.NoSkill.class);
  }

  @Test
  void theChanceToLookAheadIsThatOfThePairs() {
    // two pairs ahead by 1/2, two behind by nothing: z = 1 / sqrt(1/2)
    double[] differences = {1, 1, 0, 0};
    double[] half = {0.5, 0.5, 0.5, 0.5};
    assertThat(HeldOut.chance(differences, new double[] {1, 1, 0, 0}, half))
        .isCloseTo(0.0786496, within(1e-6));
    assertThat(HeldOut.chance(differences, half, half)).isEqualTo(1);
  }
}
