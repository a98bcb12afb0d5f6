package dev.metier.cli;

import dev.metier.catalog.Model;
import dev.metier.compile.ProvedChains;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Workflow;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Judging;
import dev.metier.qualify.Qualifier;
import dev.metier.workflow.search.WorkflowResult;
import dev.metier.workflow.search.WorkflowSearch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Some workflows of a project as a ledger knows them; calls no model.
record WorkflowLooks(Workplace workplace, Project project, List<Workflow> workflows) {
  /// The stages' jobs, with all their candidates.
  Assignment stages() {
    List<Job> jobs =
        project.jobs().stream()
            .filter(job ->
                workflows.stream()
                    .flatMap(each -> each.stages().stream())
                    .anyMatch(stage -> stage.job().equals(job.name())))
            .toList();
    return Assignment.of(project, jobs, Goal.MATRIX);
  }

  /// The models that an assignment and these workflows ask, in the order of the project.
  List<Model> models(Assignment assignment) {
    var asked = new HashSet<>(assignment.models());
    asked.addAll(stages().models());
    asked.addAll(judges());
    return project.models().stream().filter(asked::contains).toList();
  }

  /// The judges of the whole that may read what they judge.
  private List<Model> judges() {
    return workflows.stream()
        .map(Workflow::whole)
        .flatMap(whole ->
            whole.judged().flatMap(spec -> project.model(spec.judge())).stream()
                .filter(model -> model.mayRead(project.data(whole))))
        .toList();
  }

  /// The searches as they stand.
  List<WorkflowSearch> searches(Ledger ledger) {
    if (workflows.isEmpty()) {
      return List.of();
    }
    Assignment stages = stages();
    try (var models = CandidateModels.recall(models(stages), workplace.providers(stages), ledger)) {
      return searches(models, ledger);
    }
  }

  /// The same with models that told what they are.
  List<WorkflowSearch> searches(CandidateModels models, Ledger ledger) {
    if (workflows.isEmpty()) {
      return List.of();
    }
    List<CellResult> results = Qualifier.look(stages(), models, ledger);
    Map<JobName, Route.Cascade> chains = chains(results, models, ledger);
    return workflows.stream()
        .map(each -> WorkflowSearch.of(project, each, results, chains, models.identities(), ledger))
        .toList();
  }

  /// The chains that are proved for the stages' jobs.
  private Map<JobName, Route.Cascade> chains(
      List<CellResult> results, CandidateModels models, Ledger ledger) {
    var judging = new Judging(stages(), models.identities(), ledger);
    var sources = new HybridSearch.Sources(ledger, new AnswerChecks(), CheckJudges.of(judging));
    var chains = new HashMap<JobName, Route.Cascade>();
    ProvedChains.routes(ProvedChains.of(project, results, sources))
        .forEach((job, route) -> {
          if (route instanceof Route.Cascade cascade) {
            chains.put(job, cascade);
          }
        });
    return chains;
  }

  /// What the kept runs from end to end say.
  List<WorkflowResult> results(Ledger ledger) {
    return searches(ledger).stream().map(search -> search.look(ledger)).toList();
  }

  /// The same, with the shares that are followed when they are served.
  List<WorkflowResult> followed(Ledger ledger) {
    var checks = new AnswerChecks();
    return searches(ledger).stream().map(search -> search.followed(ledger, checks)).toList();
  }
}
