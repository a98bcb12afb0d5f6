package dev.metier.grade.group;

import static dev.metier.grade.Answers.saying;
import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Contains;
import dev.metier.job.GraderSpec.Equals;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Metric;
import dev.metier.job.GraderSpec.Not;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Similarity;
import dev.metier.job.GraderSpec.Weighted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupGradersTest {
  private static final GraderSpec BROKEN = new Equals(template("{{gone}}"), false);

  private static Weighted has(String text, double weight) {
    return new Weighted(
        new Contains(List.of(template(text)), true, false), weight, Optional.of("has " + text));
  }

  private static Grade grade(
      Rule rule, OptionalDouble threshold, String answer, Weighted... parts) {
    return Graders.of(new Group(rule, List.of(parts), threshold)).grade(saying(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "ALL, ab, 1",
    "ALL, a, 0",
    "ALL, '', 0",
    "ANY, a, 1",
    "ANY, b, 1",
    "ANY, '', 0",
    "WEIGHTED, ab, 1",
    "WEIGHTED, a, 0.75",
    "WEIGHTED, b, 0.25",
    "WEIGHTED, '', 0"
  })
  void rulesCombineScores(Rule rule, String answer, double score) {
    Grade grade = grade(rule, OptionalDouble.empty(), answer, has("a", 3), has("b", 1));
    assertThat(grade.score()).isEqualTo(score);
    assertThat(grade.parts()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"0.75, 1", "0.76, 0", "0.1, 1", "1, 0"})
  void aThresholdMakesAMeanPassOrFail(double threshold, double score) {
    Grade grade = grade(Rule.WEIGHTED, OptionalDouble.of(threshold), "a", has("a", 3), has("b", 1));
    assertThat(grade.score()).isEqualTo(score);
  }

  @Test
  void reasonsNameTheFailedParts() {
    assertThat(grade(Rule.ALL, OptionalDouble.empty(), "a", has("a", 1), has("b", 1)).reason())
        .isEqualTo("1 of 2 parts pass; has b: Expected to contain \"b\", found \"a\".");
    assertThat(grade(Rule.WEIGHTED, OptionalDouble.of(0.8), "a", has("a", 3), has("b", 1)).reason())
        .isEqualTo(
            "The weighted mean is 0.75, at least 0.8 needed; 1 of 2 parts pass;"
                + " has b: Expected to contain \"b\", found \"a\".");
  }

  @Test
  void theOppositeTurnsScoresRound() {
    var likeness = new Similarity(Metric.LEVENSHTEIN, template("abcd"), OptionalDouble.empty());
    assertThat(Graders.of(new Not(likeness)).grade(saying("abc")).score()).isEqualTo(0.25);
    var equal = new Equals(template("a"), false);
    assertThat(Graders.of(new Not(equal)).grade(saying("b")).passed()).isTrue();
    assertThat(Graders.of(new Not(equal)).grade(saying("a")).reason())
        .isEqualTo("Unwanted: Found \"a\", as expected.");
    assertThat(Graders.of(new Not(new Not(equal))).grade(saying("a")).passed()).isTrue();
  }

  @Test
  void aBrokenGraderIsNotPassedByItsOpposite() {
    Grade grade = Graders.of(new Not(BROKEN)).grade(saying("a"));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.score()).isZero();
  }

  @Test
  void aBrokenPartBreaksTheGroupOnlyWhereItMatters() {
    var broken = new Weighted(BROKEN, 1, Optional.empty());
    var none = OptionalDouble.empty();
    assertThat(grade(Rule.ALL, none, "a", has("a", 1), broken).broken()).isTrue();
    assertThat(grade(Rule.ALL, none, "b", has("a", 1), broken).broken()).isFalse();
    assertThat(grade(Rule.ANY, none, "a", has("a", 1), broken).passed()).isTrue();
    assertThat(grade(Rule.ANY, none, "b", has("a", 1), broken).broken()).isTrue();
    assertThat(grade(Rule.WEIGHTED, none, "a", has("a", 1), broken).broken()).isTrue();
    assertThat(grade(Rule.WEIGHTED, OptionalDouble.of(0.5), "a", has("a", 1), broken).passed())
        .isTrue();
  }

  @Test
  void aGroupOfNothingPassesNothing() {
    Grade grade = grade(Rule.ALL, OptionalDouble.empty(), "a");
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).isEqualTo("There is no grader.");
  }
}
