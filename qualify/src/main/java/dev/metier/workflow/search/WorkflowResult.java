package dev.metier.workflow.search;

import dev.metier.job.Workflow;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a workflow.
///
/// @param rows the assignments that race, the preferred first
/// @param impossible why none does, if so
/// @param unknownJobs stages' jobs of which nothing is known
/// @param ends of the assignment that is served: by the name of each stage that a chain does, how
///   often the checks of its first model's answers ended in each way; empty where nobody looked
/// @param perDraw how many of these runs weigh as one independent draw, at least 1: repeats of a
///   case and cases of one cluster may all end alike
public record WorkflowResult(
    Workflow workflow,
    Stages stages,
    List<Row> rows,
    Optional<String> impossible,
    List<String> unknownJobs,
    Map<String, Map<String, Integer>> ends,
    double perDraw) {
  /// An assignment and its verdict.
  public record Row(StageModels models, CellResult cell) {}

  public WorkflowResult {
    rows = List.copyOf(rows);
    unknownJobs = List.copyOf(unknownJobs);
    ends = Map.copyOf(ends);
  }

  /// What is known where nobody looked how checks ended.
  public WorkflowResult(
      Workflow workflow,
      Stages stages,
      List<Row> rows,
      Optional<String> impossible,
      List<String> unknownJobs) {
    this(workflow, stages, rows, impossible, unknownJobs, Map.of(), 1);
  }

  /// The same with how checks ended.
  WorkflowResult with(Map<String, Map<String, Integer>> counted, double weighing) {
    return new WorkflowResult(workflow, stages, rows, impossible, unknownJobs, counted, weighing);
  }

  /// The preferred assignment that is FIT.
  public Optional<Row> chosen() {
    return rows.stream().filter(row -> row.cell().verdict() instanceof Verdict.Fit).findFirst();
  }
}
