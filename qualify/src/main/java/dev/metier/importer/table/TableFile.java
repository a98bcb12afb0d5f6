package dev.metier.importer.table;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.form.Encoding;
import dev.metier.importer.table.DataTable.DataRow;
import dev.metier.project.cases.CsvReader;
import dev.metier.project.cases.SpreadsheetReader;
import dev.metier.project.cases.SpreadsheetReader.SheetRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a file as a table, by its ending.
public final class TableFile {
  private static final long LARGEST = 512L << 20;
  private static final int TOLD = 5;
  private static final int MOST_TITLES = 4;
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

  private final Path file;
  private final List<Problem> problems = new ArrayList<>();

  private TableFile(Path file) {
    this.file = file;
  }

  /// The table in a file.
  ///
  /// @param encoding that of text files, when it is not UTF-8
  /// @param sheet a workbook's sheet, by name or number; the first one when empty
  /// @throws ProblemsException when it cannot be read as one, with what is wrong where
  public static DataTable read(Path file, Optional<Charset> encoding, String sheet) {
    if (!Files.isRegularFile(file)) {
      throw new ProblemsException(
          "There is no file " + file + ".", "Name a .csv, .tsv, .xlsx, .jsonl or .json file.");
    }
    var reader = new TableFile(file);
    DataTable table = reader.table(encoding, sheet);
    if (!reader.problems.isEmpty()) {
      throw new ProblemsException(reader.told());
    }
    if (table.rows().isEmpty()) {
      throw new ProblemsException(file + " has no rows.", "A first line names the columns.");
    }
    return table;
  }

  private List<Problem> told() {
    var told = new ArrayList<>(problems.subList(0, Math.min(TOLD, problems.size())));
    if (problems.size() > TOLD) {
      told.add(
          Problem.at(
              Place.of(file),
              NumberText.count(problems.size() - TOLD, "more row")
                  + " of it "
                  + (problems.size() - TOLD == 1 ? "is" : "are")
                  + " wrong.",
              ""));
    }
    return told;
  }

  private DataTable table(Optional<Charset> encoding, String sheet) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "csv", "tsv", "txt" -> separated(text(encoding));
      case "jsonl", "ndjson" -> jsonLines(text(encoding));
      case "json" -> json(text(encoding));
      case "xlsx" -> workbook(sheet);
      default ->
          throw new ProblemsException(
              file + " is no table that can be read.",
              ending.startsWith("xls") || ending.equals("ods")
                  ? "Save it as .xlsx, or as CSV in UTF-8."
                  : "Name a .csv, .tsv, .xlsx, .jsonl or .json file.");
    };
  }

  private void wrong(int line, int column, String what, String hint) {
    problems.add(Problem.at(new Place(file, line, column), what, hint));
  }

  private String text(Optional<Charset> encoding) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ProblemsException(file + " is larger than 512 MB.", "Import a part of it.");
      }
      String text = Files.readString(file, encoding.orElse(StandardCharsets.UTF_8));
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ProblemsException(List.of(wrongEncoding()));
    } catch (IOException e) {
      throw new ProblemsException(file + " cannot be read: " + e.getMessage() + ".", "");
    }
  }

  private Problem wrongEncoding() {
    try {
      Problem told = Encoding.problem(file);
      return new Problem(
          told.place(),
          told.what(),
          "Save it as UTF-8, or say what it is: `--encoding windows-1252` (older Windows in the"
              + " West), `--encoding utf-16`.");
    } catch (IOException e) {
      return Problem.at(Place.of(file), "The file cannot be read: " + e.getMessage() + ".", "");
    }
  }

  // Separated values -----------------------------------------------------------------------------

  private DataTable separated(String text) {
    try (var in = new BufferedReader(new StringReader(text))) {
      return separated(new CsvReader(in, delimiter(text)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The sign that the first line has most of.
  private static char delimiter(String text) {
    String header = text.lines().findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
    char most = ',';
    for (char each : DELIMITERS) {
      if (count(header, each) > count(header, most)) {
        most = each;
      }
    }
    return most;
  }

  private static long count(String text, char sign) {
    return text.chars().filter(c -> c == sign).count();
  }

  private DataTable separated(CsvReader csv) throws IOException {
    Optional<CsvReader.Row> first = sound(csv);
    while (first.filter(CsvReader.Row::isBlank).isPresent()) {
      first = sound(csv);
    }
    var columns = first.map(row -> columns(row.values(), row.line())).orElse(List.of());
    var rows = new ArrayList<DataRow>();
    for (var row = sound(csv); row.isPresent() && !columns.isEmpty(); row = sound(csv)) {
      row(row.get().line(), row.get().values(), columns).ifPresent(rows::add);
    }
    return new DataTable(file, columns, rows);
  }

  /// The next row; its flaw is told.
  private Optional<CsvReader.Row> sound(CsvReader csv) throws IOException {
    Optional<CsvReader.Row> row = csv.next();
    row.flatMap(CsvReader.Row::flaw)
        .ifPresent(flaw -> wrong(flaw.line(), flaw.column(), flaw.what(), flaw.hint()));
    return row;
  }

  /// The names of the columns, without those at the end that have none.
  private List<String> columns(List<String> header, int line) {
    var names = new ArrayList<>(header.stream().map(String::strip).toList());
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    var before = new HashSet<String>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty() || !before.add(name)) {
        wrong(
            line,
            1,
            name.isEmpty()
                ? "Column " + (i + 1) + " has no name."
                : "Two columns are called `" + name + "`.",
            "The first line names each column, once.");
      }
    }
    return names;
  }

  /// A row that holds something.
  private Optional<DataRow> row(int line, List<String> values, List<String> columns) {
    boolean more = values.stream().skip(columns.size()).anyMatch(value -> !value.isBlank());
    if (more) {
      wrong(
          line,
          1,
          "This row has " + values.size() + " values, the header has " + columns.size() + ".",
          "Quote values that hold the sign between columns, a quote or a line break.");
      return Optional.empty();
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      if (!values.get(i).isBlank()) {
        named.put(columns.get(i), values.get(i).strip());
      }
    }
    return named.isEmpty() ? Optional.empty() : Optional.of(new DataRow(line, named));
  }

  private DataTable workbook(String sheet) {
    return switch (SpreadsheetReader.read(file, sheet)) {
      case SpreadsheetReader.Sheeted.Unreadable(String why) ->
          throw new ProblemsException(
              file + ": " + why, "Name a sheet with `--sheet`, or save it as .xlsx again.");
      case SpreadsheetReader.Sheeted.Rows(var found, var others) -> {
        int titles = titles(found);
        var columns =
            found.isEmpty()
                ? List.<String>of()
                : columns(found.get(titles).values(), found.get(titles).line());
        var rows =
            found.stream()
                .skip(titles + 1)
                .flatMap(row -> row(row.line(), row.values(), columns).stream())
                .toList();
        var notes = new ArrayList<String>();
        if (titles > 0) {
          notes.add(
              "The columns are named in line "
                  + found.get(titles).line()
                  + "; what stands above it is left out.");
        }
        if (!others.isEmpty()) {
          notes.add(
              "Other sheets are not read: "
                  + MappingGuess.quoted(others)
                  + ". One of them is taken with `--sheet`.");
        }
        yield new DataTable(file, columns, rows, notes);
      }
    };
  }

  /// How many rows stand above the names of the columns: a title in a single cell each.
  private static int titles(List<SheetRow> rows) {
    int titles = 0;
    while (titles < rows.size() && filled(rows.get(titles)) == 1) {
      titles++;
    }
    return titles < rows.size() && titles <= MOST_TITLES ? titles : 0;
  }

  private static long filled(SheetRow row) {
    return row.values().stream().filter(value -> !value.isBlank()).count();
  }

  // JSON -----------------------------------------------------------------------------------------

  private DataTable jsonLines(String text) {
    var columns = new LinkedHashSet<String>();
    var rows = new ArrayList<DataRow>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        int at = number;
        node(line, at).ifPresent(node -> object(node, at, columns).ifPresent(rows::add));
      }
    }
    return new DataTable(file, List.copyOf(columns), rows);
  }

  private Optional<JsonNode> node(String text, int line) {
    try {
      return Optional.of(JsonMapper.shared().readTree(text));
    } catch (JacksonException e) {
      var at = Optional.ofNullable(e.getLocation());
      int inner = at.map(l -> l.getLineNr()).orElse(1);
      wrong(
          line + inner - 1,
          Math.max(1, at.map(l -> l.getColumnNr()).orElse(1)),
          "This is not JSON: " + e.getOriginalMessage().replaceAll("\\s+", " ").strip() + ".",
          "");
      return Optional.empty();
    }
  }

  /// A list of objects, or an object that has one such list.
  private DataTable json(String text) {
    var columns = new LinkedHashSet<String>();
    var rows = new ArrayList<DataRow>();
    JsonNode root = node(text, 1).orElseGet(() -> JsonMapper.shared().createArrayNode());
    JsonNode list =
        root.isObject()
            ? root.valueStream().filter(JsonNode::isArray).findFirst().orElse(root)
            : root;
    if (!list.isArray()) {
      wrong(1, 1, "There is no list of rows.", "Write a list of objects.");
      return new DataTable(file, List.of(), List.of());
    }
    for (int i = 0; i < list.size(); i++) {
      object(list.get(i), i + 1, columns).ifPresent(rows::add);
    }
    return new DataTable(file, List.copyOf(columns), rows);
  }

  private Optional<DataRow> object(JsonNode node, int line, Set<String> columns) {
    if (!node.isObject()) {
      wrong(line, 1, "A row is an object.", "Write {\"text\": \"...\", \"label\": \"...\"}.");
      return Optional.empty();
    }
    Map<String, String> named = new HashMap<>();
    node.properties()
        .forEach(member -> {
          JsonNode value = member.getValue();
          String text = value.isString() ? value.stringValue() : value.toString();
          columns.add(member.getKey());
          if (!value.isNull() && !text.isBlank()) {
            named.put(member.getKey(), text.strip());
          }
        });
    return named.isEmpty() ? Optional.empty() : Optional.of(new DataRow(line, named));
  }
}
