package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiddleKeyTest {
  private static final String MODELS =
      """
      models:
        qwen: {use: "ollama/qwen3.6:27b"}
        sonnet: {use: anthropic/claude-sonnet-5}
        opus: {use: anthropic/claude-opus-5.5}
        glm: {use: "openai/glm-5", url: "https://glm.example/v1"}
      hosts: {anthropic: {clearance: internal}}
      """;

  @TempDir Path folder;

  private Project project(int cases, String hybrid) {
    String given =
        IntStream.range(0, cases)
            .mapToObj(i -> "{text: a" + i + "}")
            .collect(Collectors.joining(", ", "[", "]"));
    return new Folder(folder)
        .with(
            "metier.yaml",
            MODELS + Folder.job("triage", given).stripTrailing() + "\n    hybrid: " + hybrid)
        .read();
  }

  private String problems(int cases, String hybrid) {
    var told = catchThrowableOfType(ProblemsException.class, () -> project(cases, hybrid));
    return told.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void aModelStandsInTheMiddleWhereItIsNamedAndNeverOtherwise() {
    var triage = new JobName("triage");
    assertThat(project(3, "{first: qwen, middle: sonnet, then: opus}").hybrid(triage).middle())
        .contains(new ModelName("sonnet"));
    assertThat(project(3, "{first: qwen, then: opus}").hybrid(triage).middle()).isEmpty();
    assertThat(project(3, "{middle: sonnet}").hybrid(triage).middle())
        .contains(new ModelName("sonnet"));
  }

  @Test
  void whatNamesNoMiddleModelIsHashedAsBeforeThereWereAny() {
    var triage = new JobName("triage");
    var two = project(3, "{first: qwen, then: opus}").hybrid(triage);
    assertThat(two.hashed()).contains("first=[qwen], then=");
    assertThat(project(3, "{first: qwen, middle: sonnet, then: opus}").hybrid(triage).hashed())
        .contains("middle=Optional[sonnet]");
  }

  @Test
  void aModelStandsOnceInAChain() {
    assertThat(problems(3, "{first: [qwen, sonnet], middle: sonnet, then: opus}"))
        .contains("`sonnet` would stand behind itself");
    assertThat(problems(3, "{first: qwen, middle: opus, then: opus}"))
        .contains("`opus` would stand behind itself");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThat(
            problems(
                3,
                "{first: qwen, middle: sonet, then: opus, on_check_failed: mark, hand_over:"
                    + " reason}"))
        .contains(
            "no model \"sonet\"",
            "sonnet",
            "`middle` answers what fails a check",
            "told nothing of failed checks");
    assertThat(problems(3, "{first: qwen, middle: sonnet, then: none}"))
        .contains("nobody stands behind `middle`");
    assertThat(problems(3, "{first: qwen, midle: sonnet}")).contains("midle", "middle");
    for (String list : new String[] {"middle: [sonnet, opus]", "then: [sonnet, opus]"}) {
      assertThat(problems(3, "{first: qwen, " + list + "}"))
          .contains("One model stands here, not a list of them");
    }
  }

  @Test
  void aHostBelowTheClassIsForbiddenByName() {
    assertThat(problems(3, "{first: qwen, middle: glm, then: opus}"))
        .contains("`glm` is FORBIDDEN here", "glm.example");
  }

  @Test
  void whatHalfOfTheCasesCannotProveIsToldWithTheNumber() {
    String kept = "{first: qwen, middle: sonnet, then: opus, kept_wrong: {at_most: 0.3}}";
    assertThat(problems(10, kept))
        .contains("proved on one half of the cases", "that takes 14 cases, and there are only 10");
    assertThat(project(14, kept).jobs()).hasSize(1);
    assertThat(project(10, kept.replace("middle: sonnet, ", "")).jobs()).hasSize(1);
    assertThat(problems(10, "{first: qwen, middle: sonnet, not_worse: {margin: 0.3}}"))
        .contains("a margin of 0.3 there: that takes 18 cases");
  }
}
