package dev.metier.importer.outcome;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.outcome.OutcomeProject.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of samples of lm-evaluation-harness (`--log_samples`): `samples_TASK_DATE.jsonl` in a
/// folder that is called by the model.
final class LmEvalSamples {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final Pattern NAME =
      Pattern.compile("samples_(.+?)(?:_\\d{4}-\\d\\d-\\d\\dT.*)?\\.jsonl");
  private static final List<String> USUAL =
      List.of("exact_match", "acc", "acc_norm", "f1", "em", "pass@1", "bleu");

  private final OutcomeProject project;
  private final Path file;
  private String filter = "";

  LmEvalSamples(OutcomeProject project, Path file) {
    this.project = project;
    this.file = file;
  }

  /// Whether a file is called as these are.
  static boolean isOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /// @throws ProblemsException when it cannot be read
  void read() {
    Matcher name = NAME.matcher(file.getFileName().toString());
    String task = name.matches() ? name.group(1) : "task";
    Path above = file.toAbsolutePath().normalize().getParent();
    Path folder = above == null ? null : above.getFileName();
    String model = folder == null ? "model" : folder.toString().replaceFirst(".*__", "");
    int number = 0;
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        number++;
        if (!line.isBlank()) {
          line(line, task, model, new Place(file, number, 1));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ProblemsException(file + " cannot be read as UTF-8.", "See what it is.");
    }
  }

  private void line(String line, String task, String model, Place place) {
    JsonNode sample;
    try {
      sample = JSON.readTree(line);
    } catch (JacksonException e) {
      project.lost("sample", place, "It is no JSON.", "");
      return;
    }
    String by = sample.path("filter").asString("none");
    if (filter.isEmpty()) {
      filter = by;
    }
    if (!by.equals(filter)) {
      project.note("Of several filters the first one counts: " + filter + ", not " + by + ".");
      return;
    }
    OptionalDouble score = score(sample);
    if (score.isEmpty() || !sample.has("doc_id")) {
      project.lost("sample", place, "It has no `doc_id`, or no measure within 0 and 1.", "");
      return;
    }
    String id = "doc " + sample.path("doc_id").asString(sample.path("doc_id").toString());
    String target = sample.path("target").asString(sample.path("target").toString());
    project.given(
        task, id, prompt(sample), Optional.of(target).filter(t -> !t.isBlank()), List.of());
    project.outcome(
        task,
        new Scored(id, model, 0, score.getAsDouble(), OptionalDouble.empty(), Optional.empty()));
  }

  private OptionalDouble score(JsonNode sample) {
    var names = new java.util.ArrayList<String>();
    sample.path("metrics").forEach(name -> names.add(name.asString("")));
    names.addAll(USUAL);
    for (String name : names) {
      JsonNode value = sample.path(name);
      double number = value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.asDouble(-1);
      if ((value.isNumber() || value.isBoolean()) && number >= 0 && number <= 1) {
        project.note("The measure of " + file.getFileName() + " is `" + name + "`.");
        return OptionalDouble.of(number);
      }
    }
    return OptionalDouble.empty();
  }

  /// What the model was asked: the first argument of the first request.
  private static String prompt(JsonNode sample) {
    JsonNode arguments = sample.path("arguments");
    JsonNode first = arguments.isArray() ? arguments.path(0) : arguments.path("gen_args_0");
    JsonNode said = first.isArray() ? first.path(0) : first.path("arg_0");
    return said.isString() ? said.stringValue() : sample.path("doc").toString();
  }
}
