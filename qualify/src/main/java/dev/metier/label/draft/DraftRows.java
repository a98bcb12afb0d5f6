package dev.metier.label.draft;

import dev.metier.core.problem.ProblemsException;
import dev.metier.project.cases.CsvReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Drafts in tables of separated values: an accepted one moves from the column `draft` to
/// `expected`, a column that is added when there is none.
///
/// @param usual the separator where the header does not show another
record DraftRows(char usual) implements DraftForm {
  private static final String DRAFT = "draft";
  private static final String EXPECTED = "expected";

  /// A row and where it stands in the text.
  ///
  /// @param to behind its line end
  /// @param ends where each value ends
  private record Place(CsvReader.Row row, int from, int to, List<Integer> ends) {
    int size() {
      return ends.size();
    }

    int end() {
      return ends.getLast();
    }
  }

  /// A table as its text has it, the header first.
  private record Sheet(char delimiter, List<String> header, List<Place> places) {
    int column(String name) {
      return header.indexOf(name);
    }

    /// Whether a row of cases holds what the header names.
    boolean holds(Place place) {
      return place.row().flaw().isEmpty()
          && !place.row().isBlank()
          && place.size() >= header.size()
          && place.row().values().stream().skip(header.size()).allMatch(String::isBlank);
    }
  }

  /// The text from one place to another becomes another.
  private record Change(int from, int to, String text) {}

  @Override
  public List<Found> found(Path file, String text) {
    Sheet sheet = sheet(text);
    int column = sheet.column(DRAFT);
    var found = new ArrayList<Found>();
    for (int i = 1; column >= 0 && i < sheet.places().size(); i++) {
      Place place = sheet.places().get(i);
      if (sheet.holds(place) && !place.row().values().get(column).isBlank()) {
        ObjectNode given = given(sheet, place);
        DraftForm.read(file, i, place.row().line(), given.toString(), given).ifPresent(found::add);
      }
    }
    return found;
  }

  private static ObjectNode given(Sheet sheet, Place place) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < sheet.header().size(); i++) {
      String name = sheet.header().get(i);
      String value = place.row().values().get(i);
      if (name.equals(DRAFT)) {
        try {
          given.set(name, JsonMapper.shared().readTree(value));
        } catch (JacksonException e) {
          given.put(name, value);
        }
      } else if (!value.isBlank() || !DraftForm.OURS.contains(name)) {
        given.put(name, value);
      }
    }
    return given;
  }

  @Override
  public String accepted(Path file, String text, Found found, String expected) {
    Sheet sheet = sheet(text);
    Place place = sheet.places().get(found.number());
    var values = new LinkedHashMap<String, String>();
    values.put(DRAFT, "");
    values.put(EXPECTED, expected);
    if (DraftForm.saysWho(given(sheet, place), found.draft())) {
      values.put("expected_by", found.draft().by());
    }
    var changes = new ArrayList<Change>();
    var added = new LinkedHashMap<String, String>();
    values.forEach((name, value) -> {
      int column = sheet.column(name);
      if (column < 0) {
        added.put(name, value);
      } else {
        int from = column == 0 ? place.from() : place.ends().get(column - 1) + 1;
        changes.add(new Change(from, place.ends().get(column), quoted(value, sheet.delimiter())));
      }
    });
    if (!added.isEmpty()) {
      addColumns(file, sheet, place, added, changes);
    }
    return changed(text, changes);
  }

  /// Adds columns behind the last one: their names, the values of one row, and nothing elsewhere.
  private static void addColumns(
      Path file, Sheet sheet, Place of, Map<String, String> added, List<Change> changes) {
    String sign = String.valueOf(sheet.delimiter());
    for (Place place : sheet.places()) {
      if (place.size() == 1 && place.row().isBlank()) {
        continue;
      }
      if (place.size() != sheet.header().size() || place.row().flaw().isPresent()) {
        throw new ProblemsException(
            file
                + ":"
                + place.row().line()
                + ": no column can be added, since this line has not as many values as the header.",
            "Add the "
                + (added.size() == 1 ? "column " : "columns ")
                + String.join(" and ", added.keySet())
                + " to the table yourself.");
      }
      boolean header = place.equals(sheet.places().getFirst());
      added.forEach((name, value) -> {
        String cell = header ? name : place.equals(of) ? quoted(value, sheet.delimiter()) : "";
        changes.add(new Change(place.end(), place.end(), sign + cell));
      });
    }
  }

  @Override
  public String dropped(Path file, String text, Found found) {
    Place place = sheet(text).places().get(found.number());
    return text.substring(0, place.from()) + text.substring(place.to());
  }

  private static String quoted(String value, char delimiter) {
    boolean plain =
        value.equals(value.strip())
            && value.chars().noneMatch(c -> c == delimiter || "\"\r\n{[".indexOf(c) >= 0);
    return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  /// Makes changes that do not overlap; those at one place stand in their order.
  private static String changed(String text, List<Change> changes) {
    var changed = new StringBuilder();
    int done = 0;
    for (Change each : changes.stream().sorted(Comparator.comparingInt(Change::from)).toList()) {
      changed.append(text, done, each.from()).append(each.text());
      done = each.to();
    }
    return changed.append(text, done, text.length()).toString();
  }

  /// The table from its header on.
  private Sheet sheet(String text) {
    String first = text.lines().findFirst().orElse("");
    char delimiter = CsvReader.delimiter(first, usual);
    var csv = new CsvReader(new StringReader(text), delimiter);
    var places = new ArrayList<Place>();
    try {
      for (int from = 0; from < text.length(); from = csv.position()) {
        Optional<CsvReader.Row> row = csv.next();
        if (row.isPresent() && (!places.isEmpty() || !row.get().isBlank())) {
          List<Integer> ends =
              IntStream.range(0, row.get().values().size()).mapToObj(csv::end).toList();
          places.add(new Place(row.get(), from, csv.position(), ends));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory is read", e);
    }
    List<String> header =
        places.isEmpty()
            ? List.of()
            : new ArrayList<>(
                places.getFirst().row().values().stream().map(String::strip).toList());
    while (!header.isEmpty() && header.getLast().isEmpty()) {
      header.removeLast();
    }
    return new Sheet(delimiter, header, places);
  }
}
