package dev.metier.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.check.CheckResult;
import dev.metier.hybrid.Passage.End;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Case;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec;
import dev.metier.job.ModelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A chain with a model in the middle: what it does with a case, and how its checks are ordered.
class ChainOfThreeTest {
  private static final Check COMPLETE = new Check.Complete();
  private static final Check AGREE = new Check.Agree(3, 2, 0.7);
  private static final CheckResult FAIL = new CheckResult.Fail("complete:cut");
  private static final CheckResult BROKEN = new CheckResult.Broken("agree:too_few");
  private static final StageAnswer FIRST = new StageAnswer(0, true, 10, 100);
  private static final StageAnswer MIDDLE = new StageAnswer(0.5, true, 50, 300);
  private static final StageAnswer THEN = new StageAnswer(1, true, 500, 2000);
  private static final StageAnswer NOTHING = new StageAnswer(0, false, 0, Double.NaN);

  private static Chain chain(After failed, After broken) {
    var usual = CascadeRules.USUAL;
    var rules =
        new CascadeRules(
            failed,
            broken,
            usual.handOver(),
            usual.hold(),
            usual.switchCost(),
            Duration.ofSeconds(60));
    return new Chain(
        new ModelName("qwen"),
        Optional.of(new Chain.Middle(new ModelName("haiku"), List.of(COMPLETE, AGREE))),
        Optional.of(new ModelName("opus")),
        List.of(COMPLETE),
        rules);
  }

  private static Chain chain() {
    return chain(After.ESCALATE, After.ESCALATE);
  }

  private static CheckedCase on(
      StageAnswer first, CheckResult own, StageAnswer middle, CheckResult complete) {
    return on(first, own, middle, complete, CheckResult.PASS);
  }

  private static CheckedCase on(
      StageAnswer first,
      CheckResult own,
      StageAnswer middle,
      CheckResult complete,
      CheckResult agree) {
    var given = new Case("c", Map.of(), Optional.empty(), Set.of(), Optional.empty());
    var behind =
        new CheckedCase(
            given,
            0,
            0,
            middle,
            Optional.of(THEN),
            THEN,
            Map.of(COMPLETE, Look.free(complete), AGREE, new Look(agree, 20, 30)));
    return new CheckedCase(
            given, 0, 0, first, Optional.of(THEN), THEN, Map.of(COMPLETE, Look.free(own)))
        .behind(behind);
  }

  @Test
  void whatTheFirstModelMayKeepAsksNobodyElse() {
    Passage kept = chain().run(on(FIRST, CheckResult.PASS, MIDDLE, FAIL));
    assertThat(kept).isEqualTo(new Passage(FIRST, End.KEPT, ""));
    assertThat(kept.keptByFirst()).isTrue();
    assertThat(kept.keptByMiddle()).isFalse();
  }

  @Test
  void whatItMayNotKeepTheMiddleModelAnswersAndIsPaidForWithItsChecks() {
    Passage kept = chain().run(on(FIRST, FAIL, MIDDLE, CheckResult.PASS));
    assertThat(kept.answer()).isEqualTo(new StageAnswer(0.5, true, 80, 430));
    assertThat(kept.kept()).isTrue();
    assertThat(kept.keptByFirst()).isFalse();
    assertThat(kept.endWord()).isEqualTo("failed:complete");
    assertThat(kept.middle().orElseThrow().word()).isEqualTo("kept");
  }

  @Test
  void whatNeitherMayKeepTheLastModelAnswersAndAllIsPaidFor() {
    Passage failed = chain().run(on(FIRST, FAIL, MIDDLE, FAIL));
    assertThat(failed.answer()).isEqualTo(new StageAnswer(1, true, 560, 2400));
    assertThat(failed.kept()).isFalse();
    assertThat(failed.middle().orElseThrow().word()).isEqualTo("failed:complete");
    Passage broken = chain().run(on(FIRST, FAIL, MIDDLE, CheckResult.PASS, BROKEN));
    assertThat(broken.answer()).isEqualTo(new StageAnswer(1, true, 580, 2430));
    assertThat(broken.middle().orElseThrow().word()).isEqualTo("broken:agree");
  }

  @Test
  void aModelThatGivesNothingIsPassedOverAndNotWrong() {
    Passage first = chain().run(on(NOTHING, FAIL, MIDDLE, CheckResult.PASS));
    assertThat(first.answer()).isEqualTo(new StageAnswer(0.5, true, 70, 330));
    assertThat(first.endWord()).isEqualTo("down");
    Passage middle = chain().run(on(FIRST, FAIL, NOTHING, FAIL));
    assertThat(middle.answer()).isEqualTo(new StageAnswer(1, true, 510, 2100));
    assertThat(middle.middle().orElseThrow().word()).isEqualTo("down");
    assertThat(chain().run(on(NOTHING, FAIL, NOTHING, FAIL)).answer()).isEqualTo(THEN);
  }

  @Test
  void whatTheMiddleModelCannotCheckFollowsTheSameRules() {
    var refused = chain(After.ESCALATE, After.REFUSE);
    assertThat(refused.run(on(FIRST, FAIL, MIDDLE, CheckResult.PASS, BROKEN)).answer())
        .isEqualTo(new StageAnswer(0, false, 80, 430));
    var marked = chain(After.ESCALATE, After.MARK);
    Passage seen = marked.run(on(FIRST, FAIL, MIDDLE, CheckResult.PASS, BROKEN));
    assertThat(seen.answer()).isEqualTo(new StageAnswer(0.5, true, 80, 430));
    assertThat(seen.kept()).as("marked is not kept").isFalse();
  }

  @Test
  void someoneStandsBehindAModelInTheMiddle() {
    var middle = Optional.of(new Chain.Middle(new ModelName("haiku"), List.of(COMPLETE)));
    assertThatThrownBy(() ->
            new Chain(
                new ModelName("qwen"),
                middle,
                Optional.empty(),
                List.of(COMPLETE),
                CascadeRules.USUAL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(chain().label())
        .isEqualTo("qwen, complete, then haiku, complete + agree 2 of 3, then opus");
    assertThat(chain().checkWords()).isEqualTo("complete, then haiku: complete + agree 2 of 3");
  }

  // The order ------------------------------------------------------------------------------------

  private static final List<Check> BARS =
      List.of(
          new Check.LogProbability(-1), new Check.LogProbability(-2), new Check.LogProbability(-3));

  /// Nine chains: each of three checks behind the first model with each behind the middle one.
  private static List<Chain> nine() {
    var chains = new ArrayList<Chain>();
    for (Check own : BARS) {
      for (Check behind : BARS) {
        chains.add(
            chain()
                .with(List.of(own))
                .with(new Chain.Middle(new ModelName("haiku"), List.of(behind))));
      }
    }
    return chains;
  }

  private static Map<Check, Look> looks(Random random) {
    double drawn = random.nextDouble();
    var looks = new HashMap<Check, Look>();
    for (int i = 0; i < BARS.size(); i++) {
      looks.put(
          BARS.get(i),
          Look.free(drawn < 0.3 * (i + 1) ? CheckResult.PASS : new CheckResult.Fail("logprob")));
    }
    return looks;
  }

  /// Cases on which every chain is worse by exactly the margin, and cheaper.
  private static List<CheckedCase> worse(Random random, int count, double margin) {
    var cases = new ArrayList<CheckedCase>();
    for (int i = 0; i < count; i++) {
      var given = new Case("c" + i, Map.of(), Optional.empty(), Set.of(), Optional.empty());
      var alone = answer(random, 0.9, 1);
      var then = Optional.of(answer(random, 0.9 - margin, 0.9));
      var first = answer(random, 0.9 - margin, 0.01);
      var middle = answer(random, 0.9 - margin, 0.05);
      cases.add(
          new CheckedCase(given, i, 0, first, then, alone, looks(random))
              .behind(new CheckedCase(given, i, 0, middle, then, alone, looks(random))));
    }
    return cases;
  }

  private static StageAnswer answer(Random random, double right, double cost) {
    return new StageAnswer(random.nextDouble() < right ? 1 : 0, true, cost, 1);
  }

  private static boolean proves(List<CheckedCase> orders, List<CheckedCase> tests, double margin) {
    var claims = new Claims(tests, true, 1);
    var order = ChainOrder.of(nine(), orders, passage -> passage.answer().cost());
    var limits = new Limits(0.06, 1, Double.NaN, Double.NaN);
    return Climb.proved(
            Climb.all(
                order,
                chain ->
                    List.of(
                        claims.notWorse(chain, new HybridSpec.NotWorse(margin, 0.95)),
                        claims.cheaper(chain, limits, 0.95))))
        .isPresent();
  }

  @Test
  void anOrderOfOtherCasesKeepsTheErrorRateAndOneOfTheSameDoesNot() {
    var random = new Random(14);
    int draws = 200;
    int wrong = 0;
    int same = 0;
    for (int draw = 0; draw < draws; draw++) {
      var one = worse(random, 100, 0.1);
      var two = worse(random, 100, 0.1);
      wrong += proves(one, two, 0.1) ? 1 : 0;
      same += proves(two, two, 0.1) ? 1 : 0;
    }
    System.out.println("chains of three: proved wrongly " + wrong + ", same cases " + same);
    assertThat(wrong).as("5 %% of %d, and luck", draws).isLessThanOrEqualTo(20);
    assertThat(same).as("what halves are for").isGreaterThan(2 * wrong);
  }

  @Test
  void theOrderIsFromTheDearestAndLeavesOutWhatAnotherBeats() {
    var random = new Random(3);
    var cases = worse(random, 300, 0.1);
    var order = ChainOrder.of(nine(), cases, passage -> passage.answer().cost());
    assertThat(order).isNotEmpty().doesNotHaveDuplicates();
    var costs = order.stream().map(chain -> ReasoningGym.truth(chain, cases)[1]).toList();
    assertThat(costs).isSortedAccordingTo((one, other) -> Double.compare(other, one));
    var grades = order.stream().map(chain -> ReasoningGym.truth(chain, cases)[0]).toList();
    assertThat(grades).isSortedAccordingTo((one, other) -> Double.compare(other, one));
    var unpriced = ChainOrder.of(nine(), cases, _ -> Double.NaN);
    assertThat(unpriced).as("without prices by what nobody keeps").isNotEmpty();
  }
}
