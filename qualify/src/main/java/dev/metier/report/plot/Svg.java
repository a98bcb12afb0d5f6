package dev.metier.report.plot;

import java.util.Locale;

/// A drawing while it is written. Places across are shares of the width, so that it fills whatever
/// room it gets while text and strokes keep their size; places down are pixels.
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /// @param kind its CSS classes
  /// @param words what it shows, for those who do not see it; empty where the text beside it says
  ///   it
  Svg(String kind, int height, String words) {
    this(kind, height, words, "img");
  }

  /// @param role `img`, or `group` where it has links
  Svg(String kind, int height, String words, String role) {
    text.append("<svg class=\"").append(kind).append("\" width=\"100%\" height=\"").append(height);
    text.append(
        words.isEmpty()
            ? "\" aria-hidden=\"true\" focusable=\"false\">"
            : "\" role=\"" + role + "\" aria-label=\"" + escaped(words) + "\">");
  }

  Svg line(String kind, double fromX, double fromY, double toX, double toY) {
    text.append("<line class=\"").append(kind);
    text.append("\" x1=\"").append(share(fromX)).append("\" y1=\"").append(pixels(fromY));
    text.append("\" x2=\"").append(share(toX)).append("\" y2=\"").append(pixels(toY));
    text.append("\"/>");
    return this;
  }

  Svg area(String kind, double fromX, double fromY, double toX, double toY) {
    text.append("<rect class=\"").append(kind);
    text.append("\" x=\"").append(share(fromX)).append("\" y=\"").append(pixels(fromY));
    text.append("\" width=\"").append(share(Math.max(0, toX - fromX)));
    text.append("\" height=\"").append(pixels(Math.max(0, toY - fromY))).append("\"/>");
    return this;
  }

  Svg dot(String kind, double x, double y, double radius) {
    text.append("<circle class=\"").append(kind).append("\" cx=\"").append(share(x));
    text.append("\" cy=\"").append(pixels(y)).append("\" r=\"").append(pixels(radius));
    text.append("\"/>");
    return this;
  }

  /// One of the shapes of verdicts, in the middle of a place.
  Svg shape(String tone, double x, double y, double size) {
    String half = pixels(-size / 2);
    text.append("<use class=\"").append(tone).append("\" href=\"#").append(tone);
    text.append("\" x=\"").append(share(x)).append("\" y=\"").append(pixels(y));
    text.append("\" width=\"").append(pixels(size)).append("\" height=\"").append(pixels(size));
    text.append("\" transform=\"translate(").append(half).append(' ').append(half).append(")\"/>");
    return this;
  }

  /// @param anchor `start`, `middle` or `end`
  Svg label(String kind, double x, double y, String anchor, String words) {
    text.append("<text class=\"").append(kind).append("\" x=\"").append(share(x));
    text.append("\" y=\"").append(pixels(y)).append("\" text-anchor=\"").append(anchor);
    text.append("\">").append(escaped(words)).append("</text>");
    return this;
  }

  /// A label left of the drawing.
  Svg beside(String kind, double y, String words) {
    text.append("<text class=\"").append(kind).append("\" x=\"0\" dx=\"-8\" y=\"");
    text.append(pixels(y)).append("\" text-anchor=\"end\">").append(escaped(words));
    text.append("</text>");
    return this;
  }

  /// The beginning or the end of an element around others.
  Svg open(String element) {
    text.append(element);
    return this;
  }

  /// The whole drawing.
  String end() {
    return text.append("</svg>").toString();
  }

  /// On which side of a place its label stands, so that it stays in the drawing.
  static String anchor(double x) {
    return x < 0.12 ? "start" : x > 0.88 ? "end" : "middle";
  }

  static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String share(double place) {
    return trimmed(place * 100) + "%";
  }

  private static String pixels(double length) {
    return trimmed(length);
  }

  private static String trimmed(double value) {
    String digits = String.format(Locale.ROOT, "%.2f", value);
    return digits.replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
  }
}
