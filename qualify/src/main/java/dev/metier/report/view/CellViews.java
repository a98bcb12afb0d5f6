package dev.metier.report.view;

import dev.metier.job.Direction;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.Scale;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.util.Locale;
import java.util.Optional;

/// Makes the cells of the matrix: shape, word, picture and the one line that helps.
public final class CellViews {
  private CellViews() {}

  public static MatrixView.Cell of(FitMatrix.Cell cell) {
    return new MatrixView.Cell(
        cell.model().name().text(), Optional.of(mark(cell)), picture(cell), line(cell));
  }

  /// The mark of a cell, which tells apart what is FIT by form alone.
  public static Mark mark(FitMatrix.Cell cell) {
    return cell.formOnly() ? Mark.FORM_ONLY : mark(cell.verdict());
  }

  /// The same of a result.
  public static Mark mark(CellResult result) {
    return result.formOnly().isPresent() ? Mark.FORM_ONLY : mark(result.verdict());
  }

  public static Mark mark(Verdict verdict) {
    return new Mark(verdict.word().toLowerCase(Locale.ROOT), verdict.word());
  }

  private static Optional<RangePicture> picture(FitMatrix.Cell cell) {
    return Figures.telling(cell.verdict())
        .filter(finding -> finding.seen() > 0)
        .map(finding -> RangePicture.of(finding, Scale.glance(finding)))
        .map(picture -> cell.verdict() instanceof Verdict.Expired ? expired(picture) : picture);
  }

  private static RangePicture expired(RangePicture was) {
    return new RangePicture(
        "expired",
        was.low(),
        was.high(),
        was.capLow(),
        was.capHigh(),
        was.cutLow(),
        was.cutHigh(),
        was.bar(),
        was.seen(),
        was.words());
  }

  private static String line(FitMatrix.Cell cell) {
    return switch (cell.verdict()) {
      case Verdict.Fit _ -> Figures.calls(cell).orElse("");
      case Verdict.Unfit unfit ->
          Figures.telling(unfit).map(CellViews::bound).orElse("a critical case failed");
      case Verdict.Undecided undecided -> Figures.silence(cell).orElseGet(() -> outlook(undecided));
      case Verdict.Forbidden _ ->
          "host reads up to " + MatrixViews.word(cell.model().readingHost().clearance());
      case Verdict.Expired _ -> "build or prompt changed";
    };
  }

  /// What a need that is not met comes to at most, or at least: `at most 0.79`, `latency over 1.8
  /// s`.
  private static String bound(Finding finding) {
    String about = finding.need().subject().map(s -> s + " ").orElse("");
    boolean up = finding.need().direction() == Direction.AT_LEAST;
    double end = up ? finding.interval().high() : finding.interval().low();
    if (!Double.isFinite(end)) {
      return about + "not met";
    }
    boolean atBar = end == finding.bar();
    String shown = atBar ? Figures.bar(finding) : Figures.end(finding, end);
    return about + (up ? atBar ? "under " : "at most " : atBar ? "over " : "at least ") + shown;
  }

  private static String outlook(Verdict.Undecided undecided) {
    return Figures.telling(undecided).map(CellViews::outlook).orElse("");
  }

  /// A forecast is a number between ten cases and a thousand, else words.
  private static String outlook(Finding finding) {
    if (finding.more().isEmpty()) {
      return "too early to say";
    }
    MoreResults more = finding.more().get();
    return more.low().isEmpty() || more.high().isEmpty()
        ? "too close to the bar"
        : more.words() + " more cases";
  }
}
