package dev.metier.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.check.CheckResult;
import dev.metier.job.Case;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec.NotWorse;
import dev.metier.job.ModelName;
import dev.metier.verdict.Finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// A chain that no single model matches may run without saving anything.
class BetterTest {
  private static final ModelName ALONE = new ModelName("alone");
  private static final ModelName OTHER = new ModelName("other");
  private static final Check COMPLETE = new Check.Complete();
  private static final Chain CHAIN = ReasoningGym.chain(List.of(COMPLETE));

  /// A case of which the first answer is kept where it is right.
  private static CheckedCase on(int i, boolean first, boolean alone) {
    var given = new Case("c" + i, Map.of(), Optional.empty(), Set.of(), Optional.empty());
    var then = new StageAnswer(alone ? 1 : 0, true, 1, 1);
    return new CheckedCase(
        given,
        i,
        0,
        new StageAnswer(first ? 1 : 0, true, 2, 1),
        Optional.of(then),
        then,
        Map.of(
            COMPLETE, Look.free(first ? CheckResult.PASS : new CheckResult.Fail("complete:cut"))));
  }

  /// 200 cases: alone right in four of five, the first model right in half, whichever they are.
  private static List<CheckedCase> cases() {
    return IntStream.range(0, 200).mapToObj(i -> on(i, i % 2 == 0, i % 5 != 0)).toList();
  }

  private static Map<String, Double> grades(List<CheckedCase> cases) {
    var grades = new HashMap<String, Double>();
    cases.forEach(each -> grades.put(each.given().id(), each.alone().score()));
    return grades;
  }

  private static Proof proof(Claim... claims) {
    return Climb.proofs(List.of(List.of(claims))).getFirst();
  }

  @Test
  void betterStandsInThePlaceOfCheaper() {
    var claims = new Claims(cases(), true, 1);
    var better = claims.better(CHAIN, Map.of(ALONE, grades(cases())), 0.95).orElseThrow();
    assertThat(better.status()).isEqualTo(Status.MET);
    assertThat(better.sentence())
        .startsWith("Better than every model alone: +0.100 beside alone (+0.");
    var worse = claims.notWorse(CHAIN, new NotWorse(0.02, 0.95));
    var dearer = claims.cheaper(CHAIN, new Limits(3, 1, 1, 1), 0.95);
    assertThat(dearer.status()).isEqualTo(Status.UNMET);

    var proof = proof(worse, better, dearer);
    assertThat(proof.proved()).isTrue();
    assertThat(proof.better()).isTrue();
    assertThat(proof.word()).isEqualTo("FIT");
    assertThat(proof.reason()).contains("Better than every", "Costs $");
    assertThat(proof(worse, dearer).word()).isEqualTo("UNFIT");
  }

  @Test
  void itIsBetterThanEverySingleModelOrNotAtAll() {
    var claims = new Claims(cases(), true, 1);
    var high = new HashMap<String, Double>();
    cases().forEach(each -> high.put(each.given().id(), each.unit() % 50 == 0 ? 0.0 : 1.0));
    assertThat(claims.better(CHAIN, Map.of(ALONE, grades(cases()), OTHER, high), 0.95)).isEmpty();
    assertThat(claims.better(CHAIN, Map.of(ALONE, grades(cases()), OTHER, Map.of()), 0.95))
        .as("nothing is known of the other one")
        .isEmpty();
    var near = new HashMap<String, Double>();
    cases().forEach(each -> near.put(each.given().id(), each.unit() % 9 == 0 ? 0.0 : 1.0));
    var seems = claims.better(CHAIN, Map.of(ALONE, grades(cases()), OTHER, near), 0.95);
    assertThat(seems.orElseThrow().status()).isEqualTo(Status.UNDECIDED);
    assertThat(seems.orElseThrow().sentence()).contains("Seems better", "the nearest of 2");
    var open = proof(seems.orElseThrow(), claims.cheaper(CHAIN, new Limits(3, 1, 1, 1), 0.95));
    assertThat(open.word()).as("it may still be proved").isEqualTo("UNDECIDED");
    assertThat(open.reason()).startsWith("Not proved: better.");
    assertThat(open.more()).isEqualTo(seems.orElseThrow().more());
  }

  /// The first model brings as much as it takes: not better, whatever is kept.
  @Test
  void whatIsAsGoodIsSeldomProvedBetter() {
    var random = new Random(21);
    int draws = 400;
    int proved = 0;
    for (int draw = 0; draw < draws; draw++) {
      var cases = new ArrayList<CheckedCase>();
      var grades = new HashMap<String, Double>();
      for (int i = 0; i < 150; i++) {
        double u = random.nextDouble();
        boolean kept = u < 0.2;
        boolean gains = u < 0.1;
        // kept answers are right where the other one is wrong as often as the other way round
        var then = new StageAnswer(kept ? (gains ? 0 : 1) : 1, true, 1, 1);
        var plain = on(i, kept, then.score() > 0);
        cases.add(
            new CheckedCase(
                plain.given(),
                i,
                0,
                new StageAnswer(kept && gains ? 1 : 0, true, 2, 1),
                Optional.of(then),
                then,
                plain.looks()));
        grades.put("c" + i, then.score());
      }
      var claim = new Claims(cases, true, 1).better(CHAIN, Map.of(ALONE, grades), 0.95);
      proved += claim.filter(Claim::met).isPresent() ? 1 : 0;
    }
    assertThat(proved).isLessThanOrEqualTo((int) (0.05 * draws + 3 * Math.sqrt(0.0475 * draws)));
  }

  /// A router's thresholds, from the middle to both sides: what fails ends the claims behind it.
  @Test
  void aRoutersStepsAreClaimedBetterFromTheMiddle() {
    var claims = new Claims(cases(), true, 1);
    var met = claims.better(CHAIN, Map.of(ALONE, grades(cases())), 0.95).orElseThrow();
    var safe = claims.notWorse(CHAIN, new NotWorse(0.02, 0.95));
    var dear = claims.cheaper(CHAIN, new Limits(3, 1, 1, 1), 0.95);
    var is = List.of(safe, met, dear);
    var not = List.of(safe, dear);
    assertThat(proved(List.of(not, is, is, is, not), 2)).containsExactly(1, 2, 3);
    assertThat(proved(List.of(is, is, is, not, is), 2)).containsExactly(1, 2);
    assertThat(proved(List.of(is, is, not, is, is), 2)).isEmpty();
    assertThat(proved(List.of(is, is, is), 0)).containsExactly(0, 1, 2);
    assertThat(proved(List.of(not, is, is), 0)).isEmpty();
  }

  private static List<Integer> proved(List<List<Claim>> ladder, int from) {
    var proofs = Climb.proofs(ladder, from);
    return IntStream.range(0, ladder.size())
        .filter(i -> proofs.get(i).proved())
        .filter(i -> proofs.get(i).better())
        .boxed()
        .toList();
  }

  /// A router that chooses by what tells nothing, between two models that are right as often: a
  /// claim of any of its thresholds is wrong.
  @Test
  void routersThatKnowNothingAreSeldomProvedBetter() {
    var random = new Random(76);
    int draws = 400;
    int proved = 0;
    for (int draw = 0; draw < draws; draw++) {
      var worth = new HashMap<String, Double>();
      var cases = new ArrayList<CheckedCase>();
      for (int i = 0; i < 200; i++) {
        cases.add(on(i, random.nextBoolean(), random.nextBoolean()));
        worth.put("c" + i, random.nextDouble());
      }
      var grades = grades(cases);
      var claims = new Claims(cases, true, 1);
      var ladder =
          IntStream.rangeClosed(1, 9)
              .mapToObj(step -> new Routed(OTHER, ALONE, worth, step / 10.0, 0.5))
              .map(each -> claims.better(each, Map.of(ALONE, grades), 0.95).stream().toList())
              .toList();
      var proofs = Climb.proofs(ladder, ladder.size() / 2);
      proved += proofs.stream().anyMatch(Proof::better) ? 1 : 0;
    }
    assertThat(proved).isLessThanOrEqualTo((int) (0.05 * draws + 3 * Math.sqrt(0.0475 * draws)));
  }

  /// A chain that answers as the one model does, on as few cases as can show it.
  @Test
  void fewPlainPassesAreComparedExactly() {
    var same = IntStream.range(0, 60).mapToObj(i -> on(i, false, true)).toList();
    var need = new NotWorse(0.05, 0.95);
    assertThat(new Claims(same, true, 1).notWorse(CHAIN, need).status()).isEqualTo(Status.MET);
    assertThat(new Claims(same.subList(0, 58), true, 1).notWorse(CHAIN, need).status())
        .as("0.95 to the power of 58 is more than 0.05")
        .isEqualTo(Status.UNDECIDED);
    assertThat(new Claims(same, false, 1).notWorse(CHAIN, need).status())
        .as("cases asked until a verdict are no fixed number")
        .isEqualTo(Status.UNDECIDED);
  }

  /// QwQ before Sonnet 4, if nothing were known of what it saves.
  @Test
  void realChainsThatAreBetterAreFound() throws IOException {
    boolean there = Files.exists(ReasoningGym.FILE);
    if (!there) {
      System.err.println("SKIPPED: no answers of reasoning-gym at " + ReasoningGym.FILE);
    }
    Assumptions.assumeTrue(there, "no answers of reasoning-gym on this machine");
    var gym = new ReasoningGym();
    var random = new Random(8);
    var found = new int[3];
    int draws = Integer.getInteger("hybrid.draws", 40);
    for (int draw = 0; draw < draws; draw++) {
      var cases = gym.cases(ReasoningGym.LOCAL.getFirst(), gym.draw(400, random));
      var grades = grades(cases);
      var local = new HashMap<String, Double>();
      cases.forEach(each -> local.merge(each.given().id(), each.first().score() / 3, Double::sum));
      var claims = new Claims(cases, true, 1);
      var ladder =
          Ladder.of(List.of(ReasoningGym.COMPLETE, ReasoningGym.TWO)).stream()
              .map(ReasoningGym::chain)
              .toList();
      for (int i = 0; i < 3; i++) {
        found[i] +=
            claims
                    .better(ladder.get(i), Map.of(ALONE, grades, OTHER, local), 0.95)
                    .filter(Claim::met)
                    .isPresent()
                ? 1
                : 0;
      }
    }
    System.out.println("better, safest first: " + Arrays.toString(found) + " of " + draws);
    assertThat(found[0]).isGreaterThanOrEqualTo((int) (0.8 * draws));
  }
}
