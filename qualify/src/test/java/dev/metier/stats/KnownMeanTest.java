package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownMeanTest {
  @Test
  void theDeviateIsTheReferences() {
    for (var row : Reference.section("final_look_elp")) {
      String name = row.get("seq").stringValue();
      double[] all =
          name.startsWith("paired") ? BettingProcessTest.pairedScores() : Reference.sequence(name);
      double[] results = Arrays.copyOf(all, row.get("n").intValue());
      double bar = Reference.number(row.get("m"));
      double[] gains =
          row.get("side").stringValue().equals("FIT")
              ? KnownMean.above(results, ones(results.length), bar)
              : KnownMean.below(results, ones(results.length), bar);
      assertThat(KnownMean.z(gains))
          .as(row.toString())
          .isCloseTo(Reference.number(row.get("z")), within(1e-8));
    }
  }

  @Test
  void theBinomialDeviateIsTheReferences() {
    for (var row : Reference.section("final_look_elp_binomial")) {
      int n = row.get("n").intValue();
      var results = new double[n];
      Arrays.fill(results, 0, row.get("k").intValue(), 1);
      double[] gains = KnownMean.above(results, ones(n), Reference.number(row.get("q")));
      assertThat(KnownMean.z(gains)).isCloseTo(Reference.number(row.get("z")), within(1e-8));
    }
  }

  /// Differences of a candidate that is worse by exactly the margin, where most pairs are equal.
  @Test
  void aMeanAtTheEdgeIsSeldomProved() {
    var random = new Random(7);
    for (int n : new int[] {40, 100, 300}) {
      int proved = 0;
      for (int run = 0; run < 2000; run++) {
        var results = new double[n];
        for (int i = 0; i < n; i++) {
          double u = random.nextDouble();
          results[i] = u < 0.06 ? 0 : u < 0.10 ? 1 : 0.5;
        }
        if (KnownMean.proves(KnownMean.above(results, ones(n), 0.49), 0.05, true)) {
          proved++;
        }
      }
      assertThat(proved).as("of 2000 with " + n).isLessThan(130);
    }
  }

  @Test
  void whatIsProvedLiesOutsideTheInterval() {
    var random = new Random(3);
    var results = random.doubles(150).toArray();
    var interval = KnownMean.interval(results, ones(150), 0.10, true);
    assertThat(
            KnownMean.proves(
                KnownMean.above(results, ones(150), interval.low() - 1e-6), 0.05, true))
        .isTrue();
    assertThat(
            KnownMean.proves(
                KnownMean.above(results, ones(150), interval.low() + 1e-6), 0.05, true))
        .isFalse();
    assertThat(interval.contains(0.5)).isTrue();
  }

  @Test
  void soManyMoreResultsWouldDo() {
    var results = new double[120];
    Arrays.fill(results, 0, 62, 1);
    double[] gains = KnownMean.above(results, ones(120), 0.5);
    double times = KnownMean.times(gains, 0.05, true);
    assertThat(times).isBetween(10.0, 40.0);
    assertThat(KnownMean.times(KnownMean.above(results, ones(120), 0.6), 0.05, true)).isInfinite();
  }

  @Test
  void sharesAreExact() {
    assertThat(Proportions.upper(0, 100, 0.05)).isCloseTo(1 - Math.pow(0.05, 0.01), within(1e-9));
    assertThat(Proportions.lower(100, 100, 0.05)).isCloseTo(Math.pow(0.05, 0.01), within(1e-9));
    for (var row : Reference.section("binomial_intervals")) {
      if (row.has("cp95")) {
        var expected = Reference.interval(row.get("cp95"));
        var found = Proportions.interval(row.get("k").intValue(), row.get("n").intValue(), 0.05);
        assertThat(found.low()).isCloseTo(expected.low(), within(1e-9));
        assertThat(found.high()).isCloseTo(expected.high(), within(1e-9));
      }
    }
  }

  private static double[] ones(int n) {
    var ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
