package dev.metier.grade.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnValuesTest {
  private static List<String> notFound(String pattern, String... labels) {
    var cases =
        Stream.of(labels)
            .map(label ->
                new Case(
                    label, Map.of("label", label), Optional.of(label), Set.of(), Optional.empty()))
            .toList();
    var grading =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(
                new GraderSpec.Weighted(
                    new GraderSpec.Regex(pattern, false, false), 1, Optional.empty())),
            OptionalDouble.empty());
    return OwnValues.notFound(
        new Job(
            new JobName("grades"),
            "",
            DataClass.INTERNAL,
            Prompt.ofUser("q"),
            List.of(),
            Settings.NONE,
            cases,
            grading,
            List.of(),
            Job.Scope.TRAFFIC,
            Job.Prefer.COST,
            1,
            List.of()));
  }

  @Test
  void aPatternThatCannotFindAValueOfItsOwnIsTold() {
    assertThat(notFound("(?i)^{{label}}\\b", "B", "A+", "A-", "C"))
        .containsExactly(
            "Job grades: the pattern `(?i)^{{label}}\\b` does not find `A+`, `A-` where the answer"
                + " is just that: `\\b` needs a letter or digit on one side; `(?!\\w)` ends any"
                + " value.");
    assertThat(notFound("\\b{{expected}}", "(none)")).singleElement().asString().contains("(none)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^{{label}}(?!\\w)",
        "{{label}}",
        "Grade: {{label}}\\b",
        "^{{label}}\\d",
        "\\b(A|B)\\b",
        "{{label}} {{expected}}"
      })
  void whatFindsItsValuesOrLooksForMoreThanThemIsNoMatterOfThis(String pattern) {
    assertThat(notFound(pattern, "A+", "B")).isEmpty();
  }

  @Test
  void ordinaryValuesAreFound() {
    assertThat(notFound("\\b{{label}}\\b", "billing", "bug report", "7", "Grün")).isEmpty();
  }
}
