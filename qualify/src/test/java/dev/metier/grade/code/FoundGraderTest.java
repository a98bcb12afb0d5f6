package dev.metier.grade.code;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.job.GraderSpec.Syntax;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoundGraderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          XML  | Here: <a><b>1</b></a>. Good?           | true
          XML  | <a><b></a>                             | false
          XML  | a < b                                  | false
          HTML | See <p>this <b>word</b></p> here       | true
          HTML | No tags                                | false
          SQL  | Try ```sql SELECT a FROM t ``` instead | true
          SQL  | SELECT a FROM t                        | true
          SQL  | Try SELECT a FROM t, please do         | false
          SQL  | ```sql SELECT FROM ```                 | false
          """)
  void aWellFormedTextStandsSomewhere(Syntax syntax, String answer, boolean passes) {
    Grade grade = new FoundGrader(syntax).grade(saying(answer));
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }
}
