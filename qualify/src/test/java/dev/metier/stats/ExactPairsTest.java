package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metier.stats.ExactPairs.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactPairsTest {
  private static final double MARGIN = 0.05;

  /// With no case that only one passes, the likeliest of what is at the margin is that the one
  /// never wins: 0.95 to the power of n.
  @Test
  void modelsThatNeverDifferAreProvedByAsManyCasesAsNeverFail() {
    for (int n : new int[] {20, 58, 59, 100}) {
      double p = new ExactPairs(n, MARGIN).p(new Seen(0, 0));
      assertThat(p).isCloseTo(Math.pow(0.95, n), within(1e-9));
      assertThat(new ExactPairs(n, MARGIN).proves(new Seen(0, 0), 0.05)).isEqualTo(n >= 59);
    }
  }

  /// Against the sum over every order of ten outcomes, with the restricted likelihood by search.
  @Test
  void itIsTheLargestChanceOfWhatSpeaksAsMuch() {
    int n = 10;
    double margin = 0.3;
    var test = new ExactPairs(n, margin);
    for (Seen seen : List.of(new Seen(0, 0), new Seen(2, 1), new Seen(3, 4), new Seen(6, 2))) {
      double bar = root(seen, n, margin) - 1e-6;
      var asMuch = outcomes(n).stream().filter(each -> root(each, n, margin) >= bar).toList();
      double most = 0;
      for (int step = 0; step <= 700; step++) {
        double share = step * (1 - margin) / 2 / 700;
        most = Math.max(most, sum(asMuch, n, share, share + margin));
      }
      assertThat(test.p(seen)).as(seen.toString()).isCloseTo(most, within(2e-5));
    }
  }

  @Test
  void atTheMarginItProvesNoOftenerThanAlphaHoweverOftenTheModelsDiffer() {
    int n = 100;
    for (double alpha : new double[] {0.05, 0.0125}) {
      var test = new ExactPairs(n, MARGIN);
      var proofs = outcomes(n).stream().filter(seen -> test.proves(seen, alpha)).toList();
      double most = 0;
      for (int step = 0; step <= 400; step++) {
        double share = Math.pow(step / 400.0, 2) * (1 - MARGIN) / 2;
        most = Math.max(most, sum(proofs, n, share, share + MARGIN));
      }
      assertThat(most).isBetween(0.8 * alpha, alpha);
      assertThat(sum(proofs, n, 0.04, 0.04)).isGreaterThan(alpha == 0.05 ? 0.35 : 0.17);
      assertThat(proofs).allSatisfy(seen -> assertThat(test.p(seen)).isLessThanOrEqualTo(alpha));
    }
  }

  /// Four models at the margin, which fail together where the one they are compared with passes.
  @Test
  void aChoiceAmongDependentModelsAtTheMarginIsSeldomWrong() {
    for (double shared : new double[] {0, 0.5, 1}) {
      for (double differing : new double[] {0, 0.05}) {
        assertThat(wrong(shared, differing))
            .isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.0475 / 2000));
      }
    }
  }

  /// @param shared the share of draws that all four have in common
  private static double wrong(double shared, double differing) {
    var random = new Random(14);
    var test = new ExactPairs(100, MARGIN);
    var known = new HashMap<Seen, Boolean>();
    int wrong = 0;
    for (int draw = 0; draw < 2000; draw++) {
      var won = new int[4];
      var lost = new int[4];
      for (int i = 0; i < 100; i++) {
        double common = random.nextDouble();
        for (int model = 0; model < 4; model++) {
          double u = random.nextDouble() < shared ? common : random.nextDouble();
          won[model] += u < differing ? 1 : 0;
          lost[model] += u >= 1 - differing - MARGIN ? 1 : 0;
        }
      }
      boolean any = false;
      for (int model = 0; model < 4; model++) {
        var seen = new Seen(won[model], lost[model]);
        any |= known.computeIfAbsent(seen, each -> test.proves(each, 0.05 / 4));
      }
      wrong += any ? 1 : 0;
    }
    return wrong / 2000.0;
  }

  /// What the test by likelihood, which is right for large numbers only, misses.
  @Test
  void itFindsMoreThanTheTestByLikelihood() {
    int n = 100;
    double exact = 0;
    double likelihood = 0;
    var test = new ExactPairs(n, MARGIN);
    for (Seen seen : outcomes(n)) {
      double chance = chance(seen, n, 0.02, 0.02);
      if (chance > 1e-6) {
        exact += test.proves(seen, 0.0125) ? chance : 0;
        likelihood += byLikelihood(seen, n) ? chance : 0;
      }
    }
    assertThat(exact).isGreaterThan(1.5 * likelihood);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new ExactPairs(0, 0.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExactPairs(9, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExactPairs(3, 0.1).p(new Seen(2, 2)))
        .hasMessageContaining("more cases than there are");
  }

  private static boolean byLikelihood(Seen seen, int n) {
    var pairs = new double[n];
    Arrays.fill(pairs, 0.5);
    Arrays.fill(pairs, 0, seen.won(), 1);
    Arrays.fill(pairs, seen.won(), seen.won() + seen.lost(), 0);
    var weights = new double[n];
    Arrays.fill(weights, 1);
    double[] gains = KnownMean.above(pairs, weights, Transforms.pairedBar(MARGIN));
    return KnownMean.proves(gains, 0.0125, true);
  }

  private static double sum(List<Seen> proofs, int n, double won, double lost) {
    return proofs.stream().mapToDouble(seen -> chance(seen, n, won, lost)).sum();
  }

  private static List<Seen> outcomes(int n) {
    var all = new ArrayList<Seen>();
    for (int won = 0; won <= n; won++) {
      for (int lost = 0; won + lost <= n; lost++) {
        all.add(new Seen(won, lost));
      }
    }
    return all;
  }

  private static double chance(Seen seen, int n, double won, double lost) {
    int same = n - seen.won() - seen.lost();
    double choices = 0;
    for (int i = 1; i <= n; i++) {
      choices += Math.log(i);
      choices -= i <= seen.won() ? Math.log(i) : 0;
      choices -= i <= seen.lost() ? Math.log(i) : 0;
      choices -= i <= same ? Math.log(i) : 0;
    }
    return Math.exp(choices)
        * Math.pow(won, seen.won())
        * Math.pow(lost, seen.lost())
        * Math.pow(Math.max(0, 1 - won - lost), same);
  }

  private static double root(Seen seen, int n, double margin) {
    double bound = 0;
    for (int step = 0; step <= 2_000; step++) {
      double share = step * (1 - margin) / 2 / 2_000;
      bound = Math.max(bound, chance(seen, n, share, share + margin));
    }
    double free = chance(seen, n, (double) seen.won() / n, (double) seen.lost() / n);
    double root = Math.sqrt(Math.max(0, 2 * Math.log(free / bound)));
    return seen.won() - seen.lost() > -margin * n ? root : -root;
  }
}
