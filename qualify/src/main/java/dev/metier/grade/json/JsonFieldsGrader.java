package dev.metier.grade.json;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Fields of the answer have the expected values.
public record JsonFieldsGrader(List<ExpectedField> fields, boolean partial) implements Grader {
  private static final int NAMED = 3;

  public static Grader of(GraderSpec.JsonFields spec) {
    if (spec.fields().isEmpty()) {
      throw new IllegalArgumentException("There are no fields to compare");
    }
    return new JsonFieldsGrader(
        spec.fields().stream().map(ExpectedField::of).toList(), spec.partial());
  }

  @Override
  public Grade grade(Sample sample) {
    return switch (JsonComparison.parse(sample.reply().text())) {
      case JsonComparison.Bad bad -> Grade.fail(bad.why());
      case JsonComparison.Good good -> grade(good.node(), sample);
    };
  }

  private Grade grade(JsonNode root, Sample sample) {
    List<ExpectedField> asked = fields.stream().filter(field -> field.concerns(sample)).toList();
    if (asked.isEmpty()) {
      return Grade.pass("The case expects nothing of the fields.");
    }
    return grade(asked, root, sample);
  }

  private Grade grade(List<ExpectedField> asked, JsonNode root, Sample sample) {
    var wrong = new ArrayList<String>();
    for (ExpectedField field : asked) {
      field
          .mismatch(root, sample)
          .ifPresent(why -> wrong.add(field.spec().path() + ": " + lower(why)));
    }
    if (wrong.isEmpty()) {
      return Grade.pass(
          asked.size() == 1 ? "The field is right." : "All " + asked.size() + " fields are right.");
    }
    int right = asked.size() - wrong.size();
    String reason =
        right
            + " of "
            + asked.size()
            + " fields right; "
            + String.join(" ", wrong.subList(0, Math.min(NAMED, wrong.size())))
            + (wrong.size() > NAMED ? " And " + (wrong.size() - NAMED) + " more." : "");
    return Grade.of(partial ? (double) right / asked.size() : 0, reason);
  }

  private static String lower(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
