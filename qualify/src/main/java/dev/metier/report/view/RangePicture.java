package dev.metier.report.view;

import dev.metier.job.Direction;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.Scale;
import dev.metier.verdict.Finding;
import java.util.List;
import java.util.OptionalDouble;

/// A range against a bar. What is drawn is what is claimed: a decided need shows the bound that it
/// rests on, as a ray; an undecided one the range on both sides of its bar.
///
/// @param tone `fit`, `unfit` or `undecided`; `expired` for what was
/// @param low where the range begins on the axis, 0 to 1
/// @param high where it ends
/// @param capLow whether its low end is a proved bound
/// @param capHigh whether its high end is
/// @param cutLow whether it goes on below the axis
/// @param cutHigh whether it goes on above the axis
/// @param bar where the bar is
/// @param seen where the plain mean of what was seen is
/// @param words the same for those who do not see it
public record RangePicture(
    String tone,
    double low,
    double high,
    boolean capLow,
    boolean capHigh,
    boolean cutLow,
    boolean cutHigh,
    double bar,
    OptionalDouble seen,
    String words) {

  /// One need of one model on an axis.
  public static RangePicture of(Finding finding, Scale axis) {
    boolean up = finding.need().direction() == Direction.AT_LEAST;
    double low = finding.interval().low();
    double high = finding.interval().high();
    boolean rayUp = finding.status() != Finding.Status.UNDECIDED && (met(finding) == up);
    boolean rayDown = finding.status() != Finding.Status.UNDECIDED && !rayUp;
    return new RangePicture(
        tone(finding.status()),
        rayDown ? 0 : axis.place(low),
        rayUp ? 1 : axis.place(high),
        rayUp && low >= axis.low(),
        rayDown && high <= axis.high(),
        !rayDown && low < axis.low(),
        !rayUp && high > axis.high(),
        axis.place(finding.bar()),
        finding.estimate().isPresent()
            ? OptionalDouble.of(axis.place(finding.estimate().getAsDouble()))
            : OptionalDouble.empty(),
        finding.need().subject().orElse("quality")
            + " "
            + Figures.interval(finding)
            + ", bar "
            + Figures.bar(finding));
  }

  private static boolean met(Finding finding) {
    return finding.status() == Finding.Status.MET;
  }

  static String tone(Finding.Status status) {
    return switch (status) {
      case MET -> "fit";
      case UNMET -> "unfit";
      case UNDECIDED -> "undecided";
    };
  }

  /// The axis of a need, to be drawn once for all its pictures.
  ///
  /// @param bar where the bar is
  /// @param barText what it is: `bar 0.80`
  public record Axis(double bar, String barText, List<Tick> ticks) {
    /// Of one need; a tick under the bar's own label is left out.
    public static Axis of(Finding finding, Scale scale) {
      double bar = scale.place(finding.bar());
      return new Axis(
          bar,
          Figures.bar(finding),
          scale.ticks().stream()
              .filter(tick -> Math.abs(scale.place(tick) - bar) > 1e-9)
              .map(tick -> new Tick(scale.place(tick), Figures.value(finding.need(), tick, scale)))
              .toList());
    }
  }

  /// A round number on an axis.
  public record Tick(double at, String text) {}
}
