package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {
  private static final double EXACT = 1e-6;

  @Test
  void boundsAreTheReferences() {
    for (var row : Reference.section("betting_cs")) {
      var sequence = ConfidenceSequence.traffic();
      double[] values = Reference.sequence(row.get("seq").stringValue());
      add(sequence, values, row.get("n").intValue());
      expect(
          sequence.bounds(row.get("alpha_each_side").doubleValue()),
          Reference.interval(row.get("bounds")));
    }
  }

  @Test
  void pairedBoundsAreTheReferences() {
    var row = Reference.section("betting_paired");
    var sequence = ConfidenceSequence.traffic();
    double[] scores = BettingProcessTest.pairedScores();
    add(sequence, scores, scores.length);
    expect(sequence.bounds(0.05), Reference.interval(row.get("cs_y")));
    expect(Transforms.pairedDifference(sequence.bounds(0.05)), Reference.interval(row.get("cs_d")));
  }

  @Test
  void clusterBoundsAreTheReferences() {
    var row = Reference.section("betting_clusters");
    var sequence = ConfidenceSequence.traffic();
    double[] means = Reference.numbers(row.get("cluster_mean"));
    double[] weights = Reference.numbers(row.get("weight"));
    for (int i = 0; i < means.length; i++) {
      sequence.add(means[i], weights[i]);
    }
    expect(sequence.bounds(0.05), Reference.interval(row.get("bounds_alpha05")));
  }

  @Test
  void suiteBoundsAreTheReferences() {
    for (var row : Reference.section("without_replacement")) {
      if (!row.has("bounds")) {
        continue;
      }
      double[] values = Reference.sequence(row.get("seq").stringValue());
      var sequence = ConfidenceSequence.suite(values.length);
      var independent = ConfidenceSequence.traffic();
      add(sequence, values, row.get("n").intValue());
      add(independent, values, row.get("n").intValue());
      expect(sequence.bounds(0.05), Reference.interval(row.get("bounds")));
      expect(independent.bounds(0.05), Reference.interval(row.get("with_replacement_bounds")));
      var logical = Reference.interval(row.get("logical"));
      assertThat(sequence.lower(0)).isCloseTo(logical.low(), within(EXACT));
      assertThat(sequence.upper(0)).isCloseTo(logical.high(), within(EXACT));
    }
  }

  @Test
  void theTrueMeanIsSeldomEverOutside() {
    int missed = 0;
    for (int run = 0; run < 200; run++) {
      var random = new Random(1000 + run);
      var sequence = ConfidenceSequence.traffic();
      boolean out = false;
      for (int n = 1; n <= 300; n++) {
        sequence.add(random.nextInt(5) / 4.0);
        if (n % 60 == 0) {
          out |= !sequence.bounds(0.05).contains(0.5);
        }
      }
      missed += out ? 1 : 0;
    }
    assertThat(missed).isLessThan(20);
  }

  @Test
  void aLongSuiteTightensByArithmeticAfterTheOrderedDraws() {
    var sequence = ConfidenceSequence.suite(50_000);
    for (int i = 0; i < 49_990; i++) {
      sequence.add(i % 10 == 0 ? 0 : 1);
    }
    assertThat(sequence.bounds(0.05).low()).isBetween(0.8997, 0.9);
    assertThat(sequence.bounds(0.05).high()).isBetween(0.9, 0.9003);
  }

  @Test
  void withoutResultsOrErrorEverythingIsPossible() {
    var sequence = ConfidenceSequence.traffic();
    assertThat(sequence.bounds(0.05)).isEqualTo(new Interval(0, 1));
    sequence.add(1);
    assertThat(sequence.bounds(0)).isEqualTo(new Interval(0, 1));
    assertThat(sequence.seen()).isEqualTo(1);
    assertThatThrownBy(() -> sequence.bounds(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSuiteTakesNoWeightsAndNoFurtherCases() {
    var sequence = ConfidenceSequence.suite(1);
    assertThatThrownBy(() -> sequence.add(1, 0.5)).isInstanceOf(IllegalArgumentException.class);
    sequence.add(1);
    assertThatThrownBy(() -> sequence.add(1)).isInstanceOf(IllegalStateException.class);
    assertThat(sequence.bounds(0.05)).isEqualTo(new Interval(1, 1));
  }

  private static void add(ConfidenceSequence sequence, double[] values, int n) {
    for (int i = 0; i < n; i++) {
      sequence.add(values[i]);
    }
  }

  private static void expect(Interval found, Interval expected) {
    assertThat(found.low()).isCloseTo(expected.low(), within(EXACT));
    assertThat(found.high()).isCloseTo(expected.high(), within(EXACT));
  }
}
