package dev.metier.grade.code;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.JavaScript;
import dev.metier.job.Template;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptGraderTest {
  private static JavaScript code(String text) {
    return new JavaScript(new Template(text), OptionalDouble.empty(), false, Map.of());
  }

  private static Grade grade(GraderSpec spec) {
    return Graders.of(spec).grade(saying("billing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          output === 'billing'                          | 1 | 0
          output === 'refund'                           | 0 | 1
          output === '{{label}}'                        | 1 | 0
          context.vars.n === '42'                       | 1 | 0
          context.vars.expected === output              | 1 | 0
          0.2                                           | 1 | 0
          0                                             | 0 | 1
          NaN                                           | 0 | 1
          Promise.resolve(true)                         | 1 | 0
          ({pass: true, score: 0, reason: 'r'})         | 1 | 0
          ({pass: false, score: 1, reason: 'r'})        | 0 | 1
          'true'                                        | 0 | 0
          undefined                                     | 0 | 0
          null                                          | 0 | 0
          output.match(/x/)                             | 0 | 0
          JSON.parse(output)                            | 0 | 0
          Promise.reject(new Error('x'))                | 0 | 0
          """)
  void whatIsNeitherTrueNorANumberFailsAlsoTurnedRound(String text, double plain, double turned) {
    Grade grade = grade(code(text));
    Grade opposite = grade(new GraderSpec.Not(code(text)));
    assertThat(grade.score()).isEqualTo(plain);
    assertThat(opposite.score()).isEqualTo(turned);
    assertThat(grade.broken() || opposite.broken()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0.4, false, 0, 1", "0.5, false, 1, 0", "7, false, 1, 0", "NaN, false, 0, 1",
    "0.4, true, 0.4, 0.6", "7, true, 1, 0", "-3, true, 0, 1", "NaN, true, 0, 1"
  })
  void aThresholdActsOnNumbersAndAScoreHasBounds(
      String number, boolean scored, double plain, double turned) {
    var spec = new JavaScript(new Template(number), OptionalDouble.of(0.5), scored, Map.of());
    assertThat(grade(spec).score()).isEqualTo(plain);
    assertThat(grade(new GraderSpec.Not(spec)).score()).isEqualTo(turned);
  }

  @Test
  void aThresholdOfZeroCounts() {
    var spec = new JavaScript(new Template("0"), OptionalDouble.of(0), false, Map.of());
    assertThat(grade(spec).passed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          return true                     | cannot be read
          output +                        | cannot be read
          response.length > 3             | uses what is not there: 'response' is not defined
          while (true) {}\\n//            | takes longer than 2 seconds
          new Array(1e9).fill(0)          | needs more than 64 MB
          new Promise(() => {})           | gives a promise that is never kept
          """)
  void brokenCodeNeverBlamesTheModel(String text, String reason) {
    for (GraderSpec spec :
        new GraderSpec[] {
          code(text.replace("\\n", "\n")), new GraderSpec.Not(code(text.replace("\\n", "\n")))
        }) {
      Grade grade = grade(spec);
      assertThat(grade.broken()).isTrue();
      assertThat(grade.reason()).contains(reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "context.vars.most === 3",
        "context.vars.list[1] === 'b'",
        "context.vars.nothing === null",
        "context.vars.label === 'billing'"
      })
  void variablesThatAreNoTextHaveTheirTypes(String text) {
    var values = Map.of("most", "3", "list", "[\"a\",\"b\"]", "nothing", "null");
    assertThat(grade(new JavaScript(new Template(text), OptionalDouble.empty(), false, values)))
        .returns(true, Grade::passed);
  }

  @Test
  void aReasonOfTheCodeIsTold() {
    assertThat(grade(code("({pass: false, score: 0, reason: 'The topic is ' + output})")).reason())
        .isEqualTo("The topic is billing");
  }
}
