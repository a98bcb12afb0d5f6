package dev.metier.report.view;

import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.Scale;
import dev.metier.report.view.RangePicture.Tick;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import dev.metier.verdict.RangeHistory;
import java.util.ArrayList;
import java.util.List;

/// How the range of a need narrowed with the cases, against its bar.
///
/// @param tone of the verdict: `fit`, `unfit` or `undecided`
/// @param seen cases counted
/// @param upTo how many cases the axis has
/// @param bar where the bar is, 0 at the low end of the axis and 1 at the high one
/// @param steps in the order of the cases, the last one after all that were counted
public record NarrowingPicture(
    String tone,
    int seen,
    int upTo,
    double bar,
    String barText,
    List<Tick> ticks,
    List<Step> steps) {
  private static final int STEPS = 25;

  /// From so many cases on.
  ///
  /// @param low where the range begins on the axis, 0 to 1
  /// @param high where it ends
  /// @param words the same in the unit of the need
  public record Step(int cases, double low, double high, String words) {}

  /// The range of one need.
  public static NarrowingPicture of(Finding finding, RangeHistory history) {
    var scale = new Scale(finding.need().unit().least(), finding.need().unit().most());
    var steps = new ArrayList<Step>();
    for (RangeHistory.Step step : history.steps(STEPS)) {
      // A suite that is known whole has no range any more.
      Interval range = step.cases() == finding.seen() ? finding.interval() : step.range();
      steps.add(
          new Step(
              step.cases(),
              scale.place(range.low()),
              scale.place(range.high()),
              Figures.end(finding, range.low()) + ".." + Figures.end(finding, range.high())));
    }
    return new NarrowingPicture(
        RangePicture.tone(finding.status()),
        finding.seen(),
        PathPicture.upTo(finding.seen(), finding.available()),
        scale.place(finding.bar()),
        Figures.bar(finding),
        scale.ticks().stream()
            .map(tick -> new Tick(scale.place(tick), Figures.value(finding.need(), tick, scale)))
            .toList(),
        List.copyOf(steps));
  }
}
