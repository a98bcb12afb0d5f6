package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told about the variables of cases.
class VariableChecksTest {
  @TempDir Path folder;

  private Folder project(String cases, String graders) {
    String job = Folder.job("j", cases).replace("json_valid", graders);
    return new Folder(folder)
        .with("metier.yaml", Folder.MODEL + job.replace("Answer.", "\"{{t}}\""));
  }

  private List<String> notes(String cases, String graders) {
    return project(cases, graders).read().notes().stream()
        .filter(note -> !note.contains("max_tokens"))
        .toList();
  }

  @Test
  void keysThatNothingUsesAreNamedWithWhatWasMeant() {
    assertThat(notes("[{t: a, assert: [x], expect: b, slice: c, Expected: d}]", "no_markup"))
        .containsExactly(
            "Job j: `Expected`, `assert`, `expect`, `slice` of its cases are used nowhere. Did you"
                + " mean `expected` instead of `Expected`, `expected` instead of `expect`, `slices`"
                + " instead of `slice`?");
    assertThat(notes("[{t: a, label: b}]", "[equals: \"{{label}}\"]")).isEmpty();
  }

  /// What is copied says nothing of a model, however often it is right.
  @Test
  void aPromptThatShowsTheWholeAnswerIsNoEvidence() {
    var shown =
        catchThrowableOfType(
            ProblemsException.class, () -> project("[{t: a}]", "[equals: \"{{t}}\"]").read());
    assertThat(shown).hasMessageContaining("The prompt shows `{{t}}`, which is the whole answer");
    assertThat(notes("[{t: a}]", "[contains: \"{{t}}\"]")).isEmpty();
  }

  @Test
  void aProgramGetsAllKeysSoOnlySlipsAreNamed() {
    assertThat(notes("[{t: a, source: b}]", "[program: sh]")).isEmpty();
    assertThat(notes("[{t: a, source: b, slice: c}]", "[program: sh]"))
        .containsExactly(
            "Job j: `slice` of its cases is used nowhere. Did you mean `slices` instead of"
                + " `slice`?");
  }

  @Test
  void aListThatEqualsGetsIsNamed() {
    assertThat(notes("[{id: c, t: a, ideal: [horse, Horse]}]", "[equals: \"{{ideal}}\"]"))
        .singleElement()
        .asString()
        .contains("`ideal` of case c is a list")
        .contains("`one_of`");
  }

  @Test
  void casesMayLackWhatIsOptionalButNotAllOfThem() {
    String field = "[json_fields: {fields: {f: {expected: \"{{f}}\", optional: true}}}]";
    assertThat(notes("[{t: a, f: x}, {t: b}]", field)).isEmpty();
    assertThat(mistake("[{t: a}, {t: b}]", field)).startsWith("No case has a value for `{{f}}`");
    assertThat(mistake("[{t: a, f: x}, {t: b}]", field.replace("true", "false")))
        .contains("has no `f`");
    assertThat(mistake("[{t: a, f: x}, {t: b}]", "[equals: \"{{f}}\", " + field.substring(1)))
        .contains("has no `f`");
  }

  private String mistake(String cases, String graders) {
    return catchThrowableOfType(ProblemsException.class, project(cases, graders)::read)
        .problems()
        .getFirst()
        .what();
  }

  @Test
  void whatIsUsedAsJsonMustBeJson() {
    String calls = "[tool_calls: {expected: [{name: refund, arguments: \"{{a}}\"}]}]";
    assertThat(notes("[{t: a, a: {id: 1}}]", calls)).isEmpty();
    assertThat(mistake("[{t: a, a: \"{'id': 1}\"}]", calls))
        .startsWith("`a` is used as JSON and is none: ");
    String field = "[json_fields: {fields: {f: {expected: \"{{a}}\", kind: json}}}]";
    assertThat(notes("[{t: a, a: [1, 2]}]", field)).isEmpty();
    assertThat(mistake("[{t: a, a: \"[1, 2\"}]", field)).startsWith("`a` is used as JSON");
    String oneOf = "[one_of: \"{{a}}\"]";
    assertThat(notes("[{t: a, a: [x, y]}, {t: b, a: x}, {t: c, a: \"[x\"}]", oneOf)).isEmpty();
    assertThat(mistake("[{t: a, a: \"['x', 'y']\"}]", oneOf)).startsWith("`a` is used as JSON");
    assertThat(mistake("[{t: \"[{'role': 'user', 'content': 'x'}]\"}]", "no_markup"))
        .startsWith("`t` is used as JSON");
    assertThat(notes("[{t: \"{'mend': 'this'\"}]", "no_markup")).isEmpty();
  }

  @Test
  void aCellThatBeginsLikeJsonAndIsNoneIsToldWithItsLine() {
    var project =
        project("c.csv", "[equals: \"{{a}}\"]")
            .with("c.csv", "t,a\nx,\"{\"\"id\"\": 1}\"\n[EXTERNAL] hi,[1]\ny,{'id': 1}\nz,[\"\n");
    assertThat(project.read().notes())
        .filteredOn(note -> note.startsWith("c.csv"))
        .singleElement()
        .asString()
        .startsWith("c.csv:4: `a` begins like JSON but is none (")
        .contains("taken as text, in 2 rows.")
        .contains("each quote in it is written twice");
  }

  @Test
  void messagesThatCannotBeSaidAreAMistake() {
    var problem =
        catchThrowableOfType(
                ProblemsException.class,
                project("[{t: [{role: tool, content: x}]}]", "no_markup")::read)
            .problems()
            .getFirst();
    assertThat(problem.what())
        .isEqualTo("`t` is a list of messages, but one has the role \"tool\".");
    assertThat(notes("[{t: [{role: user, content: x}]}]", "no_markup")).isEmpty();
  }
}
