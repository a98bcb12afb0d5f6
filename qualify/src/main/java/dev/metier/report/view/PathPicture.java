package dev.metier.report.view;

import dev.metier.stats.ExactBoundary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Failures against cases in the committed order, between the two borders that decide.
///
/// @param tone of the verdict: `fit`, `unfit` or `undecided`
/// @param seen cases counted
/// @param upTo how many cases the axis has
/// @param failures each by how many cases had been counted with it
/// @param fit the most failures at which it is FIT; a step where that changes, first the first case
///   from which it can be
/// @param unfit the fewest failures at which it is UNFIT, likewise
/// @param fitAt the most failures that are FIT at the end of the axis, below 0 for none
/// @param unfitAt the fewest that are UNFIT there, more than there are cases for none
public record PathPicture(
    String tone,
    int seen,
    int upTo,
    List<Failed> failures,
    List<Step> fit,
    List<Step> unfit,
    int fitAt,
    int unfitAt) {
  private static final int ALL = 200;
  private static final int LEAST = 50;

  /// A case that failed.
  ///
  /// @param at how many cases had been counted with it
  public record Failed(String id, int at) {}

  /// From this many cases on so many failures.
  public record Step(int from, int failures) {}

  /// The path of so many cases seen.
  ///
  /// @param available how many cases there are
  public static PathPicture of(
      String tone, int seen, int available, List<Failed> failures, ExactBoundary boundary) {
    int upTo = upTo(seen, available);
    IntUnaryOperator fit = n -> n - boundary.fitAtLeast(n);
    IntUnaryOperator unfit = n -> n - boundary.unfitAtMost(n);
    return new PathPicture(
        tone,
        seen,
        upTo,
        List.copyOf(failures),
        steps(upTo, fit),
        steps(upTo, unfit),
        fit.applyAsInt(upTo),
        unfit.applyAsInt(upTo));
  }

  /// How many cases an axis has: all, where these are few, else what was seen and room beside it.
  static int upTo(int seen, int available) {
    return available <= ALL ? available : Math.min(available, Math.max(2 * seen, LEAST));
  }

  /// Where a border changes, as far as it can be reached at all.
  private static List<Step> steps(int upTo, IntUnaryOperator border) {
    var steps = new ArrayList<Step>();
    int last = -1;
    for (int n = 1; n <= upTo; n++) {
      int failures = border.applyAsInt(n);
      if (failures >= 0 && failures <= n && failures != last) {
        steps.add(new Step(n, failures));
        last = failures;
      }
    }
    return steps;
  }
}
