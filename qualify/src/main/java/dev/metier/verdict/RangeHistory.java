package dev.metier.verdict;

import dev.metier.stats.Interval;
import dev.metier.stats.SequentialTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What the test of a need was told, in its order, so that the range after each result can be told
/// again: the same that its finding told then.
public final class RangeHistory {
  private final Supplier<SequentialTest> tests;
  private final double alpha;
  private final List<Result> results;

  /// @param x the number that was tested
  /// @param weight of its unit
  /// @param cases counted with it
  record Result(double x, double weight, int cases) {}

  /// The range after so many cases.
  public record Step(int cases, Interval range) {}

  /// @param tests makes a test that has seen nothing
  /// @param alpha in (0, 1)
  RangeHistory(Supplier<SequentialTest> tests, double alpha, List<Result> results) {
    this.tests = tests;
    this.alpha = alpha;
    this.results = List.copyOf(results);
  }

  /// The range after some of the results: after the last one, and evenly before it. Takes some
  /// milliseconds for each.
  ///
  /// @param most how many at most, at least 1
  public List<Step> steps(int most) {
    SequentialTest test = tests.get();
    var steps = new ArrayList<Step>();
    int all = results.size();
    int told = 0;
    for (int i = 0; i < all; i++) {
      Result result = results.get(i);
      if (result.weight() == 1) {
        test.add(result.x());
      } else {
        test.add(result.x(), result.weight());
      }
      if ((long) (i + 1) * most >= (long) (told + 1) * all) {
        steps.add(new Step(result.cases(), test.interval(alpha)));
        told = (int) ((long) (i + 1) * most / all);
      }
    }
    return steps;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeHistory that
        && alpha == that.alpha
        && results.equals(that.results);
  }

  @Override
  public int hashCode() {
    return results.hashCode();
  }
}
