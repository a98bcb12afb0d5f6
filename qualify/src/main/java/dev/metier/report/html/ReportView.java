package dev.metier.report.html;

import dev.metier.hybrid.view.RouteView;
import dev.metier.job.DataClass;
import dev.metier.report.view.CasesView.Field;
import dev.metier.report.view.ChangesView;
import dev.metier.report.view.FailedCases;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.WhyView;
import java.util.List;
import java.util.Optional;

/// What a report shows: the views of the screens, and what only paper needs. Public only for the
/// templates.
///
/// @param made when it was written
/// @param calls how many were made, of how many, for what
/// @param withheld jobs whose texts are left out for their data
/// @param highest of the jobs whose texts are not
/// @param casesRead at most so many failed cases of each job were read
public record ReportView(
    String made,
    String calls,
    MatrixView matrix,
    Summary summary,
    Optional<ChangesView> changes,
    List<JobPart> jobs,
    List<WorkflowPart> workflows,
    List<ModelPart> models,
    CaseDisclosure disclosure,
    List<String> withheld,
    Optional<DataClass> highest,
    int casesRead) {

  /// The page for those who read only one.
  ///
  /// @param hosts for each host the jobs that it can do, a sentence each
  /// @param priced whether a cost is known of any route
  /// @param timed whether a time is
  /// @param costs empty when no cost was measured
  /// @param basis what the costs are for
  public record Summary(
      String headline,
      List<String> hosts,
      List<RouteRow> routes,
      boolean priced,
      boolean timed,
      List<CostRow> costs,
      String basis) {}

  /// Which model would do a job, and what stands behind it; a dash where there is none.
  ///
  /// @param model without one, how the candidates stand
  public record RouteRow(
      String job,
      String data,
      String model,
      String host,
      String others,
      String cost,
      String tail) {}

  /// What it would cost to do the jobs in one way.
  ///
  /// @param fit for how many of the jobs that way is FIT
  public record CostRow(String way, String cost, String fit) {}

  /// A job with the reasons of all its verdicts.
  ///
  /// @param badge what its cases are, where they are not the team's own
  /// @param needs a sentence each
  /// @param prompt turn by turn; empty where it is withheld
  /// @param route what would do it, as far as it was searched for
  public record JobPart(
      String job,
      String purpose,
      String badge,
      String data,
      List<String> needs,
      List<WhyView> whys,
      List<Field> prompt,
      String settings,
      FailedCases failed,
      Optional<RouteView> route) {}

  /// A workflow and the choices of models that were run from end to end.
  ///
  /// @param needs and cases, a sentence
  /// @param stages their names
  /// @param ending which choice is served, or why none is
  public record WorkflowPart(
      String name, String needs, List<String> stages, List<AssignmentRow> rows, String ending) {}

  /// A choice of models for the stages.
  ///
  /// @param models in the order of the stages
  /// @param runs how many, what they cost and took
  public record AssignmentRow(List<String> models, Mark mark, String runs, String reason) {}

  /// A model as it was asked.
  public record ModelPart(String name, String use, String host, String clearance, String price) {}
}
