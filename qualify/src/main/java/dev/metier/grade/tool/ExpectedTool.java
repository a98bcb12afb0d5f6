package dev.metier.grade.tool;

import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.json.AnswerSchema;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import java.util.Optional;

/// A call as expected.
public record ExpectedTool(
    String name, Optional<Wording> arguments, Optional<AnswerSchema> schema) {
  public static ExpectedTool of(GraderSpec.ExpectedCall call) {
    return new ExpectedTool(
        call.name(), call.arguments().map(Wording::of), call.schema().map(AnswerSchema::of));
  }

  /// The expectation for one case.
  WantedCall in(Sample sample) {
    return new WantedCall(name, arguments.map(a -> JsonComparison.expected(a.in(sample))), schema);
  }
}
