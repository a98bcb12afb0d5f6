package dev.metier.report.plot;

import java.util.List;

/// Draws things as units, a row for each kind of them: jobs, cases, models.
public final class UnitPlot {
  /// Units in a line; more go on in the next one.
  private static final int ACROSS = 25;

  /// Fewer units than this do not fill a line.
  private static final int FEWEST = 12;

  private static final int LABEL = 20;
  private static final int LINE = 18;
  private static final int GAP = 10;
  private static final double SIZE = 13;

  private UnitPlot() {}

  /// A row of units.
  ///
  /// @param tones the shape of each, as verdicts have them; empty for a place left free
  public record Row(String label, List<String> tones) {
    int height() {
      return LABEL + LINE * Math.max(1, (tones.size() + ACROSS - 1) / ACROSS) + GAP;
    }
  }

  /// The drawing as SVG.
  ///
  /// @param words what it shows, in a sentence
  public static String of(List<Row> rows, String words) {
    int most = rows.stream().mapToInt(row -> row.tones().size()).max().orElse(1);
    return drawn(List.of(), rows, Math.clamp(most, FEWEST, ACROSS), words);
  }

  /// The same with a name over each column.
  public static String of(List<String> columns, List<Row> rows, String words) {
    return drawn(columns, rows, columns.size(), words);
  }

  private static String drawn(List<String> columns, List<Row> rows, double across, String words) {
    double top = columns.isEmpty() ? 0 : LABEL;
    int height = (int) top + rows.stream().mapToInt(Row::height).sum() - GAP;
    var svg = new Svg("units-plot", height, words);
    for (int i = 0; i < columns.size(); i++) {
      svg.label("tick", (i + 0.5) / across, 12, "middle", columns.get(i));
    }
    for (Row row : rows) {
      svg.label("name", 0, top + 14, "start", row.label());
      for (int i = 0; i < row.tones().size(); i++) {
        double x = (i % ACROSS + 0.5) / across;
        double y = top + LABEL + LINE * (i / ACROSS) + LINE / 2.0;
        String tone = row.tones().get(i);
        if (tone.isEmpty()) {
          svg.dot("none", x, y, 2);
        } else {
          svg.shape(tone, x, y, SIZE);
        }
      }
      top += row.height();
    }
    return svg.end();
  }
}
