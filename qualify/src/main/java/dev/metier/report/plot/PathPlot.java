package dev.metier.report.plot;

import dev.metier.report.view.PathPicture;
import dev.metier.report.view.PathPicture.Failed;
import dev.metier.report.view.PathPicture.Step;
import dev.metier.report.view.VisibleText;
import java.util.List;
import java.util.function.Function;

/// Draws failures against cases, between the two borders that decide.
public final class PathPlot {
  private static final int HEIGHT = 260;
  private static final int BELOW = 46;
  private static final double HALF = 0.5;

  /// From the path to its label, and from one label to the next.
  private static final double ABOVE = 14;

  private static final double LINE = 18;

  /// Where a label right of its place would leave the drawing.
  private static final double LATE = 0.72;

  private final PathPicture picture;
  private final Words words;
  private final double most;

  /// The words in the drawing.
  ///
  /// @param all what it shows, in a sentence
  public record Words(
      String all, String unfit, String fit, String path, String across, String upwards) {}

  private PathPlot(PathPicture picture, Words words) {
    this.picture = picture;
    this.words = words;
    int highest = picture.unfit().isEmpty() ? 0 : picture.unfit().getLast().failures();
    this.most = Math.max(highest, picture.failures().size()) + 1.5;
  }

  /// The drawing as SVG, and its labels as a list for screens on which they find no room in it.
  ///
  /// @param href where the ring of a case leads
  public static String of(PathPicture picture, Words words, Function<Failed, String> href) {
    return new PathPlot(picture, words).drawn(href);
  }

  /// The same, with rings that lead nowhere.
  public static String of(PathPicture picture, Words words) {
    var plot = new PathPlot(picture, words);
    Svg svg = plot.begun("img");
    for (int i = 0; i < picture.failures().size(); i++) {
      svg.dot("ring", plot.x(picture.failures().get(i).at()), plot.y(i + 1), 5.5);
    }
    return svg.end() + plot.names();
  }

  private Svg begun(String role) {
    var svg = new Svg("path " + picture.tone(), HEIGHT + BELOW, words.all(), role);
    grid(svg);
    regions(svg);
    path(svg);
    return svg;
  }

  private String drawn(Function<Failed, String> href) {
    Svg svg = begun("group");
    for (int i = 0; i < picture.failures().size(); i++) {
      Failed failed = picture.failures().get(i);
      svg.open(
          "<a href=\""
              + Svg.escaped(href.apply(failed))
              + "\" aria-label=\""
              + Svg.escaped(VisibleText.of(failed.id()))
              + "\">");
      svg.dot("target", x(failed.at()), y(i + 1), 12).dot("ring", x(failed.at()), y(i + 1), 5.5);
      svg.open("</a>");
    }
    return svg.end() + names();
  }

  private String names() {
    var names = new StringBuilder("<ul class=\"names\" aria-hidden=\"true\">");
    if (!picture.unfit().isEmpty()) {
      name(names, "unfit area", words.unfit());
    }
    name(names, picture.tone(), words.path());
    if (!picture.fit().isEmpty()) {
      name(names, "fit area", words.fit());
    }
    return names.append("</ul>").toString();
  }

  private static void name(StringBuilder names, String kind, String text) {
    names.append("<li class=\"").append(kind).append("\"><i></i> ");
    names.append(Svg.escaped(text)).append("</li>");
  }

  private double x(double cases) {
    return Math.clamp(cases / picture.upTo(), 0, 1);
  }

  private double y(double failures) {
    return HEIGHT - Math.clamp((failures + HALF) / (most + HALF), 0, 1) * HEIGHT;
  }

  private void grid(Svg svg) {
    double step = round(most / 4);
    for (double failures = 0; failures <= most; failures += step) {
      svg.line("grid", 0, y(failures), 1, y(failures));
      svg.beside("tick", y(failures) + 4, Integer.toString((int) failures));
    }
    double across = round(picture.upTo() / 5.0);
    for (double cases = 0; cases <= picture.upTo(); cases += across) {
      svg.label("tick", x(cases), HEIGHT + 20.0, "middle", Integer.toString((int) cases));
    }
    svg.label("name", HALF, HEIGHT + 40.0, "middle", words.across());
  }

  /// A round number of things.
  static double round(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, rough))));
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (factor * power >= rough) {
        return factor * power;
      }
    }
    return power * 10;
  }

  private void regions(Svg svg) {
    stairs(svg, "unfit", picture.unfit(), true);
    stairs(svg, "fit", picture.fit(), false);
    if (!picture.unfit().isEmpty()) {
      double from = x(picture.unfit().getFirst().from());
      svg.label("unfit", from + 0.01, 16, "start", words.unfit());
    }
    if (!picture.fit().isEmpty()) {
      svg.label("fit", 0.99, fitLabel(), "end", words.fit());
    }
  }

  /// The bottom of the drawing, or above the path's own label where that stands there.
  private double fitLabel() {
    double bottom = HEIGHT - 6.0;
    double way = y(picture.failures().size()) - ABOVE;
    boolean below = x(picture.seen()) > HALF && bottom - way < LINE;
    return below ? way - LINE : bottom;
  }

  private void stairs(Svg svg, String kind, List<Step> steps, boolean up) {
    for (int i = 0; i < steps.size(); i++) {
      double from = x(steps.get(i).from() - HALF);
      double to = i + 1 < steps.size() ? x(steps.get(i + 1).from() - HALF) : 1;
      double edge = y(steps.get(i).failures() + (up ? -HALF : HALF));
      svg.area(kind, from, up ? 0 : edge, to, up ? edge : HEIGHT);
    }
    for (int i = 0; i < steps.size(); i++) {
      double from = x(steps.get(i).from() - HALF);
      double to = i + 1 < steps.size() ? x(steps.get(i + 1).from() - HALF) : 1;
      double edge = y(steps.get(i).failures() + (up ? -HALF : HALF));
      double before =
          i == 0 ? (up ? 0 : HEIGHT) : y(steps.get(i - 1).failures() + (up ? -HALF : HALF));
      svg.line("border " + kind, from, before, from, edge)
          .line("border " + kind, from, edge, to, edge);
    }
  }

  private void path(Svg svg) {
    double at = 0;
    for (int i = 0; i < picture.failures().size(); i++) {
      double here = x(picture.failures().get(i).at());
      svg.line("way", at, y(i), here, y(i)).line("way", here, y(i), here, y(i + 1));
      at = here;
    }
    int failed = picture.failures().size();
    svg.line("way", at, y(failed), x(picture.seen()), y(failed));
    double end = x(picture.seen());
    if (picture.tone().equals("unfit") && end <= LATE) {
      // Above its end lie the border and the name of the region; below it there is room.
      svg.label("way", end + 0.01, y(failed) + 22, "start", words.path());
    } else {
      svg.label("way", end, y(failed) - ABOVE, end > LATE ? "end" : "start", words.path());
    }
  }
}
