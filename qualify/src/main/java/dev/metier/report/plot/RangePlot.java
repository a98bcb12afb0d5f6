package dev.metier.report.plot;

import dev.metier.report.view.RangePicture;
import dev.metier.report.view.RangePicture.Axis;
import dev.metier.report.view.RangePicture.Tick;

/// Draws a range against its bar.
public final class RangePlot {
  private static final int SMALL = 14;
  private static final int LARGE = 26;
  private static final int AXIS = 40;
  private static final double ARROW = 0.015;

  private RangePlot() {}

  /// For a cell, where the words beside it tell the same.
  public static String small(RangePicture picture) {
    return drawn(picture, SMALL, "");
  }

  /// For a table, by itself.
  public static String large(RangePicture picture) {
    return drawn(picture, LARGE, picture.words());
  }

  private static String drawn(RangePicture picture, int height, String words) {
    double middle = height / 2.0;
    double reach = height * 0.32;
    var svg = new Svg("plot " + picture.tone(), height, words);
    svg.line("track", 0, middle, 1, middle);
    double low = picture.low() + (picture.cutLow() ? ARROW : 0);
    double high = picture.high() - (picture.cutHigh() ? ARROW : 0);
    svg.line("range", Math.min(low, high), middle, Math.max(low, high), middle);
    if (picture.capLow()) {
      svg.line("cap", picture.low(), middle - reach, picture.low(), middle + reach);
    }
    if (picture.capHigh()) {
      svg.line("cap", picture.high(), middle - reach, picture.high(), middle + reach);
    }
    if (picture.cutLow()) {
      arrow(svg, 0, low + ARROW, middle, reach);
    }
    if (picture.cutHigh()) {
      arrow(svg, 1, high - ARROW, middle, reach);
    }
    if (height == LARGE && picture.seen().isPresent()) {
      svg.dot("seen", picture.seen().getAsDouble(), middle, 4.5);
    }
    return svg.line("limit", picture.bar(), 0, picture.bar(), height).end();
  }

  private static void arrow(Svg svg, double point, double back, double middle, double reach) {
    svg.line("cap", point, middle, back, middle - reach);
    svg.line("cap", point, middle, back, middle + reach);
  }

  /// The axis above or below such pictures: its ticks, and the bar with its label.
  ///
  /// @param barWord what stands before the bar's value
  public static String axis(Axis axis, String barWord) {
    var svg = new Svg("axis", AXIS, "");
    svg.label("limit", axis.bar(), 12, Svg.anchor(axis.bar()), barWord + " " + axis.barText());
    for (Tick tick : axis.ticks()) {
      svg.label("tick", tick.at(), 29, Svg.anchor(tick.at()), tick.text());
      svg.line("tick", tick.at(), 34, tick.at(), AXIS);
    }
    return svg.line("limit", axis.bar(), 17, axis.bar(), AXIS).end();
  }
}
