package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Intervals, standard errors and the paired test against the reference.
class FixedSampleTest {
  @Test
  void binomialIntervalsAreTheReferences() {
    for (var row : Reference.section("binomial_intervals")) {
      int n = row.get("n").intValue();
      int k = row.get("k").intValue();
      expect(Intervals.wilson(k, n, 0.05), row.get("wilson95"));
      expect(Intervals.wilson(k, n, 0.1), row.get("wilson90"));
      expect(Intervals.clopperPearson(k, n, 0.05), row.get("cp95"));
      expect(Intervals.clopperPearson(k, n, 0.1), row.get("cp90"));
      expect(Intervals.jeffreys(k, n, 0.05), row.get("jeffreys95"));
    }
  }

  @Test
  void binomialIntervalsStayWithinTheUnitRange() {
    for (int n = 1; n <= 300; n++) {
      for (int k : new int[] {0, 1, n / 2, n - 1, n}) {
        var wilson = Intervals.wilson(Math.min(k, n), n, 0.05);
        assertThat(wilson.low()).isGreaterThanOrEqualTo(0);
        assertThat(wilson.high()).isLessThanOrEqualTo(1);
      }
    }
    assertThat(Intervals.wilson(0, 7, 0.05).low()).isZero();
    assertThat(Intervals.wilson(7, 7, 0.05).high()).isEqualTo(1);
    assertThatThrownBy(() -> Intervals.wilson(8, 7, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Intervals.jeffreys(0, 0, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void standardErrorsAreTheReferences() {
    var row = Reference.section("standard_errors");
    double[] binary = Reference.numbers(row.get("binary"));
    double[] graded = Reference.numbers(row.get("graded"));
    double[] reference = Reference.numbers(row.get("reference"));
    int[] cluster = new int[graded.length];
    for (int i = 0; i < cluster.length; i++) {
      cluster[i] = row.get("cluster").get(i).intValue();
    }
    expect(StandardErrors.plain(binary), row.get("se_binary"));
    expect(StandardErrors.plain(graded), row.get("se_graded"));
    expect(StandardErrors.clustered(graded, cluster), row.get("cluster_se_graded_CR0"));
    expect(StandardErrors.clusteredCorrected(graded, cluster), row.get("cluster_se_graded_CR1"));
    expect(StandardErrors.clustered(binary, cluster), row.get("cluster_se_binary_CR0"));
    expect(StandardErrors.designEffect(graded, cluster), row.get("design_effect_graded"));
    expect(StandardErrors.clusteredMiller(graded, cluster), row.get("cluster_se_graded_miller"));
    expect(StandardErrors.paired(binary, reference), row.get("paired_se"));
    expect(
        StandardErrors.pairedClustered(binary, reference, cluster),
        row.get("paired_cluster_se_CR0"));
    expect(StandardErrors.unpaired(binary, reference), row.get("unpaired_se"));
  }

  @Test
  void standardErrorsNeedTwoResultsAndTwoClusters() {
    assertThatThrownBy(() -> StandardErrors.plain(new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StandardErrors.clustered(new double[] {1, 0}, new int[] {3, 3}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StandardErrors.paired(new double[] {1, 0}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theExactPairedTestIsTheReferences() {
    for (var row : Reference.section("mcnemar_exact")) {
      int b = row.get("b").intValue();
      int c = row.get("c").intValue();
      expect(StandardErrors.mcnemarOneSided(b, c), row.get("one_sided"));
      expect(StandardErrors.mcnemarTwoSided(b, c), row.get("two_sided"));
    }
    assertThat(StandardErrors.mcnemarTwoSided(0, 0)).isEqualTo(1);
  }

  private static void expect(Interval found, JsonNode expected) {
    expect(found.low(), expected.get(0));
    expect(found.high(), expected.get(1));
  }

  private static void expect(double found, JsonNode expected) {
    assertThat(found).isCloseTo(expected.doubleValue(), within(1e-10));
  }
}
