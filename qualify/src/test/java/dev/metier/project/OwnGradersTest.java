package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.Answers;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Job;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Graders that single cases bring.
class OwnGradersTest {
  @TempDir Path folder;

  private Folder project(String graders, String... cases) {
    return new Folder(folder)
        .with("cases.jsonl", String.join("\n", cases))
        .with(
            "metier.yaml",
            Folder.MODEL + Folder.job("j", "cases.jsonl").replace("graders: json_valid", graders));
  }

  private Job job(String graders, String... cases) {
    return project(graders, cases).read().jobs().getFirst();
  }

  private static List<Boolean> passes(Job job, String answer) {
    var grader = Graders.of(job);
    return job.cases().stream()
        .map(given -> grader.grade(Answers.saying(answer, given)).passed())
        .toList();
  }

  private List<Problem> mistakes(String... cases) {
    return catchThrowableOfType(
            ProblemsException.class, project("graders: [contains: a]", cases)::read)
        .problems();
  }

  @Test
  void comeToThoseOfTheJob() {
    Job job =
        job(
            "graders: [contains: a]",
            "{\"id\":\"usual\"}",
            "{\"id\":\"own\",\"x\":\"b\",\"graders\":[{\"contains\":\"{{x}}\"}]}");
    assertThat(passes(job, "a b")).containsExactly(true, true);
    assertThat(passes(job, "a c")).containsExactly(true, false);
    assertThat(passes(job, "b c")).containsExactly(false, false);
  }

  @Test
  void mayStandInPlaceOfThoseOfTheJob() {
    Job job =
        job(
            "graders: [contains: a]",
            "{\"id\":\"1\"}",
            "{\"id\":\"2\",\"graders\":{\"of\":[{\"contains\":\"b\"}],\"instead\":true}}");
    assertThat(passes(job, "b")).containsExactly(false, true);
  }

  @Test
  void aThresholdLetsSomeFail() {
    Job job =
        job(
            "graders: [contains: a]",
            "{\"id\":\"1\",\"graders\":{\"of\":[{\"contains\":\"b\",\"weight\":2}],"
                + "\"threshold\":0.6}}");
    assertThat(passes(job, "b")).containsExactly(true);
    assertThat(passes(job, "a")).containsExactly(false);
    assertThat(job.graded()).isFalse();
  }

  @Test
  void aJobNeedsNoneWhereEveryCaseBringsSome() {
    Job job = job("purpose: p", "{\"id\":\"1\",\"graders\":[{\"contains\":\"b\"}]}");
    assertThat(passes(job, "b")).containsExactly(true);
    assertThat(passes(job, "c")).containsExactly(false);
  }

  @Test
  void otherGradersOfACaseGradeKeptAnswersAnew() {
    String one = Graders.hash(job("graders: [contains: a]", "{\"id\":\"1\"}"));
    String own =
        Graders.hash(
            job("graders: [contains: a]", "{\"id\":\"1\",\"graders\":[{\"contains\":\"b\"}]}"));
    String other =
        Graders.hash(
            job("graders: [contains: a]", "{\"id\":\"1\",\"graders\":[{\"contains\":\"c\"}]}"));
    assertThat(List.of(one, own, other)).doesNotHaveDuplicates();
  }

  @Test
  void areToldWithTheirCase() {
    assertThat(
            mistakes(
                "{\"id\":\"1\"}",
                "{\"id\":\"2\",\"graders\":[{\"contians\":\"b\"}]}",
                "{\"id\":\"3\",\"x\":\"b\",\"graders\":[{\"equals\":\"{{y}}\"}]}"))
        .extracting(p -> p.place().orElseThrow().line() + " " + p.what() + " " + p.hint())
        .containsExactlyInAnyOrder(
            "2 Unknown key `contians` in `graders`. Did you mean `contains`?",
            "3 Case 3 has no `y`, which its own `equals` uses. Did you mean `x`?");
  }

  @Test
  void aGraderMayBeForSomeCasesOnly() {
    Job job =
        job(
            "graders: [{contains: a}, {contains: '{{x}}', when: has(x)}]",
            "{\"id\":\"1\"}",
            "{\"id\":\"2\",\"x\":\"b\"}");
    assertThat(passes(job, "a")).containsExactly(true, false);
    assertThat(passes(job, "a b")).containsExactly(true, true);
  }

  @Test
  void aGraderMayLookAtOneValue() {
    Job job = job("graders: [{not_equals: b, at: '[0][\"a.b\"]', fenced: true}]", "{\"id\":\"1\"}");
    assertThat(passes(job, "```json\n[{\"a.b\":\"c\"}]\n```")).containsExactly(true);
    assertThat(passes(job, "[{\"a.b\":\"b\"}]")).containsExactly(false);
    assertThat(passes(job, "[{\"a\":\"c\"}]")).containsExactly(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"at: a..b", "at: ''", "at: a[x]", "when: x", "weight: -1"})
  void badFramesAreMistakes(String frame) {
    var project = project("graders: [{contains: a, " + frame + "}]", "{\"id\":\"1\",\"x\":\"b\"}");
    assertThat(catchThrowableOfType(ProblemsException.class, project::read).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.place().orElseThrow().line()).isEqualTo(9));
  }

  @Test
  void aWeightOfNothingCountsForNothing() {
    Job job =
        job("graders: [{contains: a, weight: 1}, {contains: b, weight: 0}]", "{\"id\":\"1\"}");
    assertThat(passes(job, "a")).containsExactly(true);
    assertThat(passes(job, "b")).containsExactly(false);
  }
}
