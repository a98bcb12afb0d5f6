package dev.metier.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.spec.Specs;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Weighted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraderTextTest {
  static Stream<GraderSpec> all() {
    // what a judge says is no check of a policy
    return Specs.all().stream().filter(spec -> !(spec instanceof GraderSpec.Judged));
  }

  private static Group group(GraderSpec spec) {
    var part = new Weighted(spec, 2.5, Optional.of("a name"));
    return new Group(Rule.ALL, List.of(part), OptionalDouble.of(0.5));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyGraderIsReadBackTheSame(GraderSpec spec) {
    Group group = group(spec);
    assertThat(GraderText.read(GraderText.write(group).toString())).hasValue(group);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "{\"grader\":\"Gruop\"}",
        "{\"grader\":\"java.util.ArrayList\"}",
        "{\"grader\":\"NoMarkup\"}",
        "{\"grader\":\"Group\",\"rule\":\"SOME\",\"parts\":[]}",
      })
  void whatIsNoGraderIsNone(String text) {
    assertThat(GraderText.read(text)).isEmpty();
  }

  @Test
  void anUnknownFieldIsAMistake() {
    String text = GraderText.write(group(new GraderSpec.NoMarkup())).toString();
    assertThat(GraderText.read(text)).isPresent();
    assertThat(GraderText.read(text.replace("\"weight\"", "\"wieght\""))).isEmpty();
  }
}
