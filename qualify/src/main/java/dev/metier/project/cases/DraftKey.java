package dev.metier.project.cases;

import dev.metier.job.Case.Draft;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The key `draft` of a case: `{answer: ..., by: person}`, or by `model NAME`. Where it is anything
/// else, it is a variable.
public final class DraftKey {
  static final String NAME = "draft";
  static final String REMEDY =
      "Write {\"answer\": \"...\", \"by\": \"person\"}, or \"model NAME\" for who wrote it.";
  private static final Pattern MEANT = Pattern.compile("^\\s*\\{.*\"answer\"\\s*:", Pattern.DOTALL);
  private static final int KEYS = 2;

  private DraftKey() {}

  /// Whether a value is meant as one: an object with an answer.
  static boolean isMeant(String text) {
    return MEANT.matcher(text).find();
  }

  /// A draft as a file has it; empty when it has it otherwise.
  public static Optional<Draft> read(String text) {
    try {
      JsonNode json = JsonMapper.shared().readTree(text);
      JsonNode answer = json.path("answer");
      boolean sound =
          json.isObject() && json.size() == KEYS && !answer.isMissingNode() && !answer.isNull();
      String plain = answer.isString() ? answer.stringValue() : answer.toString();
      return sound && json.path("by").isString() && !plain.isBlank()
          ? Draft.of(plain, json.path("by").stringValue())
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// Writes a draft into a case.
  public static void put(ObjectNode given, Draft draft) {
    given.putObject(NAME).put("answer", draft.answer()).put("by", draft.by());
  }
}
