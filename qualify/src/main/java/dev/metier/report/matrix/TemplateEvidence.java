package dev.metier.report.matrix;

import dev.metier.job.Job;
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
    List<String> jobs =
        rows.stream()
            .map(FitMatrix.JobRow::job)
            .filter(Job::restsOnTemplate)
            .map(job -> job.name().text())
            .toList();
    return jobs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Template evidence: the verdicts on "
                + String.join(", ", jobs)
                + " rest on made-up cases, which show that a model can be reached and keeps to the"
                + " form. A verdict on your work takes at least "
                + Job.ENOUGH_OWN
                + " cases of your own in a job.");
  }
}
