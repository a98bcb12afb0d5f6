package dev.metier.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.check.CheckResult;
import dev.metier.hybrid.Passage.End;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Case;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec.KeptWrong;
import dev.metier.job.HybridSpec.NotWorse;
import dev.metier.job.ModelName;
import dev.metier.verdict.Finding.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final Check COMPLETE = new Check.Complete();
  private static final Check AGREE = new Check.Agree(3, 2, 0.7);
  private static final Check STRICT = new Check.Agree(3, 3, 0.7);
  private static final StageAnswer FIRST = new StageAnswer(0, true, 10, 100);
  private static final StageAnswer THEN = new StageAnswer(1, true, 500, 2000);
  private static final CheckResult FAIL = new CheckResult.Fail("complete:cut");
  private static final CheckResult BROKEN = new CheckResult.Broken("agree:too_few");

  private static CascadeRules rules(After failed, After broken) {
    return new CascadeRules(
        failed,
        broken,
        CascadeRules.HandOver.FRESH,
        CascadeRules.Hold.REQUEST,
        0.2,
        Duration.ofSeconds(60));
  }

  private static Chain chain(CascadeRules rules) {
    var then = Optional.of(new ModelName("opus"));
    return new Chain(new ModelName("qwen"), then, List.of(COMPLETE, AGREE), rules);
  }

  private static CheckedCase on(StageAnswer first, CheckResult complete, CheckResult agree) {
    return on(0, first, complete, agree);
  }

  private static CheckedCase on(
      int unit, StageAnswer first, CheckResult complete, CheckResult agree) {
    var given = new Case("c" + unit, Map.of(), Optional.empty(), Set.of(), Optional.empty());
    Map<Check, Look> looks =
        Map.of(
            COMPLETE, Look.free(complete),
            AGREE, new Look(agree, 20, 150),
            STRICT, new Look(agree, 20, 150));
    return new CheckedCase(given, unit, 0, first, Optional.of(THEN), THEN, looks);
  }

  @Test
  void whatPassesEveryCheckIsKeptAndPaysForItsSamples() {
    Passage kept = chain(CascadeRules.USUAL).run(on(FIRST, CheckResult.PASS, CheckResult.PASS));
    assertThat(kept).isEqualTo(new Passage(new StageAnswer(0, true, 30, 250), End.KEPT, ""));
  }

  @Test
  void whatFailsIsPaidForOnceMoreAndLaterChecksAreNotRun() {
    Passage failed = chain(CascadeRules.USUAL).run(on(FIRST, FAIL, CheckResult.PASS));
    assertThat(failed)
        .isEqualTo(new Passage(new StageAnswer(1, true, 510, 2100), End.FAILED, "complete:cut"));
  }

  @Test
  void aCheckThatCouldNotRunNeverKeeps() {
    Passage broken = chain(CascadeRules.USUAL).run(on(FIRST, CheckResult.PASS, BROKEN));
    assertThat(broken.end()).isEqualTo(End.BROKEN);
    assertThat(broken.answer().score()).isEqualTo(1);
    assertThat(broken.answer().cost()).isEqualTo(530);
  }

  @Test
  void anAnswerThatIsRefusedIsNoneAndOneThatIsMarkedIsTheFirst() {
    var refused = chain(rules(After.REFUSE, After.MARK)).run(on(FIRST, FAIL, CheckResult.PASS));
    assertThat(refused.answer()).isEqualTo(new StageAnswer(0, false, 10, 100));
    var marked = chain(rules(After.REFUSE, After.MARK)).run(on(FIRST, CheckResult.PASS, BROKEN));
    assertThat(marked.answer()).isEqualTo(new StageAnswer(0, true, 30, 250));
  }

  @Test
  void aServerThatGivesNothingIsDownAndNotWrong() {
    var nothing = new StageAnswer(0, false, 0, Double.NaN);
    Passage down = chain(CascadeRules.USUAL).run(on(nothing, FAIL, FAIL));
    assertThat(down).isEqualTo(new Passage(THEN, End.DOWN, "down"));
  }

  @Test
  void theLadderGoesFromTheSafestToTheBarest() {
    assertThat(Ladder.of(List.of(COMPLETE, AGREE)))
        .containsExactly(List.of(COMPLETE, STRICT), List.of(COMPLETE, AGREE), List.of(COMPLETE));
    assertThat(Ladder.of(List.of(COMPLETE))).containsExactly(List.of(COMPLETE));
  }

  @Test
  void barsOfLogProbabilitiesAreTriedFromTheStrictestOn() {
    var means = java.util.stream.IntStream.range(0, 100).mapToObj(i -> i - 100.0).toList();
    List<Double> bars = Ladder.bars(means);
    assertThat(bars).containsExactly(-20.0, -40.0, -60.0, -80.0, -95.0);
    var steps = Ladder.of(List.of(COMPLETE, new Check.LogProbability(Double.NaN)), bars);
    assertThat(steps).hasSize(6);
    assertThat(steps.getFirst()).containsExactly(COMPLETE, new Check.LogProbability(-20));
    assertThat(steps.getLast()).containsExactly(COMPLETE);
  }

  @Test
  void nothingIsProvedBeyondTheFirstStepThatIsNot() {
    var chain = chain(CascadeRules.USUAL);
    var ladder =
        List.of(chain, chain.with(List.of(COMPLETE, STRICT)), chain.with(List.of(COMPLETE)));
    List<Tried> all =
        Climb.all(
            ladder,
            each ->
                List.of(
                    claim(Claim.Kind.NOT_WORSE, each.checks().contains(STRICT)),
                    claim(Claim.Kind.CHEAPER, true)));
    assertThat(all).extracting(Tried::proved).containsExactly(false, false, false);
    List<Tried> dear =
        Climb.all(
            ladder,
            each ->
                List.of(
                    claim(Claim.Kind.NOT_WORSE, true),
                    claim(Claim.Kind.CHEAPER, !each.checks().contains(AGREE))));
    assertThat(dear).extracting(Tried::proved).containsExactly(false, true, true);
    assertThat(Climb.proved(dear).orElseThrow().chain()).isEqualTo(ladder.get(2));
  }

  private static Claim claim(Claim.Kind kind, boolean met) {
    var open = Claim.open(kind, "");
    return met ? new Claim(kind, Status.MET, 0, open.interval(), "", open.more()) : open;
  }

  @Test
  void keptAndWrongIsCountedExactly() {
    var cases = new ArrayList<CheckedCase>();
    for (int i = 0; i < 120; i++) {
      var first = new StageAnswer(i < 2 ? 0 : 1, true, 10, 100);
      cases.add(on(i, first, i < 100 ? CheckResult.PASS : FAIL, CheckResult.PASS));
    }
    var chain = chain(CascadeRules.USUAL);
    assertThat(Kept.of(chain, cases)).isEqualTo(new Kept(120, 100, 2));
    assertThat(Kept.of(chain, cases).guarantee(0.9, 1))
        .isEqualTo(
            "With 90 % confidence at most 5.3 % of the answers kept are wrong (100 kept of 120"
                + " cases, 2 wrong).");
    var claims = new Claims(cases, true, 1);
    assertThat(claims.keptWrong(chain, new KeptWrong(0.06, 0.9, false)).met()).isTrue();
    var open = claims.keptWrong(chain, new KeptWrong(0.03, 0.9, false));
    assertThat(open.status()).isEqualTo(Status.UNDECIDED);
    assertThat(open.more().orElse(0)).isBetween(100, 1000);
    assertThat(claims.keptWrong(chain, new KeptWrong(0.05, 0.9, true)).met()).isTrue();
    var none = List.of(on(0, new StageAnswer(0, true, 10, 100), FAIL, CheckResult.PASS));
    var unknown = new Claims(none, true, 1).keptWrong(chain, new KeptWrong(0.06, 0.9, false));
    assertThat(unknown.status()).as("nothing is kept").isEqualTo(Status.UNDECIDED);
    var partly = new Claims(cases, false, 1).keptWrong(chain, new KeptWrong(0.06, 0.9, false));
    assertThat(partly.status()).isEqualTo(Status.UNDECIDED);
  }

  @Test
  void withoutAPriceOrALimitNothingIsCheaper() {
    var free = new StageAnswer(1, true, Double.NaN, 100);
    var cases = List.of(on(free, CheckResult.PASS, CheckResult.PASS));
    var claims = new Claims(cases, true, 1);
    assertThat(claims.cheaper(chain(CascadeRules.USUAL), Limits.NONE, 0.95).sentence())
        .contains("price");
    var priced = List.of(on(FIRST, CheckResult.PASS, CheckResult.PASS));
    assertThat(
            new Claims(priced, true, 1)
                .cheaper(chain(CascadeRules.USUAL), Limits.NONE, 0.95)
                .sentence())
        .contains("max_tokens");
  }

  @Test
  void aDearerAnswerThanThereCanBeProvesNothing() {
    var cases = new ArrayList<CheckedCase>();
    for (int i = 0; i < 200; i++) {
      var first = new StageAnswer(1, true, i == 7 ? 900 : 1, 100);
      cases.add(on(i, first, CheckResult.PASS, CheckResult.PASS));
    }
    var limits = new Limits(100, 1000, Double.NaN, Double.NaN);
    var claim = new Claims(cases, true, 1).cheaper(chain(CascadeRules.USUAL), limits, 0.95);
    assertThat(claim.status()).isEqualTo(Status.UNDECIDED);
  }

  @Test
  void chainsThatEscalateEverythingAreNoWorse() {
    var cases = new ArrayList<CheckedCase>();
    for (int i = 0; i < 300; i++) {
      cases.add(on(i, FIRST, FAIL, CheckResult.PASS));
    }
    var claims = new Claims(cases, true, 1);
    var limits = new Limits(30, 500, 0, 0);
    assertThat(claims.notWorse(chain(CascadeRules.USUAL), new NotWorse(0.02, 0.95)).met()).isTrue();
    assertThat(claims.cheaper(chain(CascadeRules.USUAL), limits, 0.95).status())
        .isEqualTo(Status.UNMET);
  }
}
