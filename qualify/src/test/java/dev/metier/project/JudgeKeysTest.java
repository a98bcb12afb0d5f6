package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeKeysTest {
  @TempDir private Path temp;
  private Folder folder;

  @BeforeEach
  void folder() {
    folder = new Folder(temp);
    folder.with("ok.md", "The answer greets {{name}}.");
  }

  private Project read(String grader, String more) {
    folder.with(
        "metier.yaml",
        """
        models:
          small: {use: "ollama/qwen3:4b"}
          large: {use: "ollama/gemma3:12b"}
        jobs:
          greet:
            data: public
            prompt: "Greet {{name}}."
            cases: [%s]
            graders: [%s]
            needs: {quality: {at_least: 0.8}}
            %s
        """
            .formatted(CASES, grader, more));
    return ProjectReader.read(temp.resolve("metier.yaml"));
  }

  private static final String CASES =
      java.util.stream.IntStream.range(0, 25)
          .mapToObj(i -> "{id: c%d, name: n%d, expected: e%d}".formatted(i, i, i))
          .collect(Collectors.joining(", "));

  private String problems(String grader, String more) {
    try {
      read(grader, more);
      return "";
    } catch (ProblemsException e) {
      return e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
  }

  private GraderSpec.Judged judged(String grader) {
    return read(grader, "").jobs().getFirst().judged().orElseThrow();
  }

  @Test
  void aRubricIsReadFromItsFile() {
    var spec = judged("{rubric: {text: ok.md, judge: large}}");
    assertThat(((Criterion.Rubric) spec.criterion()).text().text())
        .isEqualTo("The answer greets {{name}}.");
    assertThat(spec.judge().text()).isEqualTo("large");
    assertThat(spec.sameFamily()).isFalse();
  }

  @Test
  void aJudgeMayBeToldTheWholeAnswerThatAnotherGraderExpects() {
    String graders =
        "{equals: \"{{expected}}\"}, {rubric: {text: \"It means {{expected}}.\", judge: large}}";
    assertThat(problems(graders, "models: [small]")).isEmpty();
  }

  @Test
  void theJudgeIsNoCandidateUnlessTheJobNamesModels() {
    var job = read("{rubric: {text: ok.md, judge: large}}", "").jobs().getFirst();
    assertThat(job.candidates()).extracting(Object::toString).containsExactly("small");
    assertThat(problems("{rubric: {text: ok.md, judge: large}}", "models: [small, large]"))
        .contains("`large` judges this job's answers, and no model judges its own.");
  }

  @Test
  void everyCriterionIsRead() {
    assertThat(
            judged("{labels: {question: Tone?, labels: [a, b], passing: a, judge: large}}")
                .criterion())
        .isInstanceOf(Criterion.Labels.class);
    assertThat(judged("{factuality: {judge: large}}").criterion())
        .isEqualTo(
            new Criterion.Factuality(
                new dev.metier.job.Template("{{expected}}"), Criterion.Factuality.USUAL));
    assertThat(judged("{faithfulness: {passages: \"{{name}}\", judge: large}}").criterion())
        .isInstanceOf(Criterion.Faithfulness.class);
    assertThat(judged("{pairwise: {question: Better?, judge: large}}").criterion())
        .isInstanceOf(Criterion.Pairwise.class);
    var rubric =
        (Criterion.Rubric)
            judged("{rubric: {text: x, anchors: {1: bad, 5: good}, judge: large}}").criterion();
    assertThat(rubric.threshold()).isEqualTo(5);
  }

  @Test
  void whatCannotBeJudgedSoIsTold() {
    String rubric = "{rubric: {text: ok.md, judge: large}}";
    assertThat(problems("{rubric: {text: ok.md, judge: huge}}", ""))
        .contains("There is no model \"huge\"");
    assertThat(problems("{rubric: {text: ok.md}}", "")).contains("judge");
    assertThat(problems("{rubric: {text: nothing.md, judge: large}}", "")).contains("nothing.md");
    assertThat(problems("{rubric: {text: \"{{nme}}\", judge: large}}", "")).contains("nme");
    for (String nested :
        List.of(
            "{any: [" + rubric + ", json_valid]}",
            "{not_rubric: {text: ok.md, judge: large}}",
            rubric + ", " + "{rubric: {text: x, judge: large}}",
            "{rubric: {text: ok.md, judge: large}, fenced: true}",
            "{rubric: {text: ok.md, judge: large}, weight: 2}")) {
      assertThat(problems(nested, "")).as(nested).contains("A judge's word stands alone");
    }
    assertThat(problems(rubric + ", {levenshtein: x}", "")).contains("gives a score");
    assertThat(problems("{rubric: {text: x, threshold: 3, judge: large}}", ""))
        .contains("Without `anchors`");
    assertThat(problems(rubric, "hybrid: {checks: [complete]}")).contains("grades that do not err");
  }

  @Test
  void comparisonsAreNotJudged() {
    assertThat(
            problems("{rubric: {text: ok.md, judge: large}}", "")
                + problemsOfNeed("{quality: {not_worse_than: small, margin: 0.05}}"))
        .contains("may lean towards one of two models");
  }

  private String problemsOfNeed(String need) {
    folder.with(
        "metier.yaml",
        """
        models:
          small: {use: "ollama/qwen3:4b"}
          other: {use: "ollama/mistral:7b"}
          large: {use: "ollama/gemma3:12b"}
        jobs:
          greet:
            data: public
            prompt: "Greet {{name}}."
            cases: [%s]
            graders: [{rubric: {text: ok.md, judge: large}}]
            needs: %s
        """
            .formatted(CASES, need));
    try {
      ProjectReader.read(temp.resolve("metier.yaml"));
      return "";
    } catch (ProblemsException e) {
      return e.problems().toString();
    }
  }
}
