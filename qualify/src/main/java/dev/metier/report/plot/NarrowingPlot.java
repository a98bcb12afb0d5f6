package dev.metier.report.plot;

import dev.metier.report.view.NarrowingPicture;
import dev.metier.report.view.NarrowingPicture.Step;
import dev.metier.report.view.RangePicture.Tick;
import java.util.List;

/// Draws how a range narrowed with the cases, against its bar.
public final class NarrowingPlot {
  private static final int HEIGHT = 220;
  private static final int BELOW = 46;

  private final NarrowingPicture picture;

  private NarrowingPlot(NarrowingPicture picture) {
    this.picture = picture;
  }

  /// The drawing as SVG.
  ///
  /// @param all what it shows, in a sentence
  /// @param across what the axis counts
  /// @param barWord what stands before the bar's value
  public static String of(NarrowingPicture picture, String all, String across, String barWord) {
    return new NarrowingPlot(picture).drawn(all, across, barWord);
  }

  private String drawn(String all, String across, String barWord) {
    var svg = new Svg("path narrowing " + picture.tone(), HEIGHT + BELOW, all);
    for (Tick tick : picture.ticks()) {
      svg.line("grid", 0, y(tick.at()), 1, y(tick.at()));
      svg.beside("tick", y(tick.at()) + 4, tick.text());
    }
    double step = PathPlot.round(picture.upTo() / 5.0);
    for (double cases = 0; cases <= picture.upTo(); cases += step) {
      svg.label("tick", x(cases), HEIGHT + 20.0, "middle", Integer.toString((int) cases));
    }
    svg.label("name", 0.5, HEIGHT + 40.0, "middle", across);
    range(svg);
    svg.line("limit", 0, y(picture.bar()), 1, y(picture.bar()));
    return svg.label("limit", 0.99, y(picture.bar()) - 6, "end", barWord + " " + picture.barText())
        .end();
  }

  /// Each range holds from its cases until the next one is told.
  private void range(Svg svg) {
    List<Step> steps = picture.steps();
    for (int i = 0; i + 1 < steps.size(); i++) {
      Step here = steps.get(i);
      svg.area(
          picture.tone(),
          x(here.cases()),
          y(here.high()),
          x(steps.get(i + 1).cases()),
          y(here.low()));
    }
    for (int i = 0; i < steps.size(); i++) {
      Step here = steps.get(i);
      double to = i + 1 < steps.size() ? x(steps.get(i + 1).cases()) : x(here.cases());
      svg.line("way", x(here.cases()), y(here.high()), to, y(here.high()));
      svg.line("way", x(here.cases()), y(here.low()), to, y(here.low()));
      if (i > 0) {
        Step before = steps.get(i - 1);
        svg.line("way", x(here.cases()), y(before.high()), x(here.cases()), y(here.high()));
        svg.line("way", x(here.cases()), y(before.low()), x(here.cases()), y(here.low()));
      }
    }
    Step last = steps.getLast();
    svg.line("way", x(last.cases()), y(last.low()), x(last.cases()), y(last.high()));
  }

  private double x(double cases) {
    return Math.clamp(cases / Math.max(1, picture.upTo()), 0, 1);
  }

  private static double y(double place) {
    return HEIGHT - place * HEIGHT;
  }
}
