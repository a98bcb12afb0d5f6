package dev.metier.terminal.label;

import dev.metier.terminal.label.Sheet.Section;
import java.util.ArrayList;
import java.util.List;

/// A sheet as the lines of a window.
///
/// @param whole whether background is shown in full
/// @param scroll the first line of the texts that is shown
record SheetFrame(
    Sheet sheet,
    int columns,
    int rows,
    boolean whole,
    int scroll,
    boolean colours,
    boolean unicode) {
  private static final int LEAST_ROOM = 4;
  private static final int LEAST_BACKGROUND = 3;
  private static final String INDENT = "  ";

  /// Rows for the texts: all but the title with its rule, the rule below, message and keys.
  private int room() {
    return Math.max(LEAST_ROOM, rows - 3 - 1 - keys().size());
  }

  List<String> lines() {
    List<String> body = body();
    int from = Math.clamp(scroll, 0, last(body));
    int to = Math.min(body.size(), from + room());
    var lines = new ArrayList<String>();
    lines.add(head());
    lines.add(rule(""));
    lines.addAll(body.subList(from, to));
    while (lines.size() < room() + 2) {
      lines.add("");
    }
    boolean more = body.size() > room();
    lines.add(
        rule(
            more
                ? "lines %d to %d of %d; space and arrows scroll"
                    .formatted(from + 1, to, body.size())
                : ""));
    lines.add(cut(sheet.message(), columns));
    lines.addAll(keys());
    return lines;
  }

  /// How far it can be scrolled.
  int last() {
    return last(body());
  }

  private int last(List<String> body) {
    return Math.max(0, body.size() - room());
  }

  int page() {
    return Math.max(1, room() - 2);
  }

  private String head() {
    String status = sheet.status();
    int left = Math.max(0, columns - WrappedText.width(status) - 1);
    String title = cut(sheet.title(), left);
    int gap = Math.max(1, columns - WrappedText.width(title) - WrappedText.width(status));
    return bold(title) + " ".repeat(gap) + cut(status, columns);
  }

  private List<String> keys() {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String key : sheet.keys()) {
      if (!line.isEmpty() && line.length() + 3 + key.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "   ").append(key);
    }
    lines.add(line.toString());
    return lines.stream().map(this::bold).toList();
  }

  private String rule(String words) {
    String dash = unicode ? "─" : "-";
    String lead = words.isEmpty() ? "" : dash.repeat(2) + " " + words + " ";
    return dim(cut(lead + dash.repeat(Math.max(0, columns - lead.length())), columns));
  }

  private List<String> body() {
    List<String> all = body(Integer.MAX_VALUE);
    if (whole || all.size() <= room()) {
      return all;
    }
    long backgrounds = sheet.sections().stream().filter(Section::background).count();
    int most = room() / (2 + (int) backgrounds);
    return body(Math.max(LEAST_BACKGROUND, most));
  }

  private List<String> body(int background) {
    var body = new ArrayList<String>();
    for (Section section : sheet.sections()) {
      List<String> lines = WrappedText.lines(section.text(), columns - INDENT.length());
      body.add(dim(section.heading()));
      boolean cut = section.background() && lines.size() - 1 > background;
      lines.subList(0, cut ? background : lines.size()).forEach(line -> body.add(INDENT + line));
      if (cut) {
        body.add(dim(INDENT + (lines.size() - background) + " more lines; i shows them"));
      }
      body.add("");
    }
    body.removeLast();
    return body;
  }

  private static String cut(String text, int columns) {
    String line = WrappedText.visible(text);
    return WrappedText.width(line) <= columns
        ? line
        : WrappedText.lines(line, Math.max(8, columns)).getFirst();
  }

  private String dim(String text) {
    return colours ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  private String bold(String text) {
    return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
