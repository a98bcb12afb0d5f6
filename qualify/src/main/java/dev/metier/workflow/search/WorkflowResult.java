package dev.metier.workflow.search;

import dev.metier.job.Workflow;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/// What is known of a workflow.
///
/// @param rows the assignments that race, the preferred first
/// @param impossible why none does, if so
/// @param unknownJobs stages' jobs of which nothing is known
public record WorkflowResult(
    Workflow workflow,
    Stages stages,
    List<Row> rows,
    Optional<String> impossible,
    List<String> unknownJobs) {
  /// An assignment and its verdict.
  public record Row(StageModels models, CellResult cell) {}

  public WorkflowResult {
    rows = List.copyOf(rows);
    unknownJobs = List.copyOf(unknownJobs);
  }

  /// The preferred assignment that is FIT.
  public Optional<Row> chosen() {
    return rows.stream().filter(row -> row.cell().verdict() instanceof Verdict.Fit).findFirst();
  }
}
