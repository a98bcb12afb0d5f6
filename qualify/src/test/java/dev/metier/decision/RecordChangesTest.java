package dev.metier.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.text.Sha256;
import dev.metier.decision.DecisionRecord.Drill;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.job.Job;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordChangesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);

  private static List<String> since(List<CellResult> results) {
    return RecordChanges.since(SampleRecords.fit(), results, TODAY);
  }

  private static Job job(Prompt prompt, List<Requirement> needs) {
    Job job = SampleResults.JOB;
    return new Job(
        job.name(),
        job.purpose(),
        job.data(),
        prompt,
        job.tools(),
        job.settings(),
        job.cases(),
        job.grading(),
        needs,
        job.scope(),
        job.prefer(),
        job.repeats(),
        job.candidates());
  }

  @Test
  void whatStaysAsItWasHolds() {
    assertThat(since(SampleResults.all())).isEmpty();
  }

  /// What a drill proved, it proved of one policy.
  @Test
  void aDrillOfAnotherPolicyIsTold(@TempDir Path folder) throws IOException {
    Path policy = folder.resolve("policy.json");
    DecisionRecord record = SampleRecords.fit();
    assertThat(RecordChanges.since(record, SampleResults.all(), TODAY, policy))
        .singleElement()
        .asString()
        .startsWith("The policy that its drill of 2026-11-22 tried is gone: `metier drill`");
    Files.writeString(policy, "{}");
    assertThat(RecordChanges.since(record, SampleResults.all(), TODAY, policy))
        .singleElement()
        .asString()
        .startsWith("The policy is not the one that its drill of 2026-11-22 tried: `metier drill`")
        .contains("metier record refresh MDR-0007");
    Drill ofThis = new Drill(SampleMatrix.AT, 240, 0, Sha256.hex("{}"));
    DecisionRecord drilled = SampleRecords.drilled(ofThis);
    assertThat(RecordChanges.since(drilled, SampleResults.all(), TODAY, policy)).isEmpty();
  }

  @Test
  void anotherPromptIsTold() {
    Job edited = job(Prompt.ofUser("Please: {{text}}"), SampleResults.JOB.needs());

    assertThat(since(SampleRecords.of(edited)))
        .containsExactly("The prompt, the tools or the parameters changed.");
  }

  @Test
  void anotherBarIsTold() {
    Requirement lower = new Requirement.Quality(0.7, 0.95, Optional.empty());
    Job eased = job(SampleResults.JOB.prompt(), List.of(lower));

    assertThat(since(SampleRecords.of(eased))).contains("The needs of the job changed.");
  }

  @Test
  void moreAnswersAreToldEvenWhenNoVerdictChanged() {
    var more =
        List.of(
            SampleResults.all().get(0),
            SampleResults.result(SampleResults.JOB, "opus", 30, _ -> true),
            SampleResults.all().get(2));

    assertThat(since(more))
        .containsExactly("Answers were added or asked anew; no verdict changed by it.");
  }

  @Test
  void aVerdictThatTurnedIsTold() {
    var turned =
        List.of(
            SampleResults.result(SampleResults.JOB, "qwen", 19, _ -> true),
            SampleResults.result(SampleResults.JOB, "opus", 4, _ -> false),
            SampleResults.all().get(2));

    assertThat(since(turned))
        .containsExactly("qwen was UNDECIDED, and is FIT now.", "opus was FIT, and is UNFIT now.");
  }

  @Test
  void aJobOrModelThatIsGoneIsTold() {
    assertThat(since(List.of())).singleElement().asString().contains("no longer in metier.yaml");
    assertThat(since(List.of(SampleResults.all().getFirst())))
        .contains("opus is no candidate any more.");
  }

  @Test
  void aReviewThatIsDueIsTold() {
    var due = SampleRecords.with(SampleRecords.fit(), Status.ACCEPTED, "Ada", "2026-11-30");

    assertThat(RecordChanges.since(due, SampleResults.all(), TODAY))
        .containsExactly("Its review was due on 2026-11-30.");
    var past = SampleRecords.with(SampleRecords.fit(), Status.SUPERSEDED, "Ada", "2026-11-30");
    assertThat(RecordChanges.since(past, List.of(), TODAY)).isEmpty();
  }
}
