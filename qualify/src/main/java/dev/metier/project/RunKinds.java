package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The graders that run what an answer says: its query, its code.
final class RunKinds {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}");

  private static final Slot<List<String>> COMMAND =
      key(
              "command",
              Shape.oneOrMore(ScalarReader.text()),
              "What runs the tests, in a folder of their own.",
              "[python3, check.py]")
          .needed();
  private static final Slot<String> ANSWER =
      key("answer", name(), "The file that the answer's code is saved as.", "answer.py").needed();
  private static final Slot<List<Shape.Named<Template>>> FILES =
      key(
              "files",
              Shape.named("file", file()),
              "Files beside it, by name: text with `{{variables}}`, or a path to a file.",
              "{check.py: tests/check.py}")
          .usually(List.of(), "none");
  private static final Slot<Duration> TIMEOUT =
      key("timeout", ScalarReader.duration(), "How long the tests may take.", "10s")
          .usually(Duration.ofSeconds(10), "10s");
  private static final Slot<Integer> MEMORY =
      key("memory", ScalarReader.count(), "The most megabytes of address space.", "2048")
          .usually(4096, "4096");
  private static final Slot<Boolean> ALLOWED =
      key(
              "run_code",
              ScalarReader.flag(),
              "Must be true: the code is a model's, and runs on this machine.",
              "true")
          .needed();

  static final List<Slot<GraderSpec>> ALL =
      List.of(
          key(
              "sql_result",
              sqlResult(),
              "The query that the answer is brings the rows of the expected one, from a database in"
                  + " memory (SQLite).",
              "{database: data/shop.sql, expected: \"{{query}}\"}"),
          key(
              "code_tests",
              codeTests(),
              "Tests pass on the code that the answer is.",
              "{command: [python3, check.py], answer: answer.py, files: {check.py: \"{{test}}\"},"
                  + " run_code: true}"));

  private RunKinds() {}

  private static Shape<GraderSpec> sqlResult() {
    Slot<String> database =
        key(
                "database",
                ScalarReader.text().then(RunKinds::content),
                "A file of SQL that makes the tables and fills them.",
                "data/shop.sql")
            .needed();
    Slot<Boolean> ordered =
        key("ordered", ScalarReader.flag(), "Whether the order of the rows counts.", "true")
            .usually(false, "false");
    Slot<Duration> timeout =
        key("timeout", ScalarReader.duration(), "How long a query may run.", "5s")
            .usually(Duration.ofSeconds(5), "5s");
    return Table.shape("sql_result", "", database, GraderKinds.EXPECTED, ordered, timeout)
        .then((t, at, reading) ->
            t.find(database)
                .flatMap(script ->
                    t.find(GraderKinds.EXPECTED)
                        .or(() -> GraderKinds.usual(at, reading))
                        .map(query ->
                            new GraderSpec.SqlResult(
                                script, query, t.value(ordered), t.value(timeout)))));
  }

  private static Optional<String> content(String path, Place place, Reading reading) {
    return ProjectReading.of(reading)
        .file(path, place)
        .flatMap(file -> ProjectReading.of(reading).text(file, place));
  }

  private static Shape<GraderSpec> codeTests() {
    return Table.shape("code_tests", "", COMMAND, ANSWER, FILES, TIMEOUT, MEMORY, ALLOWED)
        .then((t, at, reading) -> tests(t, reading));
  }

  private static Optional<GraderSpec> tests(Table table, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    if (!table.value(ALLOWED)) {
      reading.problem(
          table.place(ALLOWED),
          "Code that a model writes runs only where you say so.",
          "Write `run_code: true`, or leave `code_tests` out.");
      return Optional.empty();
    }
    for (var file : table.value(FILES)) {
      if (!NAME.matcher(file.name()).matches() || file.name().equals(table.value(ANSWER))) {
        reading.problem(
            file.place(),
            "No file beside the answer can be called \"" + file.name() + "\".",
            "Names have no folder, and differ from the answer's.");
        return Optional.empty();
      }
    }
    var beside = new TreeMap<String, Template>();
    table.value(FILES).forEach(file -> beside.put(file.name(), file.value()));
    return Optional.of(
        new GraderSpec.CodeTests(
            table.value(COMMAND),
            table.value(ANSWER),
            beside,
            table.value(TIMEOUT),
            table.value(MEMORY)));
  }

  private static Shape<String> name() {
    return ScalarReader.text("a file name", NAME, "Without a folder.");
  }

  private static Shape<Template> file() {
    return ScalarReader.text()
        .then((text, place, reading) -> {
          boolean path = !text.contains("\n") && ProjectReading.of(reading).isFile(text.strip());
          return path ? content(text.strip(), place, reading) : Optional.of(text);
        })
        .then((text, place, reading) -> {
          var template = new Template(text);
          ProjectReading.of(reading).uses(template, place, "`code_tests`");
          return Optional.of(template);
        });
  }
}
