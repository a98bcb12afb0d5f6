package dev.metier.grade.code;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.JavaScript;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Transformed;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformGraderTest {
  private static final String JSON = "{\"total\": 12.5, \"tags\": [\"a\"]}";

  private static Grade grade(String answer, GraderSpec of, String... by) {
    var transforms = Stream.of(by).map(Template::new).toList();
    return Graders.of(new Transformed(transforms, of)).grade(saying(answer));
  }

  private static GraderSpec equal(String text) {
    return new GraderSpec.Equals(new Template(text), false);
  }

  private static GraderSpec code(String text) {
    return new JavaScript(new Template(text), OptionalDouble.empty(), false, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          output.toUpperCase()                 | BILLING
          output.length                        | 7
          output === 'billing'                 | true
          ({a: [1, output]})                   | {"a":[1,"billing"]}
          [output]                             | ["billing"]
          Promise.resolve(output + '!')        | billing!
          context.vars.n                       | 42
          '{{n}}'                              | 42
          const a = output\\nreturn a.slice(4)  | ing
          """)
  void aGraderLooksAtTheValueOfTheCode(String transform, String value) {
    assertThat(grade("billing", equal(value), transform.replace("\\n", "\n")).passed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw new TypeError('no')    | true",
        "nowhere()                    | true",
        "this is no code              | true",
        "while (true) {}              | false"
      })
  void anErrorOfTheAnswersCodeBreaksTheGradeAndALimitFailsIt(String answer, boolean broken) {
    // promptfoo makes an error of a transform one of the whole row, neither pass nor fail
    assertThat(grade(answer, equal("1"), "runAnswer(() => new Function(output)())"))
        .returns(broken, Grade::broken)
        .returns(false, Grade::passed);
  }

  @Test
  void severalAreTakenOneAfterTheOther() {
    assertThat(grade("a b", equal("B"), "output.split(' ')", "output[1]", "output.toUpperCase()"))
        .returns(true, Grade::passed);
  }

  @Test
  void codeGetsTheValueAsItIsAlsoWithinAGroup() {
    var total = code("output.total === 12.5");
    var parts =
        Stream.of(total, new GraderSpec.Not(code("output.tags.includes('b')")), equal(JSON))
            .map(spec -> new Weighted(spec, 1, Optional.empty()))
            .toList();
    var group = new Group(Rule.ANY, parts, OptionalDouble.empty());
    assertThat(grade(JSON, total, "JSON.parse(output)").passed()).isTrue();
    assertThat(grade(JSON, group, "JSON.parse(output)").parts())
        .extracting(Grade::passed)
        .containsExactly(true, true, false);
    assertThat(
            grade(
                    JSON,
                    new Transformed(
                        List.of(new Template("output.tags")), code("output[0] === 'a'")),
                    "JSON.parse(output)")
                .passed())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "JSON.parse(output)",
    "undefined",
    "null",
    "output.nothing.there",
    "nothing",
    "'",
    "() => 1"
  })
  void whatMakesNothingOfTheAnswerNeverBlamesTheModel(String transform) {
    assertThat(grade("billing", equal("billing"), transform).broken()).isTrue();
    assertThat(grade("billing", new GraderSpec.Not(equal("x")), transform).broken()).isTrue();
  }

  @Test
  void whatMakesNothingOfTheAnswerBreaksCodeToo() {
    assertThat(grade("billing", code("true"), "JSON.parse(output)").broken()).isTrue();
  }
}
