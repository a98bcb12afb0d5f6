package dev.metier.importer.promptfoo;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.Place;
import dev.metier.grade.spec.Graders;
import dev.metier.importer.Loss;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Queries are graded as promptfoo grades them, by the tables and columns that they name. Its
/// grades were recorded by `bench/run promptfoo-parity`.
class QueriesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path QUERIES =
      Path.of("qualify/src/test/resources/dev/metier/importer/promptfoo/queries.json");

  /// What promptfoo takes for a forgotten comma, does not look at, and takes for a name of three
  /// parts.
  private static final Set<String> DIFFERENT =
      Set.of(
          "SELECT a b FROM t",
          "CREATE VIEW v AS SELECT a FROM t",
          "SHOW TABLES",
          "SELECT a::int FROM t");

  @TempDir private Path folder;

  @Test
  void theSameQueryIsTheSameGrade() throws IOException {
    List<JsonNode> queries = JSON.readTree(Files.readString(QUERIES)).valueStream().toList();
    Job job = imported(queries);
    assertThat(job.cases()).hasSameSizeAs(queries);
    var different = new TreeSet<String>();
    for (int i = 0; i < queries.size(); i++) {
      JsonNode query = queries.get(i);
      Case given = job.cases().get(i);
      String answer = query.path("answer").asString();
      boolean passed = Graders.of(job.grading(given)).grade(saying(answer, given)).passed();
      if (passed != query.path("promptfoo").asString().equals("pass")) {
        different.add(answer);
      }
    }
    assertThat(different).isEqualTo(new TreeSet<>(DIFFERENT));
  }

  private Job imported(List<JsonNode> queries) throws IOException {
    var tests = JSON.createArrayNode();
    queries.forEach(query -> {
      var test = tests.addObject();
      test.putObject("vars").put("answer", query.path("answer").asString());
      var assertion = test.putArray("assert").addObject();
      assertion.put("type", query.path("type").asString());
      assertion.set("value", query.path("value"));
    });
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            "prompts: ['{{answer}}']\nproviders: [ollama:qwen3]\ntests: " + tests + "\n");
    var made = PromptfooImport.read(file);
    assertThat(made.losses()).isEmpty();
    Path out = folder.resolve("out");
    for (var each : made.files().entrySet()) {
      Path to = out.resolve(each.getKey());
      Files.createDirectories(to.getParent());
      Files.writeString(to, each.getValue());
    }
    return ProjectReader.read(out).jobs().getFirst();
  }

  @Test
  void whatIsNoListOfNamesIsTold() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            prompts: [Say it]
            providers: [ollama:qwen3]
            tests:
              - assert:
                  - {type: is-sql, value: {allowedTables: "select::null::t"}}
                  - {type: is-sql, value: {allowedColumns: ["select::null::(a"]}}
                  - {type: is-sql, value: {allowedTables: ["select::null::{{table}}"]}}
                  - {type: is-sql, value: MySQL}
                  - {type: is-sql, value: {allowedTables: [orders], allowedTable: [t]}}
            """);
    var made = PromptfooImport.read(file);
    assertThat(made.losses())
        .extracting(Loss::place)
        .extracting(Place::line)
        .containsExactly(5, 6, 7, 8);
    assertThat(made.carried()).isEqualTo(1);
    assertThat(made.notes())
        .anySatisfy(note -> assertThat(note).contains("`orders`", "select::null::orders"))
        .anySatisfy(note -> assertThat(note).contains("`allowedTable`"));
  }
}
