package dev.metier.importer.evals;

import dev.metier.core.problem.Place;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The `testing_criteria` of an eval as graders. What asks a model or runs a program is told.
final class Criteria {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Measures of likeness that are alike here; ours may differ in the last digits.
  private static final Map<String, String> LIKE =
      Map.of(
          "bleu", "bleu_words",
          "gleu", "gleu",
          "meteor", "meteor",
          "rouge_1", "rouge_1",
          "rouge_l", "rouge_l",
          "fuzzy_match", "levenshtein",
          "cosine", "embedding");

  private final EvalsProject project;
  private final Place place;

  Criteria(EvalsProject project, Place place) {
    this.project = project;
    this.place = place;
  }

  /// The grader, as in metier.yaml; empty when it is not carried over, which is told.
  Optional<ObjectNode> grader(JsonNode criterion) {
    String type = criterion.path("type").asString("");
    String told = called(criterion);
    return switch (type) {
      case "string_check" -> text(criterion, told).flatMap(ref -> check(criterion, told, ref));
      case "text_similarity" ->
          text(criterion, told).flatMap(ref -> likeness(criterion, told, ref));
      case "label_model", "score_model" -> {
        if (!project.isJudged()) {
          lost(
              told,
              "It asks a model for its judgement.",
              "Name the model that judges, `--judge ollama/NAME`; or say exactly what can be.");
        }
        yield Optional.empty();
      }
      case "python" -> lost(told, "It is a program, which is not run.", "Use `program`.");
      case "multi" -> lost(told, "It computes with other graders.", "Use `weighted`.");
      case "endpoint" -> lost(told, "It asks a server of yours.", "Use `program`.");
      default -> lost(told, "No grader of this type is known.", "");
    };
  }

  /// The grader of a judge, when it asks a model and a judge is named; empty else, or when it is
  /// not carried over, which is told.
  Optional<JudgedCriteria.Judged> judged(JsonNode criterion) {
    return project.isJudged() && JudgedCriteria.takes(criterion)
        ? new JudgedCriteria(project, place).of(criterion, called(criterion))
        : Optional.empty();
  }

  private static String called(JsonNode criterion) {
    return criterion.path("type").asString("") + " `" + criterion.path("name").asString("") + "`";
  }

  private Optional<ObjectNode> lost(String type, String why, String instead) {
    project.lost(type, place, why, instead);
    return Optional.empty();
  }

  /// The reference, when the answer is what is compared with it.
  private Optional<String> text(JsonNode criterion, String told) {
    if (new ItemTemplate(criterion.path("input").asString("")).sample().isEmpty()) {
      lost(
          told,
          "Its `input` is neither the answer nor a field of it.",
          "Compare `{{sample.output_text}}`.");
      return Optional.empty();
    }
    Optional<String> reference = new ItemTemplate(criterion.path("reference").asString("")).ours();
    if (reference.isEmpty()) {
      lost(told, "Its `reference` is taken from the answer itself.", "");
    }
    return reference;
  }

  private Optional<ObjectNode> check(JsonNode criterion, String told, String reference) {
    ObjectNode grader = JSON.createObjectNode();
    switch (criterion.path("operation").asString("")) {
      case "eq" -> grader.putObject("equals").put("expected", reference).put("exact", true);
      case "ne" -> grader.putObject("not_equals").put("expected", reference).put("exact", true);
      case "like" -> grader.putObject("contains").put("text", reference).put("strict", true);
      case "ilike" -> grader.putObject("contains").put("text", reference).put("ignore_case", true);
      default -> {
        return lost(told, "Its `operation` is not known.", "There are eq, ne, like and ilike.");
      }
    }
    return Optional.of(at(criterion, grader));
  }

  private Optional<ObjectNode> likeness(JsonNode criterion, String told, String reference) {
    String metric = criterion.path("evaluation_metric").asString("");
    String ours = LIKE.get(metric);
    if (ours == null) {
      return lost(told, "The measure `" + metric + "` is not there.", "Use rouge_l, bleu or chrf.");
    }
    project.note("text_similarity by " + metric + " is `" + ours + "` here: alike, not equal.");
    ObjectNode grader = JSON.createObjectNode();
    ObjectNode keys = grader.putObject(ours).put("expected", reference);
    if (criterion.path("pass_threshold").isNumber()) {
      keys.put("at_least", Math.clamp(criterion.path("pass_threshold").asDouble(), 0, 1));
    }
    return Optional.of(at(criterion, grader));
  }

  private static ObjectNode at(JsonNode criterion, ObjectNode grader) {
    new ItemTemplate(criterion.path("input").asString(""))
        .sample()
        .filter(path -> !path.isEmpty())
        .ifPresent(path -> grader.put("at", path));
    return grader;
  }
}
