package dev.metier.report.view;

import java.util.List;

/// Long texts on one line, each by the part that tells it from the others.
final class Excerpts {
  private static final int LONGEST = 160;

  /// From so many characters on, what all begin or end with is left out.
  private static final int COMMON = 24;

  private static final String CUT = "…";

  private Excerpts() {}

  /// The end of a text; it tells more than the beginning, since questions stand there.
  static String of(String text) {
    return end(line(text), "");
  }

  /// The same of several texts, without what all of them begin and end with, as prompts repeat
  /// their instructions. A short text is whole.
  static List<String> of(List<String> texts) {
    List<String> lines = texts.stream().map(Excerpts::line).toList();
    if (lines.stream().distinct().count() < 2) {
      return lines.stream().map(line -> end(line, "")).toList();
    }
    int before = before(lines);
    int after = after(lines, before);
    return lines.stream()
        .map(line -> {
          int to = line.length() - after;
          return line.length() <= LONGEST || to <= before
              ? end(line, "")
              : (before > 0 && to - before <= LONGEST ? CUT + " " : "")
                  + end(line.substring(before, to).strip(), after > 0 ? " " + CUT : "");
        })
        .toList();
  }

  private static String line(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String end(String line, String behind) {
    if (line.length() <= LONGEST) {
      return VisibleText.of(line) + behind;
    }
    int from = line.length() - LONGEST;
    int word = line.indexOf(' ', from);
    return CUT + " " + VisibleText.of(line.substring(word < 0 ? from : word + 1)) + behind;
  }

  /// How long the words are that all begin with.
  private static int before(List<String> lines) {
    String first = lines.getFirst();
    int same = first.length();
    for (String line : lines) {
      int at = 0;
      while (at < Math.min(same, line.length()) && line.charAt(at) == first.charAt(at)) {
        at++;
      }
      same = at;
    }
    int word = first.lastIndexOf(' ', Math.max(0, same - 1)) + 1;
    return word < COMMON ? 0 : word;
  }

  /// How long the words are that all end with, behind what they begin with.
  private static int after(List<String> lines, int before) {
    String first = lines.getFirst();
    int same = first.length() - before;
    for (String line : lines) {
      int at = 0;
      while (at < Math.min(same, line.length() - before)
          && line.charAt(line.length() - 1 - at) == first.charAt(first.length() - 1 - at)) {
        at++;
      }
      same = at;
    }
    int from = first.indexOf(' ', first.length() - same);
    int word = from < 0 ? 0 : first.length() - from;
    return word < COMMON ? 0 : word;
  }
}
