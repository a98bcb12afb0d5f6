package dev.metier.decision;

import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.ledger.MemoryLedger;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Records of the job of fifty questions.
public final class SampleRecords {
  public static final Path FILE = Path.of("decisions/MDR-0007.md");

  private SampleRecords() {}

  /// Drafted of these results.
  public static DecisionRecord draft(List<CellResult> results, String model) {
    var project = new Project(Path.of("metier.yaml"), List.of(), List.of(), List.of(), List.of());
    var source =
        new RecordDraft.Source(
            project,
            results,
            new MemoryLedger(),
            Optional.empty(),
            Optional.of(new DecisionRecord.Drill(SampleMatrix.AT, 240, 0, "ab".repeat(32))),
            SampleMatrix.AT);
    return RecordDraft.of(
        source, new RecordDraft.Choice("MDR-0007", Optional.of(model), "Ada", false));
  }

  /// The model that is FIT, with another drill.
  public static DecisionRecord drilled(DecisionRecord.Drill drill) {
    DecisionRecord record = fit();
    var data = record.data();
    return new DecisionRecord(
        record.head(),
        record.locked(),
        record.moved(),
        record.needs(),
        record.evidence(),
        record.candidates(),
        record.routing(),
        record.money(),
        new DecisionRecord.Data(data.held(), data.holdsTexts(), data.places(), Optional.of(drill)),
        record.wrong(),
        record.words(),
        record.text());
  }

  /// The model that is FIT.
  public static DecisionRecord fit() {
    return draft(SampleResults.all(), "opus");
  }

  /// A model that is not decided yet, of which answers failed.
  public static DecisionRecord open() {
    return draft(SampleResults.all(), "qwen");
  }

  /// The same job of another class, with other needs or another prompt.
  public static List<CellResult> of(Job job) {
    return List.of(
        SampleResults.result(job, "qwen", 50, n -> n % 6 != 5),
        SampleResults.result(job, "opus", 19, _ -> true),
        SampleResults.result(job, "gemma", 4, _ -> false));
  }

  public static Job job(DataClass data) {
    Job job = SampleResults.JOB;
    return new Job(
        job.name(),
        job.purpose(),
        data,
        job.prompt(),
        job.tools(),
        job.settings(),
        job.cases(),
        job.grading(),
        job.needs(),
        job.scope(),
        job.prefer(),
        job.repeats(),
        job.candidates());
  }

  public static DecisionRecord with(
      DecisionRecord record, DecisionRecord.Status status, String owner, String review) {
    var head = record.head();
    return record.with(
        new DecisionRecord.Head(
            head.id(),
            status,
            head.job(),
            head.model(),
            "",
            "",
            owner,
            head.date(),
            Optional.of(review).filter(day -> !day.isEmpty()).map(LocalDate::parse)));
  }
}
