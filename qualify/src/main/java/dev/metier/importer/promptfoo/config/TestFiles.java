package dev.metier.importer.promptfoo.config;

import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import dev.metier.project.cases.CsvReader;
import dev.metier.project.cases.SpreadsheetReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tests: written in the configuration, or in tables, lines and lists beside it.
public final class TestFiles {
  private static final String EXPECTED = "__expected";

  /// A workbook and one of its sheets.
  private static final Pattern SHEET = Pattern.compile("(?i)(.+\\.xlsx?)#(.+)");

  private final ConfigFolder source;

  public TestFiles(ConfigFolder source) {
    this.source = source;
  }

  /// What stands under `tests`.
  public List<TestCase> tests(Written written) {
    return switch (written) {
      case Written.Items(_, var items) -> items.stream().flatMap(i -> tests(i).stream()).toList();
      case Written.Scalar scalar -> named(scalar.text(), scalar.place());
      case Written.Entries entries when entries.find("path").isPresent() ->
          named(entries.find("path").get().value().textOrJson(), entries.place());
      case Written.Entries entries -> List.of(test(entries));
    };
  }

  private List<TestCase> named(String text, Place place) {
    if (text.startsWith("http:") || text.startsWith("https:") || text.startsWith("huggingface:")) {
      source.lost(
          "tests", place, "Tests on the network are not fetched.", "Save them beside the file.");
      return List.of();
    }
    if (text.startsWith("package:")) {
      source.lost("tests", place, "Tests that a package makes are not run.", "Save what it makes.");
      return List.of();
    }
    Matcher sheet = SHEET.matcher(text);
    if (sheet.matches()) {
      return source
          .file(sheet.group(1), place)
          .map(file -> workbook(file, sheet.group(2), place))
          .orElse(List.of());
    }
    return source.matching(text, place).stream().flatMap(f -> file(f, place).stream()).toList();
  }

  private List<TestCase> file(Path file, Place place) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "csv" -> table(file, place);
      case "jsonl" -> lines(file, place);
      case "yaml", "yml", "json" -> source.written(file, place).map(this::tests).orElse(List.of());
      case "xlsx", "xls" -> workbook(file, "", place);
      default -> {
        source.lost(
            "tests", place, "Tests of " + name + " come from a program, which is not run.", "");
        yield List.of();
      }
    };
  }

  private List<TestCase> lines(Path file, Place place) {
    var tests = new ArrayList<TestCase>();
    int number = 0;
    for (String line : source.text(file.toString(), place).orElse("").split("\n", -1)) {
      Place at = new Place(file, ++number, 1);
      if (!line.isBlank()) {
        source
            .yaml(file, line, problem -> source.lost("tests", at, problem.what(), problem.hint()))
            .map(written -> written.at(at))
            .ifPresent(written -> tests.addAll(tests(written)));
      }
    }
    return tests;
  }

  /// One test: an object.
  public TestCase test(Written.Entries entries) {
    var vars = entries.find("vars").map(e -> vars(e.value())).orElse(Map.of());
    var options =
        entries
            .find("options")
            .map(Written.Entry::value)
            .filter(Written.Entries.class::isInstance)
            .map(w -> members((Written.Entries) w))
            .orElse(Map.of());
    entries.find("metadata").ifPresent(_ -> aside());
    return new TestCase(
        entries.place(),
        entries.find("description").map(e -> e.value().textOrJson()),
        vars,
        entries.find("assert").map(e -> assertions(e.value())).orElse(List.of()),
        number(entries.find("threshold")),
        options,
        choice(entries));
  }

  /// Tells of what says nothing about whether an answer is right.
  private void aside() {
    source.note(
        "`metadata` of tests and names of metrics in tables judge nothing, and are left out; write"
            + " `slices` into the cases for groups of them.");
  }

  private static TestCase.Choice choice(Written.Entries entries) {
    return new TestCase.Choice(
        entries.find("provider").map(Written.Entry::value),
        names(entries, "providers"),
        names(entries, "prompts"));
  }

  /// The names of a list, or the one that stands in place of it.
  public static Optional<List<String>> names(Written.Entries entries, String key) {
    return entries
        .find(key)
        .map(Written.Entry::value)
        .map(written -> items(written).map(TestFiles::id).toList());
  }

  private static Stream<Written> items(Written written) {
    return written instanceof Written.Items(_, var all) ? all.stream() : Stream.of(written);
  }

  /// What a model is named by, alone or in an object.
  public static String id(Written model) {
    return model instanceof Written.Entries entries
        ? entries.find("id").map(e -> e.value().textOrJson()).orElse("")
        : model.textOrJson();
  }

  private Map<String, Written> vars(Written written) {
    if (written instanceof Written.Entries entries) {
      entries
          .find("assert")
          .filter(entry -> entry.value() instanceof Written.Items)
          .ifPresent(entry ->
              source.lost(
                  "assert",
                  entry.place(),
                  "Below `vars` it is a variable to promptfoo, and asserts nothing.",
                  "Move it beside `vars`."));
      return members(entries);
    }
    if (written instanceof Written.Scalar named && ConfigFolder.isFile(named.text())) {
      source.lost(
          "vars",
          named.place(),
          "promptfoo reads no variables from `file://` here.",
          "Name the file without it.");
    } else if (written instanceof Written.Scalar scalar && !scalar.text().isEmpty()) {
      return source
          .file(scalar.text(), scalar.place())
          .flatMap(file -> source.written(file, scalar.place()))
          .filter(Written.Entries.class::isInstance)
          .map(w -> members((Written.Entries) w))
          .orElse(Map.of());
    }
    return Map.of();
  }

  private static Map<String, Written> members(Written.Entries entries) {
    var members = new LinkedHashMap<String, Written>();
    entries.entries().forEach(entry -> members.put(entry.key(), entry.value()));
    return members;
  }

  private List<Assertion> assertions(Written written) {
    var assertions = new ArrayList<Assertion>();
    List<Written> items = written instanceof Written.Items(_, var all) ? all : List.of(written);
    for (Written item : items) {
      if (item instanceof Written.Entries one && one.find("$ref").isPresent()) {
        source.lost(
            "$ref",
            one.place(),
            "References are not followed.",
            "Write the assertion in its place.");
      } else if (item instanceof Written.Entries one) {
        assertions.add(Assertion.of(one));
      } else {
        source.lost("assert", item.place(), "An assertion is an object.", "");
      }
    }
    return assertions;
  }

  private static OptionalDouble number(Optional<Written.Entry> entry) {
    return entry
        .map(Written.Entry::value)
        .filter(w -> w instanceof Written.Scalar s && s.sort() == Written.Sort.NUMBER)
        .map(w -> OptionalDouble.of(Double.parseDouble(((Written.Scalar) w).text())))
        .orElse(OptionalDouble.empty());
  }

  // Tables ---------------------------------------------------------------------------------------

  private List<TestCase> table(Path file, Place place) {
    var tests = new ArrayList<TestCase>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      in.mark(1);
      if (in.read() != '\uFEFF') {
        in.reset();
      }
      var csv = new CsvReader(in, ',');
      List<String> header =
          csv.next()
              .map(row -> row.values().stream().map(String::strip).toList())
              .orElse(List.of());
      warn(header, file);
      for (var row = csv.next(); row.isPresent(); row = csv.next()) {
        if (row.get().flaw().isPresent()) {
          var flaw = row.get().flaw().get();
          source.lost(
              "tests", new Place(file, flaw.line(), flaw.column()), flaw.what(), flaw.hint());
        } else if (!row.get().isBlank()) {
          tests.add(row(header, row.get().values(), new Place(file, row.get().line(), 1)));
        }
      }
    } catch (IOException e) {
      source.lost("tests", place, file.getFileName() + " cannot be read.", "Save it as UTF-8.");
    }
    return tests;
  }

  private void warn(List<String> header, Path file) {
    if (header.size() == 1 && header.getFirst().contains(";")) {
      source.note(
          file.getFileName()
              + ": semicolons part no columns in promptfoo's tables, so that there is only one.");
    }
    header.stream()
        .filter(name -> name.equals("_expected") || name.equals("expected"))
        .forEach(name ->
            source.note(
                file.getFileName()
                    + ": the column `"
                    + name
                    + "` is a variable; only `__expected` with two underscores asserts."));
  }

  private List<TestCase> workbook(Path file, String sheet, Place place) {
    return switch (SpreadsheetReader.read(file, sheet)) {
      case SpreadsheetReader.Sheeted.Unreadable(String why) -> {
        source.lost("tests", place, why, "Save the sheet as CSV (UTF-8).");
        yield List.of();
      }
      case SpreadsheetReader.Sheeted.Rows(var rows, _) when rows.isEmpty() -> List.of();
      case SpreadsheetReader.Sheeted.Rows(var rows, _) -> {
        List<String> header = rows.getFirst().values().stream().map(String::strip).toList();
        warn(header, file);
        yield rows.stream()
            .skip(1)
            .map(row -> row(header, row.values(), new Place(file, row.line(), 1)))
            .toList();
      }
    };
  }

  private TestCase row(List<String> header, List<String> values, Place at) {
    var vars = new LinkedHashMap<String, Written>();
    var assertions = new ArrayList<Assertion>();
    Optional<String> description = Optional.empty();
    OptionalDouble threshold = OptionalDouble.empty();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      String value = i < values.size() ? values.get(i) : "";
      if (name.startsWith(EXPECTED)) {
        if (!value.isBlank()) {
          assertions.add(Assertion.of(value.strip(), at));
        }
      } else if (name.equals("__description")) {
        description = Optional.of(value).filter(text -> !text.isBlank());
      } else if (name.equals("__threshold")) {
        threshold =
            value.strip().matches("\\d+(\\.\\d+)?")
                ? OptionalDouble.of(Double.parseDouble(value.strip()))
                : threshold;
      } else if (name.startsWith("__")) {
        if (!value.isBlank() && (name.startsWith("__metadata") || name.equals("__metric"))) {
          aside();
        } else if (!value.isBlank()) {
          source.lost(name, at, "This column is not carried over.", "");
        }
      } else if (!name.isEmpty()) {
        vars.put(name, new Written.Scalar(at, value, Written.Sort.TEXT));
      }
    }
    return new TestCase(
        at, description, vars, assertions, threshold, Map.of(), TestCase.Choice.ALL);
  }
}
