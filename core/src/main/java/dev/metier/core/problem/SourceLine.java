package dev.metier.core.problem;

import dev.metier.core.text.Masked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/// The line of a file that a problem is about, cut to what fits a screen, with secrets starred out
/// and control characters made harmless.
///
/// @param text what is shown of the line
/// @param before the white space (of the same width) that puts a caret under the place
/// @param width how many carets to draw, at least 1
record SourceLine(String text, String before, int width) {
  private static final int WIDEST = 100;
  private static final int LEAD = 40;

  /// The line at this place; empty when the place has no column or the file cannot be read.
  static Optional<SourceLine> at(Place place) {
    if (place.line() == 0 || place.column() == 0) {
      return Optional.empty();
    }
    try (var lines = Files.lines(place.file(), StandardCharsets.UTF_8)) {
      return lines
          .skip(place.line() - 1L)
          .findFirst()
          .map(line -> cut(Masked.of(harmless(line)), place));
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      return Optional.empty();
    }
  }

  private static SourceLine cut(String line, Place place) {
    int bom = place.line() == 1 && line.startsWith("\uFEFF") ? 1 : 0;
    int[] points = line.substring(bom).codePoints().toArray();
    int at = Math.min(place.column() - 1, points.length);
    int from = points.length > WIDEST && at > LEAD ? at - LEAD : 0;
    int to = Math.min(points.length, from + WIDEST);
    String lead = from > 0 ? "..." : "";
    String tail = to < points.length ? "..." : "";
    var before = new StringBuilder(" ".repeat(lead.length()));
    for (int i = from; i < at; i++) {
      before.append(points[i] == '\t' ? "\t" : " ".repeat(columns(points[i])));
    }
    int width = 0;
    for (int i = at; i < Math.min(to, end(points, at)); i++) {
      width += columns(points[i]);
    }
    return new SourceLine(
        lead + new String(points, from, to - from) + tail, before.toString(), Math.max(1, width));
  }

  /// Where the word, quoted text or number that begins at `at` ends.
  private static int end(int[] points, int at) {
    if (at >= points.length) {
      return at;
    }
    int first = points[at];
    boolean quoted = first == '"' || first == '\'';
    int last = Math.min(points.length, at + WIDEST);
    for (int i = at + 1; i < last; i++) {
      if (quoted && points[i] == first) {
        return i + 1;
      }
      if (!quoted && ends(points, i, at)) {
        return i;
      }
    }
    return quoted && last == points.length ? at + 1 : last;
  }

  private static boolean ends(int[] points, int i, int at) {
    int c = points[i];
    boolean open = points[at] == '{' || points[at] == '[';
    boolean colon = c == ':' && (i + 1 == points.length || points[i + 1] == ' ');
    return open || colon || " \t,}]".indexOf(c) >= 0;
  }

  private static String harmless(String line) {
    return line.codePoints()
        .map(c -> c != '\t' && (Character.isISOControl(c) || isDirection(c)) ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isDirection(int c) {
    return in(c, 0x202A, 0x202E) || in(c, 0x2066, 0x2069);
  }

  /// Cells of a terminal that a character takes; near enough for East Asian text and emoji.
  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        in(c, 0x1100, 0x115F)
            || in(c, 0x2E80, 0xA4CF)
            || in(c, 0xAC00, 0xD7A3)
            || in(c, 0xF900, 0xFAFF)
            || in(c, 0xFE30, 0xFE6F)
            || in(c, 0xFF00, 0xFF60)
            || in(c, 0x1F300, 0x1FAFF)
            || in(c, 0x20000, 0x3FFFD);
    return wide ? 2 : 1;
  }

  private static boolean in(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
