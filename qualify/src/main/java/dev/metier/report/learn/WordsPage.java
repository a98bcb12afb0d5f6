package dev.metier.report.learn;

import dev.metier.report.lesson.Glossary;
import dev.metier.report.plot.PathPlot;
import dev.metier.report.plot.RangePlot;
import dev.metier.report.plot.UnitPlot;
import dev.metier.report.screen.Frame;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.PathPicture;
import dev.metier.report.view.RangePicture;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// The page of words as its template needs it. Public only for the templates.
public record WordsPage(String project, Optional<String> at) {
  private static final int CASES = 50;
  private static final double BAR = 0.8;
  private static final double ALPHA = 0.05;
  private static final List<Integer> FAILED = List.of(4, 11, 17, 23, 29, 31, 38, 44);

  public WordsTexts words() {
    return WordsTexts.ENGLISH;
  }

  public LearnTexts learn() {
    return LearnTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(words().title(), project, "learn", Optional.empty(), at, List.of());
  }

  public List<Glossary.Word> all() {
    return Glossary.words();
  }

  public String field(Glossary.Word word) {
    return word.field().equals(word.name()) ? "" : ScreenTexts.fill(words().field(), word.field());
  }

  public List<Glossary.Sense> verdicts() {
    return Glossary.verdicts();
  }

  public MatrixView.Mark mark(Glossary.Sense sense) {
    return new MatrixView.Mark(sense.name().toLowerCase(Locale.ROOT), sense.name());
  }

  public List<Glossary.Sense> doubts() {
    return Glossary.doubts();
  }

  /// A picture of each kind of range, with its word.
  public List<Example> ranges() {
    return List.of(
        range("fit", words().rangeFit(), 0.66, 1, true, false, 0.82),
        range("undecided", words().rangeOpen(), 0.28, 0.72, false, false, 0.52),
        range("unfit", words().rangeUnfit(), 0, 0.36, false, true, 0.2));
  }

  private static Example range(
      String tone,
      String word,
      double low,
      double high,
      boolean capLow,
      boolean capHigh,
      double seen) {
    var picture =
        new RangePicture(
            tone, low, high, capLow, capHigh, false, false, 0.5, OptionalDouble.of(seen), word);
    return new Example(tone, word, RangePlot.large(picture));
  }

  /// A picture with its word.
  ///
  /// @param picture as SVG
  public record Example(String tone, String word, String picture) {}

  /// A path between the borders that would decide it.
  public String path() {
    var failures =
        FAILED.stream().map(at -> new PathPicture.Failed(Integer.toString(at), at)).toList();
    var picture =
        PathPicture.of(
            "undecided",
            CASES,
            CASES,
            failures,
            ExactBoundary.of(CASES, BAR, ALPHA, ALPHA, Scope.TRAFFIC));
    return PathPlot.of(
        picture,
        new PathPlot.Words(
            ScreenTexts.fill(words().pathExample(), failures.size()),
            words().pathUnfit(),
            words().pathFit(),
            ScreenTexts.fill(words().pathState(), failures.size()),
            words().pathAcross(),
            words().pathUpwards()));
  }

  public String pathExample() {
    return ScreenTexts.fill(words().pathExample(), FAILED.size());
  }

  public String units() {
    return UnitPlot.of(
        List.of(
            new UnitPlot.Row(
                words().unitsRow(), List.of("fit", "fit", "fit", "unfit", "undecided"))),
        words().unitsRow());
  }
}
