package dev.metier.report.plot;

import dev.metier.report.view.RangePicture.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/// Draws one value a row on a common axis.
public final class RowPlot {
  private static final int ROW = 42;
  private static final int HEAD = 20;
  private static final int AXIS = 26;

  /// Ends of an axis that are so many times apart have ticks enough.
  private static final double FAR = 300;

  /// Between the labels of two ticks, as a share of the width.
  private static final double APART = 0.13;

  private RowPlot() {}

  /// A value with its name.
  ///
  /// @param at where on the axis, 0 to 1
  public record Row(String label, String value, double at) {}

  /// What rows are held against: a line through all of them.
  public record Limit(double at, String words) {}

  /// The drawing as SVG.
  ///
  /// @param words what it shows, in a sentence
  public static String of(List<Row> rows, List<Tick> ticks, List<Limit> limits, String words) {
    int top = limits.isEmpty() ? 0 : HEAD;
    int bottom = top + rows.size() * ROW;
    var svg = new Svg("rows-plot", bottom + AXIS, words);
    for (Tick tick : ticks) {
      svg.line("grid", tick.at(), top, tick.at(), bottom);
      svg.label("tick", tick.at(), bottom + 18, Svg.anchor(tick.at()), tick.text());
    }
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      int y = top + i * ROW;
      svg.label("name", 0, y + 16, "start", row.label());
      svg.label("value", 1, y + 16, "end", row.value());
      svg.line("track", 0, y + 29, 1, y + 29);
      svg.dot("point", row.at(), y + 29, 6);
    }
    for (Limit limit : limits) {
      svg.label("limit", limit.at(), 12, Svg.anchor(limit.at()), limit.words());
      svg.line("limit", limit.at(), HEAD - 3.0, limit.at(), bottom);
    }
    return svg.end();
  }

  /// Where a value is on an axis of powers, from `low` to `high`.
  public static double power(double value, double low, double high) {
    return Math.clamp(Math.log(value / low) / Math.log(high / low), 0, 1);
  }

  /// Ticks at the powers of ten, and at twice and five times these where there are few.
  public static List<Tick> powers(double low, double high, DoubleFunction<String> text) {
    double[] steps = high / low > FAR ? new double[] {1} : new double[] {1, 2, 5};
    var ticks = new ArrayList<Tick>();
    for (double ten = Math.pow(10, Math.floor(Math.log10(low))); ten <= high; ten *= 10) {
      for (double step : steps) {
        double at = ten * step;
        double place = power(at, low, high);
        boolean apart = ticks.isEmpty() || place - ticks.getLast().at() > APART;
        if (at >= low && at <= high && apart) {
          ticks.add(new Tick(place, text.apply(at)));
        }
      }
    }
    return ticks;
  }
}
