package dev.metier.project.cases;

import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.JobName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A line of a file of what people say of cases: what one says, or that it is taken back.
///
/// @param content hash of the case as it was then
record ReviewLine(
    String caseId,
    String content,
    boolean undo,
    CaseReview.Value value,
    Optional<String> expected,
    String by,
    Instant at,
    String note) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String UNDO = "undo";
  private static final String REPLACED = "expected";

  /// What is wrong with a line, in a sentence.
  static final class NotAReview extends Exception {
    private static final long serialVersionUID = 1;

    NotAReview(String what) {
      super(what);
    }

    String what() {
      return String.valueOf(getMessage());
    }
  }

  static String write(JobName job, CaseReview review, boolean undo) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("job", job.text()).put("case", review.given().id());
    line.put("label", undo ? UNDO : review.value().word());
    if (!undo) {
      review.expected().ifPresent(text -> line.put(REPLACED, text));
    }
    line.put("labeller", review.by()).put("at", review.at().toString());
    if (!review.note().isEmpty()) {
      line.put("note", review.note());
    }
    return JSON.writeValueAsString(line.put("content", CaseReview.content(review.given())));
  }

  static ReviewLine read(String line) throws NotAReview {
    JsonNode node = tree(line);
    String said = text(node, "label");
    boolean undo = said.equals(UNDO);
    Optional<CaseReview.Value> value =
        undo ? Optional.of(CaseReview.Value.CANNOT_TELL) : CaseReview.Value.of(said);
    if (value.isEmpty()) {
      throw new NotAReview("`label` is right, wrong, cannot_tell or undo, not `" + said + "`.");
    }
    Optional<String> expected =
        node.has(REPLACED) && !undo ? Optional.of(text(node, REPLACED)) : Optional.empty();
    if (expected.isPresent() && value.get() != CaseReview.Value.WRONG) {
      throw new NotAReview("Only a case with the label `wrong` has something else `expected`.");
    }
    return new ReviewLine(
        text(node, "case"),
        text(node, "content"),
        undo,
        value.get(),
        expected,
        text(node, "labeller"),
        moment(text(node, "at")),
        node.path("note").asString(""));
  }

  CaseReview review(Case now, int place) {
    return new CaseReview(now, place, value, expected, by, at, note);
  }

  private static JsonNode tree(String line) throws NotAReview {
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.isObject()) {
        throw new NotAReview("What is said of a case is a JSON object, one a line.");
      }
      return node;
    } catch (JacksonException e) {
      throw new NotAReview("This is no whole JSON object.");
    }
  }

  private static String text(JsonNode node, String key) throws NotAReview {
    JsonNode found = node.path(key);
    if (!found.isString()) {
      throw new NotAReview("The line has no `" + key + "`.");
    }
    return found.stringValue();
  }

  private static Instant moment(String text) throws NotAReview {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new NotAReview("`at` is no moment such as 2026-01-31T12:00:00Z: " + text + ".");
    }
  }
}
