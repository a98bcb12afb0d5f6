package dev.metier.terminal.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a labeller sees of a case.
class CaseSectionsTest {
  @TempDir private Path folder = Path.of("");

  private Job job(String graders) throws IOException {
    Files.writeString(
        folder.resolve("metier.yaml"),
        """
        models:
          qwen: {use: ollama/qwen3}
          gemma: {use: ollama/gemma3}
        jobs:
          reply:
            data: internal
            scope: suite
            prompt: "Answer {{letter}}"
            cases: [{letter: a, order: "17"}, {letter: b, order: "18"}]
            graders: [%s]
            needs: {quality: {at_least: 0.5}}
            models: [qwen]
        """
            .formatted(graders));
    return ProjectReader.read(folder).jobs().getFirst();
  }

  @Test
  void whoLabelsSeesTheRubricThatTheJudgeIsTold() throws IOException {
    Job job = job("{rubric: {text: \"It names the order {{order}}.\", judge: gemma}}");
    assertThat(CaseSections.asked(job, job.cases().getFirst()))
        .containsExactly(
            new Sheet.Section("Input", "a", true),
            new Sheet.Section("Passes if", "It names the order 17.", true));
  }

  @Test
  void withoutARubricNothingIsDemanded() throws IOException {
    Job job = job("{contains: \"{{order}}\"}");
    assertThat(CaseSections.asked(job, job.cases().getFirst()))
        .containsExactly(
            new Sheet.Section("Input", "a", true),
            new Sheet.Section("Known of it", "order: 17", true));
  }
}
