package dev.metier.grade.json;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.ValueComparison;
import dev.metier.job.GraderSpec;
import dev.metier.wire.JsonPath;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One field to compare.
public record ExpectedField(GraderSpec.Field spec, JsonPath path, Wording expected) {
  public static ExpectedField of(GraderSpec.Field spec) {
    return new ExpectedField(spec, JsonPath.of(spec.path()), Wording.of(spec.expected()));
  }

  /// Whether the case says what is expected here, or must.
  boolean concerns(Sample sample) {
    return !spec.optional()
        || sample.given().values().keySet().containsAll(spec.expected().variables());
  }

  Optional<String> mismatch(JsonNode root, Sample sample) {
    JsonNode found = path.in(root);
    String wanted = expected.in(sample, spec.comparison().kind());
    if (found.isMissingNode()) {
      boolean nothing = wanted.strip().equals("null");
      return Optional.of(
          "Expected " + (nothing ? "null" : quote(wanted)) + ", but the field is missing.");
    }
    return ValueComparison.mismatch(spec.comparison(), wanted, found);
  }
}
