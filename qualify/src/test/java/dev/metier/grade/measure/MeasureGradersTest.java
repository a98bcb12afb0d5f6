package dev.metier.grade.measure;

import static dev.metier.grade.Answers.ended;
import static dev.metier.grade.Answers.saying;
import static dev.metier.grade.Answers.taking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.FinishReason;
import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.LengthUnit;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureGradersTest {
  @ParameterizedTest
  @CsvSource({"STOP, true", "TOOL_USE, true", "LENGTH, false", "FILTERED, false", "OTHER, false"})
  void theReasonToStopCounts(FinishReason reason, boolean passes) {
    var grader = Graders.of(new GraderSpec.Finish(List.of("stop", "tool_use")));
    assertThat(grader.grade(ended(reason)).passed()).isEqualTo(passes);
  }

  @Test
  void anUnknownReasonToStopIsABrokenGrader() {
    Grade grade =
        Graders.of(new GraderSpec.Finish(List.of("done"))).grade(ended(FinishReason.STOP));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason())
        .isEqualTo(
            "\"done\" is no reason to stop; there are stop, length, tool_use, filtered, other.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHARACTERS | 3 | 5 | abcd          | true", "CHARACTERS | 3 | 5 | ' ab '   | false",
        "CHARACTERS | 3 | 5 | abcdef        | false", "CHARACTERS | 1 | 1 | 😀       | true",
        "WORDS      | 2 | 3 | one  two      | true", "WORDS      | 2 | 3 | one      | false",
        "WORDS      | 0 | 3 | ''            | true", "WORDS      | 1 | 3 | a b c d  | false",
        "LINES      | 1 | 2 | 'a\nb\n'      | true", "LINES      | 1 | 2 | 'a\n\nb' | false",
        "TOKENS     | 2 | 4 | Hello, world! | true", "TOKENS     | 1 | 2 | Hello, world! | false"
      })
  void lengthIsCountedInItsUnit(
      LengthUnit unit, int least, int most, String answer, boolean passes) {
    var spec = new GraderSpec.Length(OptionalInt.of(least), OptionalInt.of(most), unit);
    Grade grade = Graders.of(spec).grade(saying(answer));
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @Test
  void aLimitLeftOutDoesNotLimit() {
    var open = new GraderSpec.Length(OptionalInt.empty(), OptionalInt.empty(), LengthUnit.WORDS);
    assertThat(Graders.of(open).grade(saying("")).passed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1000000, true", "999999, true", "1000001, false", "0, true", "5000000, false"})
  void timeIsUpToTheEndOfTheAnswer(long nanos, boolean passes) {
    var grader = Graders.of(new GraderSpec.WithinTime(Duration.ofMillis(1)));
    Grade grade = grader.grade(taking(Duration.ofNanos(nanos), Optional.empty()));
    assertThat(grade.passed()).isEqualTo(passes);
    assertThat(grade.reason()).contains("1 ms");
  }

  @Test
  void aCostNotKnownFails() {
    var grader = Graders.of(new GraderSpec.WithinCost(Money.usd(0.01)));
    Duration time = Duration.ofSeconds(1);
    assertThat(grader.grade(taking(time, Optional.of(Money.usd(0.01)))).passed()).isTrue();
    assertThat(grader.grade(taking(time, Optional.of(Money.ZERO))).passed()).isTrue();
    assertThat(grader.grade(taking(time, Optional.of(Money.usd(0.0101)))).passed()).isFalse();
    assertThat(grader.grade(taking(time, Optional.empty())).reason())
        .isEqualTo("Expected at most $0.0100, but the cost is not known: the model has no price.");
  }
}
