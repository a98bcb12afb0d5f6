package dev.metier.grade.json;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFoundGraderTest {
  private static Grade grade(String answer, Optional<String> schema) {
    return new JsonFoundGrader(schema.map(AnswerSchema::of)).grade(saying(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here: {\"a\": 1}. More?",
        "```json\n{\n\t\"a\": 1\n}\n```",
        "{'a': 1,}",
        "{a: 1, // one\n b: 2}",
        "{\"a\": {\"b\": [1, 2]}",
        "{{\"a\": 1}",
        "{\"a\": \"http://x.org/\"} ",
        "the set {a, b}"
      })
  void objectsAreFoundAndMended(String answer) {
    assertThat(grade(answer, Optional.empty()).passed()).as(answer).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "[1, 2]", "a } b", "{\"a\" 1: [}", "{[}"})
  void listsAndBracesAreNoObjects(String answer) {
    Grade grade = grade(answer, Optional.empty());
    assertThat(grade.passed()).as(grade.reason()).isFalse();
    assertThat(grade.broken()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"b": 1} and then {"a": 2} | true
          {'a': 2}                   | true
          {"a": "2"}                 | false
          {"b": {"a": 2}}            | false
          """)
  void oneOfThemFollowsTheSchema(String answer, boolean passes) {
    String schema = "{\"required\": [\"a\"], \"properties\": {\"a\": {\"type\": \"integer\"}}}";
    Grade grade = grade(answer, Optional.of(schema));
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @Test
  void aFloodOfBracesBreaksTheGrade() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                IllegalArgumentException.class, () -> grade("{".repeat(300_000), Optional.empty())))
        .hasMessageContaining("too many braces");
  }
}
