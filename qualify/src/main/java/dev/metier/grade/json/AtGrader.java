package dev.metier.grade.json;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.Case;
import dev.metier.wire.JsonPath;
import tools.jackson.databind.JsonNode;

/// Another grader, for one value of an answer that is JSON. An answer without the value fails, and
/// so does one that writes it twice: readers differ in which of two values of one name they take.
///
/// @param written the path as the project has it
public record AtGrader(String written, JsonPath path, Grader of) implements Grader {
  public static AtGrader of(String path, Grader of) {
    return new AtGrader(path, JsonPath.of(path), of);
  }

  @Override
  public boolean judges(Case given) {
    return of.judges(given);
  }

  @Override
  public Grade grade(Sample sample) {
    return switch (JsonComparison.parse(sample.reply().text())) {
      case JsonComparison.Bad bad -> Grade.fail(written + ": " + bad.why());
      case JsonComparison.Good good ->
          path.times(sample.reply().text()) > 1
              ? Grade.fail("The answer has `" + written + "` twice.")
              : at(path.in(good.node()), sample);
    };
  }

  private Grade at(JsonNode value, Sample sample) {
    if (value.isMissingNode()) {
      return Grade.fail("The answer has no `" + written + "`.");
    }
    Grade grade = of.grade(sample.saying(JsonComparison.textOf(value)));
    return new Grade(grade.score(), written + ": " + grade.reason(), grade.parts(), grade.broken());
  }
}
