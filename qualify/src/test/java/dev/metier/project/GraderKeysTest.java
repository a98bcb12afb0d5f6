package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Dates;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Comparison;
import dev.metier.job.GraderSpec.Contains;
import dev.metier.job.GraderSpec.DateOrder;
import dev.metier.job.GraderSpec.Equals;
import dev.metier.job.GraderSpec.Fenced;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.GraderSpec.JsonFields;
import dev.metier.job.GraderSpec.Not;
import dev.metier.job.GraderSpec.OneOf;
import dev.metier.job.GraderSpec.Regex;
import dev.metier.job.GraderSpec.StartsWith;
import dev.metier.job.GraderSpec.Syntax;
import dev.metier.job.GraderSpec.Value;
import dev.metier.job.GraderSpec.WellFormed;
import dev.metier.job.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the settings of graders mean.
class GraderKeysTest {
  private static final String CASE = "[{id: c, label: a, tags: [x], expected: a}]";

  @TempDir Path folder;

  private Folder project(String grader) {
    String job = Folder.job("j", CASE).replace("json_valid", "[" + grader + "]");
    return new Folder(folder).with("metier.yaml", Folder.MODEL + job);
  }

  private GraderSpec grader(String written) {
    return project(written).read().jobs().getFirst().grading().parts().getFirst().spec();
  }

  private Problem mistake(String written) {
    return catchThrowableOfType(ProblemsException.class, project(written)::read)
        .problems()
        .getFirst();
  }

  private static List<Template> texts(String... texts) {
    return Stream.of(texts).map(Template::new).toList();
  }

  @Test
  void aListOfWhatMustNotBeContainedMeansNoneOfIt() {
    assertThat(grader("not_contains: [a, b]"))
        .isEqualTo(new Not(new Contains(texts("a", "b"), false, false, false)));
    assertThat(grader("not_contains: {texts: \"{{tags}}\", ignore_case: true}"))
        .isEqualTo(new Not(new Contains(texts("{{tags}}"), false, true, false)));
    assertThat(grader("not_contains_all: [a, b]"))
        .isEqualTo(new Not(new Contains(texts("a", "b"), true, false, false)));
  }

  @Test
  void severalTextsAreTheCasesExpectationUnlessSaid() {
    assertThat(grader("one_of: {ignore_case: true}"))
        .isEqualTo(new OneOf(texts("{{expected}}"), true, false));
    assertThat(grader("contains: {strict: true}"))
        .isEqualTo(new Contains(texts("{{expected}}"), true, false, true));
    assertThat(grader("starts_with: [a, b]"))
        .isEqualTo(new StartsWith(texts("a", "b"), false, false));
    assertThat(grader("equals: {strict: true}"))
        .isEqualTo(new Equals(new Template("{{expected}}"), false, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"{{tags}}\"'                            | AUTO   | 0",
        "'\"a {{tags}}\"'                          | TEXT   | 0",
        "'12.5'                                    | NUMBER | 0",
        "'[1]'                                     | JSON   | 0",
        "'{expected: 12.5}'                        | NUMBER | 0",
        "'{expected: \"{{tags}}\"}'                | AUTO   | 0",
        "'{expected: \"{{tags}}\", tolerance: 1}'  | NUMBER | 1",
        "'{expected: \"{{tags}}\", kind: json}'    | JSON   | 0",
        "'{expected: \"12.5\"}'                    | TEXT   | 0",
        "'{expected: [a, b], kind: one_of}'        | ONE_OF | 0",
        "'{expected: \"^a\", kind: regex}'         | REGEX  | 0"
      })
  void aFieldIsComparedByHowItsValueIsWritten(String written, FieldKind kind, double tolerance) {
    var fields = (JsonFields) grader("json_fields: {fields: {f: " + written + "}}");
    assertThat(fields.fields())
        .extracting(Field::comparison)
        .containsExactly(new Comparison(kind, tolerance, Dates.ANY));
  }

  @Test
  void aPatternOfAFieldIsChecked() {
    assertThat(mistake("json_fields: {fields: {f: {expected: \"(a\", kind: regex}}}").what())
        .startsWith("The regular expression is wrong");
    assertThat(mistake("value: {expected: \"(a\", kind: regex}").what())
        .startsWith("The regular expression is wrong");
  }

  @Test
  void datesHaveAnOrderOrAForm() {
    var american = new Dates(Optional.of(DateOrder.MDY), Optional.empty());
    assertThat(grader("value: {expected: \"{{label}}\", kind: date, order: mdy}"))
        .isEqualTo(
            new Value(new Template("{{label}}"), new Comparison(FieldKind.DATE, 0, american)));
    var fields =
        (JsonFields) grader("json_fields: {fields: {f: {expected: a, format: DD.MM.YYYY}}}");
    var german = new Dates(Optional.empty(), Optional.of("DD.MM.YYYY"));
    assertThat(fields.fields().getFirst().comparison())
        .isEqualTo(new Comparison(FieldKind.DATE, 0, german));
    assertThat(mistake("value: {kind: number, order: mdy}").what())
        .isEqualTo("`order` is for dates only.");
    assertThat(mistake("value: {kind: date, format: \"MM/YYYY\"}").what())
        .isEqualTo("This is no form of a date.");
  }

  @Test
  void aProgramDoesNotGetTheKeysOfModels() {
    var project =
        project("program: sh")
            .with(
                "metier.yaml",
                "models:\n  far: {use: openai/gpt-5, key: \"env:FAR_CRED\"}\n"
                    + Folder.job("j", CASE)
                        .replace("internal", "public")
                        .replace("json_valid", "[{program: sh}, {program: {command: sh}}]"));
    assertThat(project.read().jobs().getFirst().grading().parts())
        .extracting(part -> ((GraderSpec.Program) part.spec()).withheld())
        .containsOnly(Set.of("FAR_CRED"));
  }

  @Test
  void aFenceIsTakenOffOnRequest() {
    assertThat(grader("{json_valid: , fenced: true}"))
        .isEqualTo(new Fenced(new WellFormed(Syntax.JSON)));
    assertThat(grader("{json_valid: , fenced: false}")).isEqualTo(new WellFormed(Syntax.JSON));
  }

  @Test
  void aRegexTakesVariablesThatTheCasesHave() {
    assertThat(grader("regex: '(?i)^{{label}}\\b'"))
        .isEqualTo(new Regex("(?i)^{{label}}\\b", false, false));
    assertThat(mistake("regex: '^{{lable}}'").hint()).isEqualTo("Did you mean `label`?");
  }

  @Test
  void aRegexOfAnotherLanguageIsTold() {
    assertThat(mistake("regex: '(?P<n>\\d+)'").hint())
        .isEqualTo("Groups are named as in `(?<name>...)` here, without the P.");
    assertThat(mistake("regex: \"a(\"").hint())
        .isEqualTo("A sign that stands for itself has a backslash before it, as `\\(` or `\\[`.");
    assertThat(project("regex: '/^ok/i'").read().notes())
        .anyMatch(note -> note.startsWith("The slashes of the regular expression /^ok/i"));
  }
}
