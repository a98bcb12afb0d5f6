package dev.metier.report.plot;

import java.util.List;

/// Draws equally likely outcomes as dots that are piled up, and the mark that some of them reach.
///
/// Source: M. Kay et al., [When (ish) is My Bus?](https://doi.org/10.1145/2858036.2858558),
/// quantile dotplots.
public final class TeamPlot {
  private static final int DOT = 18;
  private static final int HEAD = 22;
  private static final int AXIS = 44;

  private TeamPlot() {}

  /// The words in the drawing.
  ///
  /// @param all what it shows, in a sentence
  /// @param mark what the upright line is
  /// @param across what the axis counts
  public record Words(String all, String mark, String across) {}

  /// The drawing as SVG.
  ///
  /// @param dots where each outcome is, in rising order
  /// @param from outcomes from here on are filled
  public static String of(List<Integer> dots, int from, Words words) {
    int low = Math.min(dots.getFirst(), from) - 1;
    int high = Math.max(dots.getLast(), from) + 1;
    int highest = 0;
    for (int dot : dots) {
      int value = dot;
      highest = Math.max(highest, (int) dots.stream().filter(d -> d == value).count());
    }
    int bottom = HEAD + highest * DOT + 6;
    var svg = new Svg("teams-plot", bottom + AXIS, words.all());
    int pile = 0;
    for (int i = 0; i < dots.size(); i++) {
      pile = i > 0 && dots.get(i).equals(dots.get(i - 1)) ? pile + 1 : 0;
      double y = bottom - 6 - DOT * (pile + 0.5);
      svg.dot(dots.get(i) >= from ? "yes" : "no", place(dots.get(i), low, high), y, 7);
    }
    svg.line("axis", 0, bottom, 1, bottom);
    int step = Math.max(1, (high - low) / 6);
    for (int tick = low + 1; tick < high; tick += step) {
      svg.label("tick", place(tick, low, high), bottom + 18, "middle", Integer.toString(tick));
    }
    double mark = place(from - 0.5, low, high);
    svg.line("limit", mark, HEAD - 4.0, mark, bottom);
    svg.label("limit", mark, 12, Svg.anchor(mark), words.mark());
    return svg.label("name", 0.5, bottom + 38, "middle", words.across()).end();
  }

  private static double place(double value, int low, int high) {
    return (value - low) / (high - low);
  }
}
