package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Restoration;
import dev.metier.job.StageLoop;
import dev.metier.job.StageLoop.Until;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowSectionTest {
  private static final String MAIL =
      """
      hosts: {anthropic: {clearance: public}}
      models:
        qwen: {use: "ollama/qwen3.6:27b"}
        opus: {use: anthropic/claude-opus-5.5}
      x-job: &job
        cases: [{mail: a, redact: b, draft: c}]
        graders: [no_markup]
        needs: {quality: {at_least: 0.5}}
      jobs:
        mail-redact: {<<: *job, data: confidential, prompt: "Hide in: {{mail}}", models: qwen}
        mail-draft: {<<: *job, data: public, prompt: "Answer: {{redact}}"}
        mail-review: {<<: *job, data: public, prompt: "Review: {{draft}}"}
        mail-end: {<<: *job, data: confidential, prompt: "Polish: {{draft}}", models: qwen}
        mail-both: {<<: *job, data: confidential, prompt: "{{mail}} {{draft}}", models: qwen}
      workflows:
        mail-to-reply:
          <<: *job
          data: confidential
          stages:
      """;

  @TempDir Path folder;

  private Workflow read(String stages) {
    var project = new Folder(folder).with("metier.yaml", MAIL + stages.indent(6)).read();
    return project.workflow(new JobName("mail-to-reply")).orElseThrow();
  }

  private static final String REDACT = "redact: {job: mail-redact, redacts: {to: public}}\n";
  private static final String DRAFT = "draft: {job: mail-draft, uses: redact}\n";

  @Test
  void everyKeyIsKept() {
    var flow =
        read(
            REDACT
                + DRAFT
                + """
                mail-review: {uses: [draft], until: approve, redo: draft, rounds: 3, escalate: opus}
                end: {job: mail-end, uses: [draft], until: [complete], on_check_failed: mark,
                      restores: {from: redact, every: false}}
                """);
    assertThat(flow.input()).isEqualTo("mail");
    assertThat(flow.deadline()).isEqualTo(Duration.ofMinutes(2));
    assertThat(flow.whole().cases()).hasSize(1);
    assertThat(flow.whole().prompt().variables()).containsExactly("mail");
    assertThat(flow.stages())
        .containsExactly(
            new WorkflowStage(
                "redact",
                new JobName("mail-redact"),
                true,
                List.of(),
                Optional.empty(),
                Optional.of(DataClass.PUBLIC),
                Optional.empty()),
            new WorkflowStage(
                "draft",
                new JobName("mail-draft"),
                false,
                List.of("redact"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new WorkflowStage(
                "mail-review",
                new JobName("mail-review"),
                false,
                List.of("draft"),
                Optional.of(
                    new StageLoop(
                        new Until.Approval(),
                        "draft",
                        3,
                        Optional.of(new ModelName("opus")),
                        false)),
                Optional.empty(),
                Optional.empty()),
            new WorkflowStage(
                "end",
                new JobName("mail-end"),
                false,
                List.of("draft"),
                Optional.of(
                    new StageLoop(
                        new Until.Passing(List.of(new Check.Complete())),
                        "end",
                        2,
                        Optional.empty(),
                        true)),
                Optional.empty(),
                Optional.of(new Restoration("redact", false))));
  }

  @Test
  void aStageReadsTheHighestClassOfWhatItUses() {
    String restored = "draft: {job: mail-draft, uses: redact, restores: redact}\n";
    String end = "end: {job: mail-end, uses: draft}\n";
    assertThat(read(REDACT + restored + end).reads())
        .isEqualTo(
            Map.of(
                "redact", DataClass.CONFIDENTIAL,
                "draft", DataClass.PUBLIC,
                "end", DataClass.CONFIDENTIAL));
    assertThat(read(REDACT + DRAFT + end).reads()).containsEntry("end", DataClass.PUBLIC);
  }

  @Test
  void whatAReviewSaysIsReadByTheStageThatIsDoneAgain() {
    assertThatThrownBy(() ->
            read(
                REDACT
                    + DRAFT
                    + "look: {job: mail-both, uses: draft, until: approve, redo: draft}\n"))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("Stage draft reads confidential data, but job mail-draft is for");
  }

  @Test
  void theAnswerIsThatOfTheLastStageThatDoesNotReview() {
    assertThat(read(REDACT + DRAFT).answering().name()).isEqualTo("draft");
    assertThat(
            read(REDACT + DRAFT + "mail-review: {uses: draft, until: approve, redo: draft}\n")
                .answering()
                .name())
        .isEqualTo("draft");
  }
}
