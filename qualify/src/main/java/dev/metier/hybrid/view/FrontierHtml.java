package dev.metier.hybrid.view;

import dev.metier.hybrid.search.Estimate;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.Point;
import dev.metier.hybrid.search.SearchedFirst;
import dev.metier.job.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Frontiers as one page of HTML with a drawing of each: quality over cost, dominated routes grey,
/// what the job needs as lines. The page loads nothing and runs no script.
public final class FrontierHtml {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 56;
  private static final int BOTTOM = 40;
  private static final int TOP = 16;
  private static final int RIGHT = 24;

  /// Points that are nearer lie on one another.
  private static final int NEAR = 10;

  private static final int GAP = 8;
  private static final int LETTER = 16;
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>TITLE</title>
      <style>
      :root { color-scheme: light dark; --ink: #1c2126; --soft: #565f69; --edge: #868e95; --card: #ffffff; --paper: #f6f6f3; --fit: #1b776d; --unfit: #7d2600; --open: #3f2bb0; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e7e9ea; --soft: #a5aeb6; --edge: #7b858e; --card: #1c2024; --paper: #14171a; --fit: #8df0dc; --unfit: #f27d2c; --open: #9d98f7; } }
      body { font: 16px/24px system-ui, sans-serif; font-variant-numeric: tabular-nums; color: var(--ink); background: var(--paper); margin: 32px auto; max-width: 1080px; padding: 0 16px; }
      section { background: var(--card); padding: 16px 24px; margin: 24px 0; overflow-x: auto; }
      h1 { font-size: 28px; line-height: 36px; } h2 { font-size: 20px; line-height: 28px; }
      table { border-collapse: collapse; font-size: 14px; line-height: 20px; } th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--edge); }
      td.n, th.n { text-align: right; white-space: nowrap; } .soft { color: var(--soft); }
      svg { width: 100%; min-width: 560px; height: auto; } td:last-child { min-width: 200px; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
      .axis { stroke: var(--edge); } .need { stroke: var(--ink); stroke-dasharray: 6 4; } .range { stroke-width: 2; }
      .fit { stroke: var(--fit); fill: var(--fit); } .unfit { stroke: var(--unfit); fill: var(--unfit); } .open { stroke: var(--open); fill: var(--open); }
      .grey { stroke: var(--edge); fill: var(--edge); } svg text.grey { stroke: none; fill: var(--soft); }
      </style>
      </head>
      <body>
      <h1>TITLE</h1>
      """;

  private final Frontier frontier;
  private final StringBuilder html = new StringBuilder();

  private FrontierHtml(Frontier frontier) {
    this.frontier = frontier;
  }

  /// The page.
  public static String of(String title, List<Frontier> frontiers) {
    var page = new StringBuilder(HEAD.replace("TITLE", escaped(title)));
    frontiers.forEach(frontier -> page.append(new FrontierHtml(frontier).section()));
    return page.append("</body>\n</html>\n").toString();
  }

  private String section() {
    line("<section>\n<h2>%s</h2>", frontier.job().name());
    if (!frontier.job().purpose().isEmpty()) {
      line("<p class=\"soft\">%s</p>", frontier.job().purpose());
    }
    String cases = FrontierText.cases(frontier);
    line(
        "<p>T%s; %s.</p>",
        cases.substring(1),
        frontier
            .alone()
            .map(name -> "alone the job is done by " + name)
            .orElse("no model meets the needs alone"));
    drawing();
    table();
    for (SearchedFirst first : frontier.searched()) {
      for (String sentence : List.of(first.guarantee(), first.breakEven())) {
        if (!sentence.isEmpty()) {
          line("<p>%s: %s</p>", FrontierText.models(first), sentence);
        }
      }
      first.notes().forEach(note -> line("<p class=\"soft\">%s</p>", note));
    }
    frontier.notes().forEach(note -> line("<p class=\"soft\">%s</p>", note));
    return html.append("</section>\n").toString();
  }

  /// The values are escaped, the format is not.
  @SuppressWarnings("AnnotateFormatMethod") // every format stands beside its values
  private void line(String format, Object... values) {
    var safe = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      safe[i] = values[i] instanceof Number ? values[i] : escaped(values[i].toString());
    }
    html.append(String.format(Locale.ROOT, format, safe)).append('\n');
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  // The drawing ----------------------------------------------------------------------------------

  private void drawing() {
    var priced =
        frontier.points().stream()
            .filter(point -> !Double.isNaN(point.estimate().perThousand()))
            .toList();
    double dearest = priced.stream().mapToDouble(p -> p.estimate().perThousand()).max().orElse(0);
    if (dearest <= 0) {
      line("<p class=\"soft\">No drawing: prices are not known.</p>");
      return;
    }
    double lowest = priced.stream().mapToDouble(p -> p.estimate().interval().low()).min().orElse(0);
    var scale = new Scales(Math.max(0, Math.floor(10 * lowest) / 10), dearest);
    line(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH,
        HEIGHT,
        "Quality over dollars for 1,000 requests; the table below has the same figures.");
    axes(scale);
    needs(scale);
    // what is compared with lies under what it is compared with
    priced.stream().filter(this::isGrey).forEach(point -> point(scale, point));
    priced.stream().filter(point -> !isGrey(point)).forEach(point -> point(scale, point));
    labels(scale);
    line("</svg>");
  }

  /// Where figures are drawn.
  ///
  /// @param floor the quality at the lower edge
  /// @param dearest dollars for 1,000 requests at the right edge
  private record Scales(double floor, double dearest) {
    double x(double cost) {
      return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(cost / dearest, 0.0, 1.0);
    }

    double y(double quality) {
      double share = Math.clamp((quality - floor) / (1 - floor), 0.0, 1.0);
      return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share;
    }
  }

  private void axes(Scales scale) {
    int low = HEIGHT - BOTTOM;
    line(
        "<path class=\"axis\" fill=\"none\" d=\"M%d %d V%d H%d\"/>", LEFT, TOP, low, WIDTH - RIGHT);
    for (int step = 0; step <= 4; step++) {
      double quality = scale.floor() + (1 - scale.floor()) * step / 4;
      line("<text x=\"8\" y=\"%.1f\">%.2f</text>", scale.y(quality) + 4, quality);
      double cost = scale.dearest() * step / 4;
      line(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">$%.3f</text>",
          scale.x(cost), low + 18, cost);
    }
    line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">per 1,000 requests</text>",
        WIDTH - RIGHT, HEIGHT - 6);
  }

  private void needs(Scales scale) {
    for (Requirement need : frontier.job().needs()) {
      if (need instanceof Requirement.Quality(var bar, _, var slice) && slice.isEmpty()) {
        line(
            "<path class=\"need\" fill=\"none\" d=\"M%d %.1f H%d\"/>",
            LEFT, scale.y(bar), WIDTH - RIGHT);
      }
      if (need instanceof Requirement.Cost cost && cost.barValue() <= scale.dearest()) {
        line(
            "<path class=\"need\" fill=\"none\" d=\"M%.1f %d V%d\"/>",
            scale.x(cost.barValue()), TOP, HEIGHT - BOTTOM);
      }
    }
  }

  private void point(Scales scale, Point point) {
    Estimate seen = point.estimate();
    double x = scale.x(seen.perThousand());
    String tone = tone(point);
    line(
        "<path class=\"range %s\" d=\"M%.1f %.1f V%.1f\"/>",
        tone, x, scale.y(seen.interval().low()), scale.y(seen.interval().high()));
    line(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", tone, x, scale.y(seen.quality()));
  }

  /// The letters of points that lie on one another, as one text.
  private record Label(double x, double y, List<Character> letters, boolean grey) {
    boolean isAt(double otherX, double otherY) {
      return Math.abs(x - otherX) < NEAR && Math.abs(y - otherY) < NEAR;
    }

    Label with(char letter, boolean isGrey) {
      var more = new ArrayList<>(letters);
      more.add(letter);
      return new Label(x, y, more, grey && isGrey);
    }

    String text() {
      return letters.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
  }

  private void labels(Scales scale) {
    var labels = new ArrayList<Label>();
    for (int i = 0; i < frontier.points().size(); i++) {
      Point point = frontier.points().get(i);
      double x = scale.x(point.estimate().perThousand());
      double y = scale.y(point.estimate().quality());
      if (!Double.isNaN(point.estimate().perThousand())) {
        int at = 0;
        while (at < labels.size() && !labels.get(at).isAt(x, y)) {
          at++;
        }
        if (at == labels.size()) {
          labels.add(new Label(x, y, List.of(), true));
        }
        labels.set(at, labels.get(at).with(FrontierText.letter(i), isGrey(point)));
      }
    }
    for (Label each : labels) {
      boolean fits = each.x() + LETTER * each.letters().size() < WIDTH;
      line(
          "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
          each.grey() ? "grey" : "",
          each.x() + (fits ? GAP : -GAP),
          each.y() + 4,
          fits ? "start" : "end",
          each.text());
    }
  }

  private boolean isGrey(Point point) {
    return tone(point).equals("grey");
  }

  private String tone(Point point) {
    if (frontier.dominated(point) || point.kind() == Point.Kind.COMPARISON) {
      return "grey";
    }
    return switch (point.word()) {
      case "FIT" -> "fit";
      case "UNFIT" -> "unfit";
      default -> "open";
    };
  }

  private static String shares(Point point, Point.Middle middle) {
    return " (" + FrontierText.shares(point.kept(), middle) + ")";
  }

  // The table ------------------------------------------------------------------------------------

  private void table() {
    html.append(
        """
        <table>
        <thead><tr><th></th><th>route</th><th>verdict</th><th class="n">quality</th><th class="n">95 %</th><th class="n">$/1,000</th><th class="n">$/1,000 right</th><th class="n">p95</th><th class="n">kept</th><th class="n">skill</th><th>to win</th></tr></thead>
        <tbody>
        """);
    for (int i = 0; i < frontier.points().size(); i++) {
      Point point = frontier.points().get(i);
      Estimate seen = point.estimate();
      html.append(frontier.dominated(point) ? "<tr class=\"soft\">" : "<tr>");
      line(
          "<td>%s</td><td>%s</td><td>%s</td><td class=\"n\">%.3f</td><td class=\"n\">%.3f to"
              + " %.3f</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td"
              + " class=\"n\">%s</td><td class=\"n\">%s</td><td>%s</td></tr>",
          FrontierText.letter(i),
          point.name() + point.middle().map(each -> shares(point, each)).orElse(""),
          point.word(),
          seen.quality(),
          seen.interval().low(),
          seen.interval().high(),
          FrontierText.number("%.3f", seen.perThousand()),
          FrontierText.number("%.3f", seen.perThousandRight()),
          FrontierText.number("%.2f s", seen.p95()),
          FrontierText.number("%.0f %%", 100 * point.allKept()),
          FrontierText.number("%+.3f", point.skill()),
          Shortfall.of(frontier, point));
    }
    html.append("</tbody>\n</table>\n");
  }
}
