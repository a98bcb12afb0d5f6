package dev.metier.importer.promptfoo;

import dev.metier.chat.FinishReason;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.RecordedAnswer;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.job.Money;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// promptfoo's own file of results (`promptfoo eval -o results.json`): what each model answered to
/// each test, and how it was judged.
///
/// @param prompts the labels of the different prompts that were asked
/// @param rows what was answered, in the order of the file
/// @param errors how many rows have no answer or no judgement
/// @param asked who was asked what, these among them
record RecordedResults(List<String> prompts, List<Row> rows, int errors, List<Asked> asked) {
  private static final long LARGEST = 512 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  /// A question of a row.
  record Asked(int test, int prompt, String model) {}

  /// One answer.
  ///
  /// @param test the number of the test as promptfoo counts them, repeats among them
  /// @param components the assertions' judgements, each member of a set behind its set
  record Row(
      int test,
      int prompt,
      String model,
      String text,
      FinishReason finish,
      Optional<Duration> took,
      Optional<Money> cost,
      boolean passed,
      List<JsonNode> components) {

    /// The same, as the answer to one of our cases.
    RecordedAnswer as(String id, String name, List<Assertion> assertions) {
      return new RecordedAnswer(
          id, prompt, name, text, finish, took, cost, passed, judged(assertions));
    }

    /// Whether each assertion passed, by its number; those that were not judged are left out.
    private Map<Integer, Boolean> judged(List<Assertion> assertions) {
      Map<Integer, Boolean> judged = new HashMap<>();
      int at = 0;
      for (int i = 0; i < assertions.size(); i++) {
        String type = assertions.get(i).typed();
        if (Set.of("select-best", "max-score", "human").contains(type)) {
          continue;
        }
        if (at >= components.size()) {
          break;
        }
        JsonNode component = components.get(at);
        String told = component.path("assertion").path("type").asString(type);
        if (told.equals(type)) {
          judged.put(i, component.path("pass").asBoolean(false));
        }
        at += 1 + component.path("componentResults").size();
      }
      return judged;
    }
  }

  /// Reads such a file.
  ///
  /// @throws ProblemsException when it is none
  static RecordedResults read(Path file) {
    JsonNode results = parsed(file).path("results");
    if (!results.path("results").isArray() || !results.path("prompts").isArray()) {
      throw new ProblemsException(
          file + " holds no results of promptfoo.",
          "Make it by `promptfoo eval -o results.json`, with promptfoo 0.100 or later.");
    }
    List<String> ids = new ArrayList<>();
    List<String> models = new ArrayList<>();
    columns(results.path("prompts"), ids, models);
    List<String> prompts = List.copyOf(new LinkedHashSet<>(ids));
    List<String> labels =
        prompts.stream()
            .map(id -> results.path("prompts").path(ids.indexOf(id)).path("label").asString(""))
            .toList();
    var rows = new ArrayList<Row>();
    int errors = 0;
    var asked = new ArrayList<Asked>();
    for (JsonNode row : results.path("results")) {
      int column = row.path("promptIdx").asInt(-1);
      if (column < 0 || column >= ids.size()) {
        errors++;
        continue;
      }
      asked.add(
          new Asked(
              row.path("testIdx").asInt(-1), prompts.indexOf(ids.get(column)), models.get(column)));
      Optional<String> text =
          row.path("gradingResult").isObject() ? text(row.path("response")) : Optional.empty();
      if (text.isEmpty()) {
        errors++;
        continue;
      }
      rows.add(row(row, prompts.indexOf(ids.get(column)), models.get(column), text.get()));
    }
    return new RecordedResults(labels, rows, errors, asked);
  }

  private static JsonNode parsed(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        throw new ProblemsException(
            "There is no file " + file + " of at most 512 MB.", "Name promptfoo's results.");
      }
      return JSON.readTree(file);
    } catch (JacksonException | java.io.IOException e) {
      throw new ProblemsException(
          file + " is no JSON.", "Make it by `promptfoo eval -o results.json`.");
    }
  }

  /// The prompt and the model of each column: models of one name are told apart.
  private static void columns(JsonNode columns, List<String> ids, List<String> models) {
    Map<String, List<String>> taken = new LinkedHashMap<>();
    for (JsonNode column : columns) {
      String id = column.path("id").asString(column.path("raw").asString(""));
      List<String> before = taken.computeIfAbsent(id, _ -> new ArrayList<>());
      String plain = Yamls.name(column.path("provider").asString(""), "model").replace(".", "-");
      String name = plain;
      for (int i = 2; before.contains(name); i++) {
        name = plain + "-" + i;
      }
      before.add(name);
      ids.add(id);
      models.add(name);
    }
  }

  private static Row row(JsonNode row, int prompt, String model, String text) {
    JsonNode grading = row.path("gradingResult");
    double latency = row.path("latencyMs").asDouble(0);
    double cost = row.path("cost").asDouble(0);
    return new Row(
        row.path("testIdx").asInt(-1),
        prompt,
        model,
        text,
        finish(row.path("response").path("finishReason").asString("stop")),
        latency > 0
            ? Optional.of(Duration.ofNanos(Math.round(latency * 1_000_000)))
            : Optional.empty(),
        cost > 0 ? Optional.of(Money.usd(cost)) : Optional.empty(),
        row.path("success").asBoolean(grading.path("pass").asBoolean(false)),
        List.copyOf(grading.path("componentResults").valueStream().toList()));
  }

  private static FinishReason finish(String reason) {
    return switch (reason) {
      case "length" -> FinishReason.LENGTH;
      case "tool_calls" -> FinishReason.TOOL_USE;
      case "content_filter" -> FinishReason.FILTERED;
      default -> FinishReason.STOP;
    };
  }

  private static Optional<String> text(JsonNode response) {
    JsonNode output = response.path("output");
    return output.isMissingNode() || output.isNull()
        ? Optional.empty()
        : Optional.of(output.isString() ? output.asString() : JSON.writeValueAsString(output));
  }
}
