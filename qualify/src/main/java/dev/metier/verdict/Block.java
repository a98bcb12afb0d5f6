package dev.metier.verdict;

import dev.metier.ledger.Outcome;
import java.util.List;

/// Consecutive calls that make one draw of a need about times, since servers are slow in spells: a
/// call tells little about the next one's independence.
///
/// Calls are started in the committed order, so that those next to each other in it were made at
/// about the same time. A block ends with a unit.
final class Block {
  private final NeedMeasure measure;
  private final int calls;
  private final int most;
  private double within;
  private int counted;

  /// @param calls how many calls make a block; the last one may have fewer
  /// @param largestUnit calls of the largest unit that was planned for
  Block(NeedMeasure measure, int calls, int largestUnit) {
    this.measure = measure;
    this.calls = calls;
    this.most = calls + largestUnit - 1;
  }

  void add(UnitResult own) {
    for (List<Outcome> repeats : own.outcomes()) {
      for (Outcome outcome : repeats) {
        double x = measure.ofAnswer(outcome);
        if (!Double.isNaN(x)) {
          within += x;
          counted++;
        }
      }
    }
  }

  /// How many calls make a block.
  int calls() {
    return calls;
  }

  boolean isFull() {
    return counted >= calls;
  }

  boolean isEmpty() {
    return counted == 0;
  }

  double mean() {
    return within / counted;
  }

  /// Its share of the largest block that was planned for; later units may make larger ones.
  double weight() {
    return Math.min(1, counted / (double) most);
  }

  void clear() {
    within = 0;
    counted = 0;
  }
}
