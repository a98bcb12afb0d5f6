package dev.metier.importer.outcome;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.importer.outcome.OutcomeProject.Scored;
import dev.metier.importer.outcome.OutcomeProject.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A log of Inspect, as `.eval` or as JSON. A run that was broken off has no `header.json`; what it
/// began with stands in its journal then. `NaN` stands bare in these files.
final class InspectLog {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final String ATTACHMENT = "attachment://";

  private final OutcomeProject project;
  private final Path file;
  private String task = "";
  private String model = "";
  private final Map<String, List<String>> unusable = new LinkedHashMap<>();

  InspectLog(OutcomeProject project, Path file) {
    this.project = project;
    this.file = file;
  }

  /// @throws ProblemsException when it is no log
  void read() {
    try {
      if (file.getFileName().toString().endsWith(".eval")) {
        archive();
      } else {
        JsonNode log = JSON.readTree(Files.readAllBytes(file));
        begin(log.path("eval"));
        log.path("samples").forEach(this::sample);
      }
    } catch (IOException | JacksonException e) {
      throw new ProblemsException(
          file + " is no log of Inspect: " + e.getMessage(),
          "Name an `.eval` file, or one as JSON.");
    }
    unusable.forEach((why, ids) ->
        project.lost(
            NumberText.count(ids.size(), "sample") + " of " + model,
            Place.of(file),
            why + " The first is " + ids.getFirst() + ".",
            "Run them again there, then import again."));
  }

  private void archive() throws IOException {
    try (var entries = new ArchiveEntries(file)) {
      boolean whole = entries.names().contains("header.json");
      String head = whole ? "header.json" : "_journal/start.json";
      begin(JSON.readTree(entries.read(head)).path("eval"));
      if (!whole) {
        project.note(
            file.getFileName() + " is of a run that was broken off: its samples are read.");
      }
      for (String name : entries.names()) {
        if (name.startsWith("samples/") && name.endsWith(".json")) {
          sample(entries, name);
        }
      }
    }
  }

  private void begin(JsonNode eval) throws IOException {
    task = eval.path("task").asString("");
    model = eval.path("model").asString("");
    if (task.isEmpty() || model.isEmpty()) {
      throw new IOException("it names no task and model.");
    }
  }

  private void sample(ArchiveEntries entries, String name) {
    try {
      sample(JSON.readTree(entries.read(name)));
    } catch (IOException | JacksonException e) {
      unusable("Cannot be read.", name);
    }
  }

  private void sample(JsonNode sample) {
    String id = sample.path("id").asString(sample.path("id").toString());
    int epoch = sample.path("epoch").asInt(1);
    if (sample.path("error").isObject()) {
      unusable("Ended with an error.", id);
      return;
    }
    OptionalDouble score = score(sample.path("scores"));
    if (score.isEmpty()) {
      unusable("Without a score within 0 and 1.", id);
      return;
    }
    if (texts(sample).anyMatch(text -> isElsewhere(sample, text))) {
      unusable("Refers to a text that the log does not hold.", id);
      return;
    }
    String target = attached(sample, text(sample.path("target")));
    project.given(
        task, id, input(sample), Optional.of(target).filter(said -> !said.isBlank()), List.of());
    JsonNode usage = sample.path("output").path("usage");
    project.outcome(
        task,
        new Scored(
            id,
            model,
            epoch - 1,
            score.getAsDouble(),
            seconds(sample),
            usage.path("input_tokens").isNumber() && usage.path("output_tokens").isNumber()
                ? Optional.of(
                    new Tokens(
                        usage.path("input_tokens").asLong(), usage.path("output_tokens").asLong()))
                : Optional.empty()));
  }

  private void unusable(String why, String id) {
    unusable.computeIfAbsent(why, _ -> new ArrayList<>()).add(id);
  }

  private static OptionalDouble seconds(JsonNode sample) {
    JsonNode time = sample.path("working_time");
    return time.isNumber() && time.asDouble() > 0
        ? OptionalDouble.of(time.asDouble())
        : OptionalDouble.empty();
  }

  /// The first scorer's value: a letter, a truth, or a number.
  private OptionalDouble score(JsonNode scores) {
    if (scores.size() > 1) {
      project.note("Of several scorers the first one counts: " + scores.propertyNames() + ".");
    }
    for (JsonNode scored : scores.values()) {
      JsonNode value = scored.path("value");
      if (value.isBoolean()) {
        return OptionalDouble.of(value.booleanValue() ? 1 : 0);
      }
      if (value.isNumber()) {
        double number = value.doubleValue();
        return number >= 0 && number <= 1 ? OptionalDouble.of(number) : OptionalDouble.empty();
      }
      return switch (value.asString("")) {
        case "C" -> OptionalDouble.of(1);
        case "P" -> OptionalDouble.of(0.5);
        case "I", "N" -> OptionalDouble.of(0);
        default -> OptionalDouble.empty();
      };
    }
    return OptionalDouble.empty();
  }

  /// What the model was given: a text, or turns as a JSON list.
  private static String input(JsonNode sample) {
    JsonNode input = sample.path("input");
    if (!input.isArray()) {
      return attached(sample, text(input));
    }
    var turns = JSON.createArrayNode();
    for (JsonNode turn : input) {
      turns
          .addObject()
          .put("role", turn.path("role").asString("user"))
          .put("content", attached(sample, text(turn.path("content"))));
    }
    return turns.toString();
  }

  /// What may stand elsewhere: what the model was given, and the target.
  private static Stream<String> texts(JsonNode sample) {
    JsonNode input = sample.path("input");
    Stream<String> given =
        input.isArray()
            ? input.valueStream().map(turn -> text(turn.path("content")))
            : Stream.of(text(input));
    return Stream.concat(given, Stream.of(text(sample.path("target"))));
  }

  private static boolean isElsewhere(JsonNode sample, String text) {
    return text.startsWith(ATTACHMENT)
        && !sample.path("attachments").path(text.substring(ATTACHMENT.length())).isString();
  }

  /// Long texts stand elsewhere in the sample.
  private static String attached(JsonNode sample, String text) {
    if (!text.startsWith(ATTACHMENT)) {
      return text;
    }
    return sample.path("attachments").path(text.substring(ATTACHMENT.length())).asString(text);
  }

  private static String text(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isArray()) {
      var texts = new ArrayList<String>();
      value.forEach(
          each -> texts.add(each.isObject() ? each.path("text").asString("") : text(each)));
      return String.join("\n", texts);
    }
    return value.isMissingNode() || value.isNull() ? "" : value.toString();
  }
}
