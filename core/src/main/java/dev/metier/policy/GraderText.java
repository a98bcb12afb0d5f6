package dev.metier.policy;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.metier.job.GraderSpec;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Graders as JSON, exact both ways: a field for each of what [GraderSpec] names, and `grader` for
/// the kind.
final class GraderText {
  /// What the records themselves do not say.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "grader")
  private interface Kinds {}

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(GraderSpec.class, Kinds.class)
          .changeDefaultVisibility(all -> all.withIsGetterVisibility(Visibility.NONE))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private GraderText() {}

  static JsonNode write(GraderSpec.Group graders) {
    return MAPPER.readTree(MAPPER.writerFor(GraderSpec.class).writeValueAsString(graders));
  }

  /// The graders in a text; empty when it holds none, or one that this program does not know.
  static Optional<GraderSpec.Group> read(String json) {
    try {
      return MAPPER.readValue(json, GraderSpec.class) instanceof GraderSpec.Group group
          ? Optional.of(group)
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
