package dev.metier.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.Forecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTextTest {
  @TempDir private Path folder;

  private String told(String job) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("metier.yaml"),
            """
            hosts: {here: {clearance: restricted}, desk: {clearance: internal}}
            models:
              qwen: {use: vllm/qwen, url: "http://127.0.0.1:1", host: here}
              critic: {use: vllm/critic, url: "http://127.0.0.1:2", host: desk}
            jobs:
              triage:
                data: internal
                scope: suite
                prompt: Answer.
                cases: [{text: a}, {text: b}, {text: c}]
                needs: {quality: {at_least: 0.5}}
                models: [qwen]
            """
                + job.indent(4));
    Project project = ProjectReader.read(file);
    var forecasts = Forecast.of(Assignment.of(project, project.jobs(), Goal.MATRIX));
    return ForecastText.of(project, forecasts, "", List.of());
  }

  @Test
  void whoReadsAnswersAndGivesNoneIsNamedWithItsHost() throws IOException {
    assertThat(
            told(
                """
                graders: json_valid
                hybrid: {checks: [{judge: critic, rubric: It is kind.}]}
                """))
        .contains(
            "  critic  on desk (cleared for internal): judges kept answers when `qualify --hybrid"
                + " triage` asks it\n");
    assertThat(
            told(
                """
                graders: json_valid
                hybrid: off
                """))
        .doesNotContain("critic");
    assertThat(
            told(
                """
                graders: [{rubric: {text: It is kind., judge: critic}}]
                """))
        .contains("  critic  on desk (cleared for internal): judges the answers\n");
  }
}
