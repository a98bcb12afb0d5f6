package dev.metier.hybrid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The order in which chains of three models are tried: which checks stand behind the first model
/// and which behind the middle one has no order of its own, so that it is seen on cases of which
/// nothing is claimed.
public final class ChainOrder {
  private ChainOrder() {}

  /// A chain as it was on the cases that order it.
  ///
  /// @param takes what it takes on average: the less, the barer it is
  private record Seen(Chain chain, double grade, double takes) {}

  /// Those that no other one beats in grade and in what they take, from that which takes most on:
  /// the safest first. Of several that did the same the first one stays.
  ///
  /// @param chains the safest first
  /// @param half cases on which nothing of them is tested, not empty
  /// @param takes what is to be little; where it is not known of all, it is how much nobody keeps
  public static List<Chain> of(
      List<Chain> chains, List<CheckedCase> half, ToDoubleFunction<Passage> takes) {
    List<Seen> seen = seen(chains, half, takes);
    if (seen.stream().anyMatch(each -> Double.isNaN(each.takes()))) {
      seen = seen(chains, half, ChainOrder::escalated);
    }
    var kept = new ArrayList<Seen>();
    for (Seen each : seen) {
      boolean beaten =
          seen.stream()
              .anyMatch(other -> other.grade() > each.grade() && other.takes() < each.takes());
      boolean again =
          kept.stream()
              .anyMatch(other -> other.grade() == each.grade() && other.takes() == each.takes());
      if (!beaten && !again) {
        kept.add(each);
      }
    }
    return kept.stream()
        .sorted(Comparator.comparingDouble(Seen::takes).reversed())
        .map(Seen::chain)
        .toList();
  }

  /// 1 where no answer that was checked is what the client gets.
  public static double escalated(Passage passage) {
    return passage.kept() ? 0 : 1;
  }

  private static List<Seen> seen(
      List<Chain> chains, List<CheckedCase> half, ToDoubleFunction<Passage> takes) {
    var seen = new ArrayList<Seen>();
    for (Chain chain : chains) {
      double grade = 0;
      double sum = 0;
      for (CheckedCase each : half) {
        Passage passage = chain.run(each);
        grade += passage.answer().score();
        sum += takes.applyAsDouble(passage);
      }
      seen.add(new Seen(chain, grade / half.size(), sum / half.size()));
    }
    return seen;
  }
}
