package dev.metier.terminal.label;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/// Text of others in lines of so many columns, with all that would steer a terminal, turn the
/// direction of reading or not be seen at all written out: `<U+202E>`.
public final class WrappedText {
  private static final int TAB = 4;

  private WrappedText() {}

  /// Lines of at most so many columns, broken between words where that is possible.
  public static List<String> lines(String text, int columns) {
    var lines = new ArrayList<String>();
    for (String line : text.replace("\r\n", "\n").split("\n", -1)) {
      wrap(visible(line), Math.max(8, columns), lines);
    }
    while (lines.size() > 1 && lines.getLast().isBlank()) {
      lines.removeLast();
    }
    return lines;
  }

  /// One line, written out.
  public static String visible(String line) {
    var shown = new StringBuilder(line.length());
    line.codePoints()
        .forEach(c -> {
          if (c == '\t') {
            shown.append(" ".repeat(TAB));
          } else if (isUnseen(c)) {
            shown.append("<U+%04X>".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      // what joins emoji and scripts belongs to what it joins
      case Character.FORMAT -> c != 0x200D && c != 0x200C;
      default -> false;
    };
  }

  private static void wrap(String line, int columns, List<String> lines) {
    int start = 0;
    int width = 0;
    int blank = -1;
    int at = 0;
    while (at < line.length()) {
      int c = line.codePointAt(at);
      int wide = Math.max(0, WCWidth.wcwidth(c));
      if (width + wide > columns) {
        int end = blank > start ? blank : at;
        lines.add(line.substring(start, end).stripTrailing());
        start = blank > start ? blank + 1 : at;
        at = start;
        width = 0;
        blank = -1;
        continue;
      }
      if (c == ' ') {
        blank = at;
      }
      width += wide;
      at += Character.charCount(c);
    }
    lines.add(line.substring(start));
  }

  /// How many columns a text without line breaks takes.
  static int width(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }
}
