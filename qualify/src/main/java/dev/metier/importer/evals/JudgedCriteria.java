package dev.metier.importer.evals;

import dev.metier.core.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an eval asks a model to judge, as graders of a judge. The answer is not put into the
/// question, as it is there: our judges see request and answer below it, as data.
final class JudgedCriteria {
  /// A grader that stands in a job of its own, since how often a judge errs holds for one grading.
  ///
  /// @param name of the criterion, for the job's name
  record Judged(String name, ObjectNode grader) {}

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern ANSWER = Pattern.compile("\\{\\{\\s*sample\\.output_text\\s*\\}\\}");
  private static final int STEPS = 10;
  private static final double EPSILON = 1e-9;

  private final EvalsProject project;
  private final Place place;

  JudgedCriteria(EvalsProject project, Place place) {
    this.project = project;
    this.place = place;
  }

  static boolean takes(JsonNode criterion) {
    String type = criterion.path("type").asString("");
    return type.equals("label_model") || type.equals("score_model");
  }

  /// The grader; empty when it is not carried over, which is told.
  ///
  /// @param told how it is called in what is told
  Optional<Judged> of(JsonNode criterion, String told) {
    Optional<String> question = question(criterion);
    if (question.isEmpty()) {
      project.lost(
          told,
          place,
          "Its messages are no text, or read more of the answer than its text.",
          "Write a `rubric`.");
      return Optional.empty();
    }
    return (criterion.path("type").asString("").equals("label_model")
            ? labels(criterion, question.get(), told)
            : score(criterion, question.get(), told))
        .map(grader -> new Judged(criterion.path("name").asString("judged"), grader));
  }

  private Optional<String> question(JsonNode criterion) {
    List<String> texts = new ArrayList<>();
    for (JsonNode message : criterion.path("input")) {
      Optional<String> said =
          ApiEvals.text(message.path("content"))
              .map(text -> ANSWER.matcher(text).replaceAll("(the answer below)"))
              .flatMap(text -> new ItemTemplate(text).ours());
      if (said.isEmpty()) {
        return Optional.empty();
      }
      texts.add(said.get().strip());
    }
    return Optional.of(String.join("\n\n", texts)).filter(text -> !text.isBlank());
  }

  private Optional<ObjectNode> labels(JsonNode criterion, String question, String told) {
    if (criterion.path("labels").size() < 2 || criterion.path("passing_labels").isEmpty()) {
      project.lost(told, place, "It has no `labels` with some that pass.", "Use `labels`.");
      return Optional.empty();
    }
    ObjectNode grader = JSON.createObjectNode();
    ObjectNode keys = grader.putObject("labels").put("question", question);
    keys.set("labels", criterion.path("labels"));
    keys.set("passing", criterion.path("passing_labels"));
    keys.put("judge", EvalsProject.JUDGE);
    return Optional.of(grader);
  }

  private Optional<ObjectNode> score(JsonNode criterion, String text, String told) {
    double low = criterion.path("range").path(0).asDouble(0);
    double high = criterion.path("range").path(1).asDouble(1);
    if (!criterion.path("pass_threshold").isNumber() || high <= low) {
      project.lost(
          told,
          place,
          "It has no `pass_threshold` within a `range`.",
          "Use `rubric` with `anchors` and a `threshold`.");
      return Optional.empty();
    }
    double pass = criterion.path("pass_threshold").asDouble();
    boolean whole = low == Math.rint(low) && high == Math.rint(high) && high - low >= 2;
    int first = whole ? (int) low : 0;
    int last = whole ? (int) high : STEPS;
    double scaled = first + (pass - low) / (high - low) * (last - first);
    if (!whole) {
      project.note(
          "A score from "
              + low
              + " to "
              + high
              + " is one of "
              + STEPS
              + " steps here ("
              + told
              + ").");
    }
    ObjectNode grader = JSON.createObjectNode();
    ObjectNode keys = grader.putObject("rubric").put("text", text).put("judge", EvalsProject.JUDGE);
    keys.putObject("anchors")
        .put(Integer.toString(first), "the lowest score")
        .put(Integer.toString(last), "the highest score");
    keys.put("threshold", Math.clamp((int) Math.ceil(scaled - EPSILON), first, last));
    return Optional.of(grader);
  }
}
