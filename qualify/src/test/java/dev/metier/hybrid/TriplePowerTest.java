package dev.metier.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Check;
import dev.metier.job.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What a third model would find beside a chain of two: a small model, then QwQ, then Sonnet 4. A
/// triple's order is fixed on one half of the cases and tested on the other; a pair is tested on
/// all of them. More draws with `-Dhybrid.draws=1000`.
class TriplePowerTest {
  private static final int DRAWS = Integer.getInteger("hybrid.draws", 10);
  private static final String MIDDLE = ReasoningGym.LOCAL.get(0);
  private static final double LOCAL_COST = 0.03;
  private static final List<Chain> LADDER =
      Ladder.of(List.of(ReasoningGym.COMPLETE, ReasoningGym.TWO)).stream()
          .map(ReasoningGym::chain)
          .toList();

  /// All checks behind the first model with all behind the middle one.
  private static final List<Chain> TRIPLES =
      LADDER.stream()
          .flatMap(first ->
              LADDER.stream()
                  .map(behind ->
                      first.with(new Chain.Middle(new ModelName("middle"), behind.checks()))))
          .toList();

  /// Shares of draws, and mean cost beside Sonnet 4 alone.
  private record Found(double proved, double cost, double harm) {}

  @Test
  void aThirdModelIsProvedLessOftenThanTheChainOfTwo() throws IOException {
    boolean there = Files.exists(ReasoningGym.FILE);
    if (!there) {
      System.err.println("SKIPPED: no answers of reasoning-gym at " + ReasoningGym.FILE);
    }
    Assumptions.assumeTrue(there, "no answers of reasoning-gym on this machine");
    var gym = new ReasoningGym();
    for (String small : ReasoningGym.LOCAL.subList(1, 4)) {
      for (double price : new double[] {0.1, 0.2}) {
        var pairs = found(gym, small, 400, price, false);
        var triples = found(gym, small, 400, price, true);
        System.out.println(small + ", middle " + price + ": " + pairs + "; triple " + triples);
        System.out.println(highest(gym, small, price));
        assertThat(triples.harm()).isLessThanOrEqualTo(0.1);
        assertThat(triples.proved()).isLessThanOrEqualTo(pairs.proved());
      }
    }
  }

  /// The triple with the highest grade on all cases, with its cost.
  private static String highest(ReasoningGym gym, String small, double price) {
    int[] every = IntStream.range(0, gym.all(MIDDLE).size() / 3).toArray();
    var all = cases(gym, small, every, price);
    double[] most = {0, 0};
    for (Chain triple : TRIPLES) {
      double[] truth = ReasoningGym.truth(triple, all);
      most = truth[0] > most[0] ? truth : most;
    }
    return String.format(Locale.ROOT, "highest true grade %.3f at cost %.3f", most[0], most[1]);
  }

  private static Found found(ReasoningGym gym, String small, int n, double price, boolean three) {
    var random = new Random(1);
    var every = IntStream.range(0, gym.all(MIDDLE).size() / 3).toArray();
    double alone = gym.all(MIDDLE).stream().mapToDouble(c -> c.alone().score()).average().orElse(0);
    int proved = 0;
    int harm = 0;
    double cost = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] drawn = gym.draw(n, random);
      double[] truth = {1, 1};
      if (three) {
        var triple = triple(gym, small, drawn, price);
        proved += triple.isPresent() ? 1 : 0;
        truth =
            triple
                .map(found -> ReasoningGym.truth(found, cases(gym, small, every, price)))
                .orElse(truth);
      } else {
        var cases = priced(gym.cases(MIDDLE, drawn), price);
        var claims = new Claims(cases, true, 1);
        var pair = Climb.proved(Climb.all(LADDER, chain -> claims(claims, chain, price)));
        proved += pair.isPresent() ? 1 : 0;
        truth =
            pair.map(found -> ReasoningGym.truth(found.chain(), priced(gym.all(MIDDLE), price)))
                .orElse(truth);
      }
      cost += truth[1];
      harm += truth[0] < alone - ReasoningGym.MARGIN.margin() ? 1 : 0;
    }
    return new Found((double) proved / DRAWS, cost / DRAWS, (double) harm / DRAWS);
  }

  private static List<Claim> claims(Claims claims, Chain chain, double before) {
    var limits = new Limits(3 * before, 1, Double.NaN, Double.NaN);
    return List.of(
        claims.notWorse(chain, ReasoningGym.MARGIN), claims.cheaper(chain, limits, 0.95));
  }

  /// The cheapest triple that is proved on the second half, in the order of the first.
  private static Optional<Chain> triple(ReasoningGym gym, String small, int[] drawn, double price) {
    int half = drawn.length / 2;
    var one = cases(gym, small, IntStream.of(drawn).limit(half).toArray(), price);
    var two = cases(gym, small, IntStream.of(drawn).skip(half).toArray(), price);
    var order = ChainOrder.of(TRIPLES, one, passage -> passage.answer().cost());
    var claims = new Claims(two, true, 1);
    return Climb.proved(Climb.all(order, chain -> claims(claims, chain, LOCAL_COST + price)))
        .map(Tried::chain);
  }

  /// The first model's cases, with what the middle one answered.
  private static List<CheckedCase> cases(
      ReasoningGym gym, String small, int[] drawn, double price) {
    var first = gym.cases(small, drawn);
    var middle = priced(gym.cases(MIDDLE, drawn), price);
    return IntStream.range(0, first.size())
        .mapToObj(i -> first.get(i).behind(middle.get(i)))
        .toList();
  }

  /// The same cases where an answer of the local model has another price.
  private static List<CheckedCase> priced(List<CheckedCase> cases, double price) {
    return cases.stream()
        .map(own -> {
          var looks = new HashMap<Check, Look>();
          own.looks()
              .forEach((check, look) ->
                  looks.put(
                      check,
                      new Look(look.result(), look.cost() * price / LOCAL_COST, look.nanos())));
          var first = new StageAnswer(own.first().score(), true, price, own.first().nanos());
          return new CheckedCase(
              own.given(), own.unit(), own.repeat(), first, own.then(), own.alone(), looks);
        })
        .toList();
  }
}
