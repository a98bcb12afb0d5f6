package dev.metier.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.check.CheckResult;
import dev.metier.check.ScoredAnswer;
import dev.metier.job.Case;
import dev.metier.job.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What the search finds, and that it does no harm. The number of draws is small by default; more
/// with `-Dhybrid.draws=1000`.
class HybridPowerTest {
  private static final int DRAWS = Integer.getInteger("hybrid.draws", 40);

  /// Shares of draws.
  private record Found(double proved, double cost, double harm) {}

  @Test
  void realFirstModelsThatEarnTheirPlaceAreFound() throws IOException {
    var gym = gym();
    var hundred = found(gym, ReasoningGym.LOCAL, 100);
    var twoHundred = found(gym, ReasoningGym.LOCAL, 200);
    var named = found(gym, ReasoningGym.LOCAL.subList(0, 1), 100);
    System.out.println("first models found: " + hundred + ", " + twoHundred + "; named " + named);
    assertThat(hundred.proved()).isGreaterThanOrEqualTo(0.2);
    assertThat(twoHundred.proved()).isGreaterThanOrEqualTo(0.72);
    assertThat(twoHundred.cost()).isLessThanOrEqualTo(0.57);
    assertThat(named.proved()).isGreaterThanOrEqualTo(0.5);
    assertThat(hundred.harm() + twoHundred.harm()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void weakFirstModelsAreNotFound() throws IOException {
    var weak = found(gym(), ReasoningGym.LOCAL.subList(1, 4), 100);
    assertThat(weak.proved()).isLessThanOrEqualTo(0.01);
  }

  /// A score of length and agreement in the place of the check that two of three agree.
  @Test
  void aScoreOfSeveralSignalsFindsWhatOneCheckFinds() throws IOException {
    var gym = gym();
    for (int n : new int[] {100, 200}) {
      var weak = scored(gym, ReasoningGym.LOCAL.subList(1, 4), n);
      var all = scored(gym, ReasoningGym.LOCAL, n);
      var named = scored(gym, ReasoningGym.LOCAL.subList(0, 1), n);
      System.out.println("score, " + n + " cases: " + all + "; named " + named + "; weak " + weak);
      assertThat(all.harm() + named.harm()).isLessThanOrEqualTo(0.05);
      assertThat(weak.proved()).isLessThanOrEqualTo(0.03);
      if (n == 200) {
        assertThat(named.proved()).isGreaterThanOrEqualTo(0.8);
      }
    }
  }

  private static Found scored(ReasoningGym gym, List<String> firsts, int n) {
    var random = new Random(1);
    int proved = 0;
    int harm = 0;
    double cost = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] drawn = gym.draw(n, random);
      double least = 2;
      double[] truth = {1, 1};
      for (String first : firsts) {
        var scored = gym.scored(gym.cases(first, drawn));
        var chosen =
            scored.flatMap(each -> ReasoningGym.proved(each.cases(), each.ladder(), firsts.size()));
        if (chosen.isPresent()) {
          double seen = ReasoningGym.truth(chosen.get().chain(), scored.orElseThrow().cases())[1];
          if (seen < least) {
            least = seen;
            var chain = chosen.get().chain();
            truth = ReasoningGym.truth(chain, gym.served(first, chain));
          }
        }
      }
      boolean any = least < 2;
      proved += any ? 1 : 0;
      cost += truth[1];
      harm += any && truth[0] < alone(gym) - ReasoningGym.MARGIN.margin() ? 1 : 0;
    }
    return new Found((double) proved / DRAWS, cost / DRAWS, (double) harm / DRAWS);
  }

  private static ReasoningGym gym() throws IOException {
    boolean there = Files.exists(ReasoningGym.FILE);
    if (!there) {
      System.err.println("SKIPPED: no answers of reasoning-gym at " + ReasoningGym.FILE);
    }
    Assumptions.assumeTrue(there, "no answers of reasoning-gym on this machine");
    return new ReasoningGym();
  }

  private static Found found(ReasoningGym gym, List<String> firsts, int n) {
    var random = new Random(1);
    int proved = 0;
    int harm = 0;
    double cost = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] drawn = gym.draw(n, random);
      double least = 1;
      double[] truth = {1, 1};
      boolean any = false;
      for (String first : firsts) {
        var chosen = ReasoningGym.proved(gym.cases(first, drawn), firsts.size());
        if (chosen.isPresent()) {
          double seen = ReasoningGym.truth(chosen.get().chain(), gym.cases(first, drawn))[1];
          if (!any || seen < least) {
            least = seen;
            truth = ReasoningGym.truth(chosen.get().chain(), gym.all(first));
          }
          any = true;
        }
      }
      proved += any ? 1 : 0;
      cost += truth[1];
      harm += any && truth[0] < alone(gym) - ReasoningGym.MARGIN.margin() ? 1 : 0;
    }
    return new Found((double) proved / DRAWS, cost / DRAWS, (double) harm / DRAWS);
  }

  private static double alone(ReasoningGym gym) {
    return gym.all(ReasoningGym.LOCAL.getFirst()).stream()
        .mapToDouble(each -> each.alone().score())
        .average()
        .orElse(0);
  }

  /// A chain that is worse by a little more than the margin, whatever step of the ladder is taken.
  @Test
  void aChainThatIsWorseByMoreThanTheMarginIsSeldomProved() {
    var random = new Random(11);
    int proved = 0;
    int draws = 300;
    for (int draw = 0; draw < draws; draw++) {
      var cases = new ArrayList<CheckedCase>();
      for (int i = 0; i < 150; i++) {
        double u = random.nextDouble();
        double first = u < 0.06 ? 0 : 1;
        double later = u > 0.96 ? 0 : 1;
        cases.add(pair(i, first, later, random));
      }
      proved += ReasoningGym.proved(cases, 1).isPresent() ? 1 : 0;
    }
    assertThat(proved).isLessThanOrEqualTo((int) (0.05 * draws + 3 * Math.sqrt(0.0475 * draws)));
  }

  /// A score of signals that say nothing: even its strictest step gives up more than the margin.
  @Test
  void aScoreOfNoiseIsSeldomProved() {
    var random = new Random(12);
    var score = new Check.Score(List.of(Check.Signal.Measure.LENGTH, Check.Signal.Measure.TOKENS));
    int proved = 0;
    int draws = 300;
    for (int draw = 0; draw < draws; draw++) {
      var seen = new ArrayList<ScoreFit.Seen>();
      var later = new ArrayList<Double>();
      for (int i = 0; i < 150; i++) {
        double[] signals = {random.nextGaussian(), random.nextGaussian()};
        double u = random.nextDouble();
        boolean first = u >= 0.13;
        // better by 5 points, so that half kept gives up more than 2
        later.add(u < 0.09 || (u >= 0.13 && u < 0.96) ? 1.0 : 0.0);
        seen.add(new ScoreFit.Seen("c" + i, 0, "text " + draw + " " + i, signals, first));
      }
      if (!ScoreFit.isEnough(seen)) {
        continue;
      }
      var fit = ScoreFit.of(score, seen);
      var steps = Ladder.of(List.of(fit.score()), fit.bars());
      var cases = new ArrayList<CheckedCase>();
      for (int i = 0; i < seen.size(); i++) {
        cases.add(scored(i, seen.get(i), later.get(i), steps, fit));
      }
      var ladder = steps.stream().map(ReasoningGym::chain).toList();
      proved += ReasoningGym.proved(cases, ladder, 1).isPresent() ? 1 : 0;
    }
    System.out.println("score of noise: " + proved + " of " + draws);
    assertThat(proved).isLessThanOrEqualTo((int) (0.05 * draws + 3 * Math.sqrt(0.0475 * draws)));
  }

  private static CheckedCase scored(
      int i, ScoreFit.Seen seen, double later, List<List<Check>> steps, ScoreFit fit) {
    var looks = new HashMap<Check, Look>();
    for (Check check : Ladder.all(steps)) {
      double bar = ((Check.Score) check).weighed().orElseThrow().atLeast();
      boolean passes = fit.passes(seen.id(), 0, bar).orElseThrow();
      looks.put(check, Look.free(ScoredAnswer.result(passes)));
    }
    var then = new StageAnswer(later, true, 1, 1);
    var given = new Case(seen.id(), Map.of(), Optional.empty(), Set.of(), Optional.empty());
    return new CheckedCase(
        given,
        i,
        0,
        new StageAnswer(seen.right() ? 1 : 0, true, 0.03, 1),
        Optional.of(then),
        then,
        looks);
  }

  /// Every check passes, so that each step keeps everything.
  private static CheckedCase pair(int i, double first, double later, Random random) {
    var then = new StageAnswer(later, true, 1, 1);
    Map<Check, Look> looks =
        Map.of(
            ReasoningGym.COMPLETE, Look.free(CheckResult.PASS),
            ReasoningGym.TWO, new Look(CheckResult.PASS, 0.02 * random.nextDouble(), 0),
            ReasoningGym.THREE, new Look(CheckResult.PASS, 0.02 * random.nextDouble(), 0));
    var given = new Case("c" + i, Map.of(), Optional.empty(), Set.of(), Optional.empty());
    return new CheckedCase(
        given, i, 0, new StageAnswer(first, true, 0.03, 1), Optional.of(then), then, looks);
  }
}
