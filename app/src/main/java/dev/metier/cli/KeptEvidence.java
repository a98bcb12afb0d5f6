package dev.metier.cli;

import dev.metier.catalog.Fingerprint;
import dev.metier.compile.PolicyCompiler;
import dev.metier.compile.PolicyPreview;
import dev.metier.compile.PreviewText;
import dev.metier.compile.ProvedChains;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.plan.Goal;
import dev.metier.policy.Policy;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellResult;
import dev.metier.workflow.search.WorkflowResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a ledger says of a project: the verdicts, the chains and routers that are proved, and the
/// workflows.
///
/// @param builds what is known of the models
record KeptEvidence(
    List<CellResult> results,
    Map<JobName, ProvedChains.Found> hybrids,
    Map<ModelName, Fingerprint> builds,
    List<WorkflowResult> workflows) {
  /// Looks at a ledger; calls no model.
  static KeptEvidence of(Workplace workplace, Project project, Goal goal, Path ledger) {
    var assignment = Assignment.of(project, project.jobs(), goal);
    try (var kept = Workplace.kept(ledger)) {
      List<CellResult> results = workplace.look(assignment, kept);
      var judging = workplace.judging(assignment, kept);
      var sources = new HybridSearch.Sources(kept, new AnswerChecks(), CheckJudges.of(judging));
      return new KeptEvidence(
          results,
          ProvedChains.of(project, results, sources),
          judging.builds(),
          new WorkflowLooks(workplace, project, project.workflows()).followed(kept));
    }
  }

  /// What the policy costs beside one model for everything; empty when no costs are known.
  String costs(Project project) {
    var asked = results.stream().filter(each -> each.model().kind().answersRequests()).toList();
    return PreviewText.alone(PolicyPreview.of(project, asked, hybrids));
  }

  /// The policy by it.
  Policy policy(Project project, Instant now) {
    return PolicyCompiler.compile(
        project, results, ProvedChains.routes(hybrids), workflows, builds, now);
  }
}
