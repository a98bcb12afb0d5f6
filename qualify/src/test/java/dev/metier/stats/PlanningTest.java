package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlanningTest {
  @Test
  void whatPassesAloneCanProveIsTheReferences() {
    for (var row : Reference.section("zero_failure_n")) {
      assertThat(Planning.zeroFailureCases(number(row, "q"), number(row, "alpha")))
          .isEqualTo(row.get("n").intValue());
    }
    for (var row : Reference.section("max_provable_quality")) {
      assertThat(Planning.maxProvableQuality(row.get("n").intValue(), number(row, "alpha")))
          .isCloseTo(number(row, "q"), within(1e-11));
    }
  }

  @Test
  void criticalCountsOfAFullRunAreTheReferences() {
    for (var row : Reference.section("fixed_n_binomial_test")) {
      int n = row.get("n").intValue();
      double q = number(row, "q");
      double alpha = number(row, "alpha");
      assertThat(Planning.fullRunFitAtLeast(n, q, alpha))
          .isEqualTo(row.get("fit_at_least").intValue());
      assertThat(Planning.fullRunUnfitAtMost(n, q, alpha))
          .isEqualTo(row.get("unfit_at_most").intValue());
    }
  }

  @Test
  void caseNumbersAreTheReferences() {
    var planning = Reference.section("planning");
    for (var row : planning.get("n_normal")) {
      double found =
          Planning.casesFor(
              number(row, "p"), number(row, "q"), number(row, "alpha"), number(row, "power"));
      assertThat(found).isCloseTo(number(row, "n"), withinPercentage(1e-8));
    }
    for (var row : planning.get("paired_n")) {
      double found =
          Planning.pairedCases(
              number(row, "disc"),
              number(row, "delta"),
              number(row, "margin"),
              number(row, "alpha"),
              number(row, "power"));
      assertThat(found).isCloseTo(number(row, "n"), withinPercentage(1e-8));
    }
    for (var row : planning.get("kl_bernoulli")) {
      assertThat(Planning.divergence(number(row, "p"), number(row, "q")))
          .isCloseTo(number(row, "kl"), within(1e-11));
    }
    for (var row : planning.get("repeat_trials_variance")) {
      double found =
          Planning.varianceOfMean(
              number(row, "var_between"),
              number(row, "var_within"),
              row.get("n").intValue(),
              row.get("R").intValue());
      assertThat(found).isCloseTo(number(row, "var_mean"), within(1e-14));
    }
  }

  @Test
  void normalQuantilesAreTheReferences() {
    for (var row : Reference.section("special").get("norm_isf")) {
      assertThat(Planning.z(number(row, "p"))).isCloseTo(number(row, "z"), within(1e-10));
    }
  }

  @Test
  void theChanceToDecideInNormalFormIsTheReferences() {
    for (var row : Reference.section("predictive_decide")) {
      double found =
          Planning.predictiveDecide(
              number(row, "z"),
              row.get("n").intValue(),
              row.get("N").intValue(),
              number(row, "z_crit"));
      assertThat(found).isCloseTo(number(row, "prob"), within(1e-10));
    }
  }

  @Test
  void remainingCallsAreTheReferences() {
    for (var row : Reference.section("planner_remaining_calls")) {
      double found =
          Planning.remainingCalls(
              number(row, "S"), row.get("n").intValue(), number(row, "q"), number(row, "alpha"));
      assertThat(found).isCloseTo(number(row, "remaining"), withinPercentage(1e-8));
    }
  }

  @Test
  void scoresOfFewResultsGoToTheExactTestWhereOnlyThatCanProveThem() {
    assertThat(Planning.tooFewForBetting(13, 0.8, 0.05)).isFalse();
    assertThat(Planning.tooFewForBetting(14, 0.8, 0.05)).isTrue();
    assertThat(Planning.tooFewForBetting(27, 0.8, 0.05)).isTrue();
    assertThat(Planning.tooFewForBetting(28, 0.8, 0.05)).isFalse();
    assertThat(Planning.tooFewForBetting(57, 0.9, 0.05)).isTrue();
    assertThat(Planning.tooFewForBetting(58, 0.9, 0.05)).isFalse();
  }

  @Test
  void nothingRemainsCertainWithoutAlphaOrADifference() {
    assertThat(Planning.remainingCalls(10, 10, 0.5, 0)).isInfinite();
    assertThat(Planning.casesFor(0.9, 0.9, 0.05, 0.8)).isInfinite();
    assertThatThrownBy(() -> Planning.remainingCalls(11, 10, 0.5, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Planning.predictiveDecide(0, 10, 10, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Planning.zeroFailureCases(1, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double number(JsonNode row, String name) {
    return row.get(name).doubleValue();
  }
}
