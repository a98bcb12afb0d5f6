package dev.metier.report.matrix;

import dev.metier.job.Job;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/// Says in every medium which verdicts rest on made-up cases.
public final class TemplateEvidence {
  /// The badge beside such a job's name.
  public static final String BADGE = "template evidence";

  private TemplateEvidence() {}

  /// The badge of a job; empty where the cases are the team's own.
  public static String badge(Job job) {
    return job.restsOnTemplate() ? BADGE : "";
  }

  static Optional<String> note(List<FitMatrix.JobRow> rows) {
    List<FitMatrix.JobRow> decided =
        rows.stream()
            .filter(row -> row.job().restsOnTemplate())
            .filter(row ->
                row.hasFit()
                    || row.cells().stream()
                        .anyMatch(cell -> cell.verdict() instanceof Verdict.Unfit))
            .toList();
    if (decided.isEmpty()) {
      return Optional.empty();
    }
    String jobs = String.join(", ", decided.stream().map(row -> row.job().name().text()).toList());
    return Optional.of(
        "Template evidence: the verdicts on "
            + jobs
            + " rest on made-up cases."
            + (decided.stream().anyMatch(FitMatrix.JobRow::hasFit)
                ? " FIT there shows that a model can be reached and keeps to the form."
                : "")
            + " A verdict on your work takes at least "
            + Job.ENOUGH_OWN
            + " cases of your own in a job.");
  }
}
