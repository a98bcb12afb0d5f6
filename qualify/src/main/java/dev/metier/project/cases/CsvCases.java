package dev.metier.project.cases;

import dev.metier.wire.JsonSyntax;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Cases in a table of separated values.
record CsvCases(CaseText text) {
  private static final Set<String> OURS =
      Set.of("id", "expected", "slices", "cluster", "critical", "images", "graders");
  private static final int LONGEST_HEADER = 1 << 20;
  private static final String REMEDY =
      "JSON is quoted as a whole, and each quote in it is written twice, as in"
          + " \"{\"\"id\"\": 1}\".";

  /// A header and a case a row. The file is separated by what its header has most of: the usual
  /// sign, commas, semicolons or tabs. Rows without any value are skipped.
  CaseFiles.Loaded read(char usual) {
    try (BufferedReader in = Files.newBufferedReader(text.file())) {
      in.mark(1);
      if (in.read() != '\uFEFF') {
        in.reset();
      }
      char delimiter = CsvReader.delimiter(header(in), usual);
      records(new CsvReader(in, delimiter), delimiter);
    } catch (CharacterCodingException e) {
      text.notUtf8();
    } catch (IOException e) {
      text.unreadable(e);
    }
    return text.loaded();
  }

  /// The first line, or its beginning; it is read again.
  private static String header(BufferedReader in) throws IOException {
    in.mark(LONGEST_HEADER);
    var line = new StringBuilder();
    int c = in.read();
    while (c >= 0 && c != '\n' && c != '\r' && line.length() < LONGEST_HEADER - 1) {
      line.append((char) c);
      c = in.read();
    }
    in.reset();
    return line.toString();
  }

  private void records(CsvReader csv, char delimiter) throws IOException {
    var first = csv.next();
    while (first.filter(CsvReader.Row::isBlank).isPresent()) {
      first = csv.next();
    }
    List<String> header = first.map(this::header).orElse(List.of());
    if (header.isEmpty() || wrongHeader(header, first.get())) {
      return;
    }
    var skipped = new ArrayList<Integer>();
    var slips = new LinkedHashMap<String, Slips>();
    for (var next = csv.next(); next.isPresent(); next = csv.next()) {
      var row = next.get();
      if (row.flaw().isPresent()) {
        var flaw = row.flaw().get();
        text.wrong(flaw.line(), flaw.column(), flaw.what(), flaw.hint());
      } else if (!row.isBlank()) {
        row(row, header, delimiter, slips);
      } else if (row.values().size() > 1) {
        skipped.add(row.line());
      }
    }
    if (!skipped.isEmpty()) {
      text.note(skipped(skipped));
    }
    slips.forEach((column, found) -> text.note(found.told(text.file(), column)));
  }

  /// Values of a column that begin like JSON and are none, from the first on.
  private record Slips(int line, String why, int count) {
    Slips plus(Slips other) {
      return new Slips(line, why, count + other.count);
    }

    String told(Path file, String column) {
      return file.getFileName()
          + ":"
          + line
          + ": `"
          + column
          + "` begins like JSON but is none ("
          + why
          + "), so it is taken as text"
          + (count > 1 ? ", in " + count + " rows" : "")
          + ". "
          + REMEDY;
    }
  }

  private String skipped(List<Integer> lines) {
    return text.file().getFileName()
        + ": "
        + (lines.size() == 1 ? "a row" : lines.size() + " rows")
        + " without any value skipped, in line "
        + lines.getFirst()
        + (lines.size() == 1 ? "." : " and others.");
  }

  /// The names of the columns; those without a name at the end are left out.
  private List<String> header(CsvReader.Row row) {
    var names = new ArrayList<>(row.values().stream().map(n -> text.shared(n.strip())).toList());
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    return names;
  }

  private boolean wrongHeader(List<String> header, CsvReader.Row row) {
    if (row.flaw().isPresent()) {
      var flaw = row.flaw().get();
      text.wrong(flaw.line(), flaw.column(), flaw.what(), flaw.hint());
      return true;
    }
    var before = new HashSet<String>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name.isEmpty() || !before.add(name)) {
        text.wrong(
            row.line(),
            1,
            name.isEmpty()
                ? "Column " + (i + 1) + " has no name."
                : "Two columns are called `" + name + "`.",
            "The first line names each column, once.");
        return true;
      }
    }
    return false;
  }

  private void row(
      CsvReader.Row row, List<String> header, char delimiter, Map<String, Slips> slips) {
    List<String> values = row.values();
    boolean more = values.stream().skip(header.size()).anyMatch(value -> !value.isBlank());
    if (values.size() < header.size() || more) {
      boolean json = values.stream().anyMatch(v -> v.startsWith("{") || v.startsWith("["));
      text.wrong(
          row.line(),
          1,
          "This line has " + values.size() + " values, the header has " + header.size() + ".",
          json
              ? REMEDY
              : "Quote values that contain a `" + delimiter + "`, a quote or a line break.");
      return;
    }
    var found = new HashMap<String, String>();
    var vars = new LinkedHashMap<String, String>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      String value = values.get(i);
      if (!OURS.contains(name)) {
        vars.put(name, value);
        JsonSyntax.slip(value)
            .ifPresent(why -> slips.merge(name, new Slips(row.line(), why, 1), Slips::plus));
      } else if (!value.isBlank()) {
        found.put(name, value);
      }
    }
    text.add(row.line(), 1, found, vars);
  }
}
