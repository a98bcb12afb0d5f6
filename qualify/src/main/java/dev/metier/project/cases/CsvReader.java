package dev.metier.project.cases;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads values separated by commas or another sign, as RFC 4180 has them, row by row. What strays
/// from it is told at its place. Not thread-safe.
public final class CsvReader {
  private static final int END = -1;
  private static final int NONE = -2;
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

  private final Reader in;
  private final char delimiter;
  private int ahead = NONE;
  private int line = 1;
  private int column;
  private int position;
  private int[] ends = new int[16];
  private boolean json;
  private Optional<Flaw> flaw = Optional.empty();

  /// What is wrong with a row.
  public record Flaw(int line, int column, String what, String hint) {}

  /// One row.
  ///
  /// @param line where it begins
  public record Row(int line, List<String> values, Optional<Flaw> flaw) {
    /// Whether no value has anything in it.
    public boolean isBlank() {
      return values.stream().allMatch(String::isBlank);
    }
  }

  public CsvReader(Reader in, char delimiter) {
    this.in = in;
    this.delimiter = delimiter;
  }

  /// The sign that a header has most of: the usual one, commas, semicolons or tabs.
  public static char delimiter(String header, char usual) {
    String names = header.replaceAll("\"[^\"]*\"", "");
    char most = usual;
    for (char each : DELIMITERS) {
      most = count(names, each) > count(names, most) ? each : most;
    }
    return most;
  }

  private static long count(String names, char sign) {
    return names.chars().filter(c -> c == sign).count();
  }

  /// How many characters have been read.
  public int position() {
    return position;
  }

  /// Where a value of the row that was read last ends, in characters from the beginning.
  ///
  /// @param index the value's, from 0
  public int end(int index) {
    return ends[index];
  }

  /// The next row; empty at the end of the file.
  public Optional<Row> next() throws IOException {
    if (peek() == END) {
      return Optional.empty();
    }
    int first = line;
    column = 0;
    flaw = Optional.empty();
    json = false;
    var values = new ArrayList<String>();
    boolean more = true;
    while (more) {
      values.add(peek() == '"' ? quoted() : bare());
      ended(values.size() - 1);
      more = peek() == delimiter;
      if (more) {
        take();
      }
    }
    endOfLine();
    return Optional.of(new Row(first, List.copyOf(values), flaw));
  }

  private void ended(int index) {
    if (index == ends.length) {
      ends = Arrays.copyOf(ends, 2 * index);
    }
    ends[index] = position;
  }

  private String bare() throws IOException {
    int from = column + 1;
    var value = new StringBuilder();
    while (!isEnd(peek())) {
      value.append((char) take());
    }
    String text = value.toString();
    String stripped = text.strip();
    json |= stripped.startsWith("{") || stripped.startsWith("[");
    if (!json && text.length() > stripped.length() && stripped.startsWith("\"")) {
      flaw(
          from + text.indexOf('"'),
          "A blank before the quotes makes them part of the value.",
          "Remove the blank after the `" + delimiter + "`.");
    }
    return text;
  }

  private String quoted() throws IOException {
    int openedLine = line;
    int openedColumn = column + 1;
    take();
    var value = new StringBuilder();
    while (peek() != END) {
      char c = (char) take();
      if (c != '"') {
        value.append(c);
      } else if (peek() == '"') {
        value.append((char) take());
      } else {
        afterQuotes();
        return value.toString();
      }
    }
    flaw =
        Optional.of(
            new Flaw(
                openedLine,
                openedColumn,
                "The quotes that open here do not close.",
                "Close them; a quote inside a quoted value is written twice."));
    return value.toString();
  }

  /// Blanks may stand behind closing quotes, but nothing else.
  private void afterQuotes() throws IOException {
    boolean told = false;
    while (!isEnd(peek())) {
      boolean blank = Character.isWhitespace(take());
      if (!blank && !told) {
        told = true;
        flaw(
            column,
            "Something follows the closing quotes.",
            "A quote inside a quoted value is written twice, as in \"{\"\"id\"\": 1}\".");
      }
    }
  }

  private void flaw(int at, String what, String hint) {
    if (flaw.isEmpty()) {
      flaw = Optional.of(new Flaw(line, at, what, hint));
    }
  }

  private boolean isEnd(int c) {
    return c == delimiter || c == '\n' || c == '\r' || c == END;
  }

  private void endOfLine() throws IOException {
    if (peek() == '\r') {
      take();
      if (peek() != '\n') {
        line++;
      }
    }
    if (peek() == '\n') {
      take();
    }
  }

  private int peek() throws IOException {
    if (ahead == NONE) {
      ahead = in.read();
    }
    return ahead;
  }

  private int take() throws IOException {
    int taken = peek();
    ahead = NONE;
    position++;
    column++;
    if (taken == '\n') {
      line++;
      column = 0;
    }
    return taken;
  }
}
