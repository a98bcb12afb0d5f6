package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Intervals of a fixed sample against the reference.
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

  private static void expect(Interval found, JsonNode expected) {
    expect(found.low(), expected.get(0));
    expect(found.high(), expected.get(1));
  }

  private static void expect(double found, JsonNode expected) {
    assertThat(found).isCloseTo(expected.doubleValue(), within(1e-10));
  }
}
