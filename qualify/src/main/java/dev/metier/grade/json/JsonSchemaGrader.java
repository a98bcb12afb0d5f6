package dev.metier.grade.json;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;

/// The answer follows a schema.
public record JsonSchemaGrader(AnswerSchema schema) implements Grader {
  public static Grader of(GraderSpec.JsonSchema spec) {
    return new JsonSchemaGrader(AnswerSchema.of(spec.schema()));
  }

  @Override
  public Grade grade(Sample sample) {
    return switch (JsonComparison.parse(sample.reply().text())) {
      case JsonComparison.Bad bad -> Grade.fail(bad.why());
      case JsonComparison.Good good ->
          schema
              .violation(good.node())
              .map(Grade::fail)
              .orElseGet(() -> Grade.pass("The JSON follows the schema."));
    };
  }
}
