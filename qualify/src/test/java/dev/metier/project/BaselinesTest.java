package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.ModelName;
import dev.metier.learn.FixedLabels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
  private static final String MODELS =
      """
      models:
        qwen: {use: "ollama/qwen3.6:27b"}
        words: {use: baseline/ngrams}
      jobs:
      """;
  private static final String FOUR =
      "[{text: a, label: x}, {text: b, label: y}, {text: c, label: x}, {text: d, label: y}]";
  private static final String ONE_OF = "[{one_of: {expected: \"{{label}}\"}}]";

  @TempDir Path folder;

  private static String job(String name, String graders, String cases, String more) {
    return """
      %s:
        data: internal
        scope: suite
        prompt: "{{text}}"
        cases: %s
        graders: %s
        needs: {quality: {at_least: 0.5}}
    %s\
    """
        .formatted(name, cases, graders, more.isEmpty() ? "" : "    " + more + "\n")
        .indent(2);
  }

  private Project read(String... jobs) {
    return new Folder(folder).with("metier.yaml", MODELS + String.join("", jobs)).read();
  }

  private List<String> mistakes(String... jobs) {
    var wrong = catchThrowableOfType(ProblemsException.class, () -> read(jobs));
    return wrong.problems().stream().map(Problem::what).toList();
  }

  @Test
  void aJobThatNamesOneHasItAsACandidateForNothing() {
    var project = read(job("triage", ONE_OF, FOUR, "models: [qwen, words]"));
    var words = project.model(new ModelName("words")).orElseThrow();
    assertThat(words.kind()).isEqualTo(ProviderKind.BASELINE);
    assertThat(words.price()).isEqualTo(Baselines.FREE);
    assertThat(words.host().name()).isEqualTo("this-machine");
    assertThat(project.jobs().getFirst().candidates()).hasSize(2);
  }

  @Test
  void aJobThatNamesNoModelsLeavesItOut() {
    var project = read(job("triage", ONE_OF, FOUR, ""));
    assertThat(project.jobs().getFirst().candidates()).containsExactly(new ModelName("qwen"));
  }

  @Test
  void aJobWithoutFixedLabelsTeachesNone() {
    assertThat(mistakes(job("triage", "json_valid", FOUR, "models: [words]")))
        .containsExactly(
            "`words` learns labels, and this job has none: nothing in `graders` is `one_of` or"
                + " `equals`.");
    String free = "[{text: a, label: p}, {text: b, label: q}, {text: c, label: r}]";
    assertThat(mistakes(job("triage", ONE_OF, free, "models: [words]")))
        .containsExactly(
            "`words` learns labels, and this job has no fixed ones: 3 different answers are expected"
                + " in 3 cases.");
  }

  @Test
  void oneLabelTeachesNothing() {
    String same = "[{text: a, label: x}, {text: b, label: x}]";
    assertThat(mistakes(job("triage", ONE_OF, same, "models: [words]")))
        .containsExactly("`words` has nothing to learn: all cases have the same label.");
  }

  @Test
  void eachLearnsOneJob() {
    assertThat(
            mistakes(
                job("triage", ONE_OF, FOUR, "models: [words]"),
                job("sorting", ONE_OF, FOUR, "models: [words]")))
        .containsExactly("`words` learns the labels of job triage already.");
  }

  @Test
  void anotherOneDoesNotExist() {
    var wrong =
        catchThrowableOfType(
            ProblemsException.class,
            () ->
                new Folder(folder)
                    .with(
                        "metier.yaml",
                        "models:\n  words: {use: baseline/trees}\njobs:\n"
                            + job("triage", ONE_OF, FOUR, "models: [words]"))
                    .read());
    assertThat(wrong.problems())
        .extracting(Problem::what)
        .contains("There is no baseline \"trees\".");
  }

  @Test
  void theLabelIsWhatIsExpectedOfEachCase() {
    String list =
        "[{text: a, label: [x, z]}, {text: b, label: y}, {text: c, label: [x]}, {text: d, label: y}]";
    var job = read(job("triage", ONE_OF, list, "models: [qwen]")).jobs().getFirst();
    assertThat(FixedLabels.of(job.grading(), job.cases())).contains(List.of("x", "y", "x", "y"));
  }
}
