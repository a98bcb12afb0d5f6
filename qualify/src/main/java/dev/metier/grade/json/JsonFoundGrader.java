package dev.metier.grade.json;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Somewhere in the answer stands a JSON object, one that follows the schema if there is one.
public record JsonFoundGrader(Optional<AnswerSchema> schema) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    String text = sample.reply().text();
    List<JsonNode> found = FoundJson.in(text);
    if (found.isEmpty()) {
      return Grade.fail("Expected a JSON object, found none in " + quote(text.strip()) + ".");
    }
    if (schema.isEmpty()) {
      return Grade.pass("There is a JSON object.");
    }
    String violation = "";
    for (JsonNode node : found) {
      Optional<String> wrong = schema.get().violation(node);
      if (wrong.isEmpty()) {
        return Grade.pass("There is a JSON object that follows the schema.");
      }
      violation = wrong.get();
    }
    return Grade.fail(violation);
  }
}
