package dev.metier.report;

import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.CellFacts;
import dev.metier.report.matrix.FitMatrix;
import java.util.List;
import java.util.Optional;

/// Two jobs whose verdicts were really reached, for which two models stand the other way round.
public final class SampleProject {
  /// Its data may not leave the house.
  public static final Job SECRET =
      SampleMatrix.job(
              "secrets",
              "sort letters",
              DataClass.RESTRICTED,
              List.of(new Requirement.Quality(0.8, 0.95, Optional.empty())))
          .withCases(SampleResults.JOB.cases());

  private SampleProject() {}

  public static List<CellResult> results() {
    return List.of(
        SampleResults.result(SampleResults.JOB, "qwen", 50, n -> n % 6 != 5),
        SampleResults.result(SampleResults.JOB, "opus", 40, n -> n % 20 != 5),
        SampleResults.result(SampleResults.JOB, "gemma", 12, n -> n > 10),
        SampleResults.result(SECRET, "qwen", 12, n -> n > 10),
        SampleResults.result(SECRET, "gemma", 30, _ -> true),
        SampleResults.result(SECRET, "opus", 12, n -> n > 10));
  }

  public static FitMatrix matrix() {
    return new FitMatrix(
        "kin",
        SampleMatrix.AT,
        List.of(row(SampleResults.JOB), row(SECRET)),
        new FitMatrix.Calls(73, 150),
        Optional.empty(),
        List.of());
  }

  private static FitMatrix.JobRow row(Job job) {
    var cells =
        results().stream()
            .filter(r -> r.job().name().equals(job.name()))
            .map(r ->
                new FitMatrix.Cell(
                    r.model(),
                    r.verdict(),
                    CellFacts.facts(r, r.outcomes(), Optional.of(SampleMatrix.AT)),
                    r.notes()))
            .toList();
    return new FitMatrix.JobRow(job, cells, List.of());
  }
}
