package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.JsonComparison;
import dev.metier.grade.value.ValueComparison;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Comparison;
import java.util.Optional;

/// The answer is the expected value of its kind.
public record ValueGrader(Wording expected, Comparison comparison) implements Grader {
  public static Grader of(GraderSpec.Value spec) {
    return new ValueGrader(Wording.of(spec.expected()), spec.comparison());
  }

  @Override
  public Grade grade(Sample sample) {
    String wanted = expected.in(sample, comparison.kind());
    String found = sample.reply().text().strip();
    return mismatch(wanted, found)
        .map(Grade::fail)
        .orElseGet(() -> Grade.pass("Found " + quote(found) + ", as expected."));
  }

  private Optional<String> mismatch(String wanted, String found) {
    return switch (comparison.kind()) {
      case JSON -> asJson(wanted, found);
      case AUTO, ONE_OF ->
          JsonComparison.parse(found) instanceof JsonComparison.Good good
              ? ValueComparison.mismatch(comparison, wanted, good.node())
              : ValueComparison.mismatch(comparison, wanted, found);
      case TEXT, NUMBER, DATE, MONEY, BOOLEAN, NULL, CONTAINS, REGEX ->
          ValueComparison.mismatch(comparison, wanted, found);
    };
  }

  private static Optional<String> asJson(String wanted, String found) {
    return switch (JsonComparison.parse(found)) {
      case JsonComparison.Bad bad -> Optional.of(bad.why());
      case JsonComparison.Good good ->
          JsonComparison.same(JsonComparison.expected(wanted), good.node())
              ? Optional.empty()
              : Optional.of("Expected " + quote(wanted) + ", found " + quote(found) + ".");
    };
  }
}
