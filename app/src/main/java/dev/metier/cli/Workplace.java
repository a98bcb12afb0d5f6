package dev.metier.cli;

import dev.metier.catalog.Model;
import dev.metier.compile.JobRoutes;
import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.hybrid.view.RouteView;
import dev.metier.job.Job;
import dev.metier.learn.baseline.LearnedBaselines;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.project.Project;
import dev.metier.provider.Provider;
import dev.metier.provider.ProviderSource;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Judging;
import dev.metier.qualify.Qualifier;
import dev.metier.report.Medium;
import dev.metier.report.WorkflowText;
import dev.metier.report.html.CaseDisclosure;
import dev.metier.report.html.FrozenReport;
import dev.metier.report.html.ReportEvidence;
import dev.metier.report.matrix.Changes;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrixSource;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.terminal.Console;
import dev.metier.terminal.Invocation;
import dev.metier.verdict.Verdict;
import dev.metier.workflow.search.WorkflowResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What commands share: the console, the providers, the clock, and how results are shown.
///
/// @param version of this program
public record Workplace(Console console, ProviderSource providers, Clock clock, String version) {

  /// Opens the models of an assignment; those that learn do so from its project's cases.
  ProviderSource providers(Assignment assignment) {
    return new LearnedBaselines(assignment.project()).over(providers);
  }

  /// Opens a model by itself.
  Provider open(Model model) {
    return providers.open(model, Set.of());
  }

  /// Verdicts from kept evidence only; nobody is called.
  List<CellResult> look(Assignment assignment, Ledger ledger) {
    try (var models = CandidateModels.recall(assignment.models(), providers(assignment), ledger)) {
      return Qualifier.look(assignment, models, ledger);
    }
  }

  /// The judges, as far as they are known without calling anyone.
  Judging judging(Assignment assignment, Ledger ledger) {
    try (var models = CandidateModels.recall(assignment.models(), providers(assignment), ledger)) {
      return new Judging(assignment, models.identities(), ledger);
    }
  }

  /// What a search for chains and routers reads; nobody is called.
  HybridSearch.Sources sources(Assignment assignment, Ledger ledger) {
    var judges = CheckJudges.of(judging(assignment, ledger));
    return new HybridSearch.Sources(ledger, new AnswerChecks(), judges);
  }

  /// What became of every job and model since an earlier moment; nobody is called.
  ///
  /// @param text what `--since` says
  Changes changes(String text, Assignment assignment, Ledger ledger) {
    return changes(Since.of(text, ledger), assignment, ledger);
  }

  /// The same since a moment that is known.
  Changes changes(Since since, Assignment assignment, Ledger ledger) {
    try (var models = CandidateModels.recall(assignment.models(), providers(assignment), ledger)) {
      return new Changes(
          since.words(), Qualifier.changes(assignment, models, ledger, since.past()));
    }
  }

  /// The kept evidence, to read and to grade anew; an empty one when there is none yet.
  static Ledger kept(Path file) {
    return Files.exists(file) ? Ledgers.join(file) : Ledgers.inMemory();
  }

  FitMatrix matrix(Project project, List<CellResult> results, Ledger ledger, List<String> notes) {
    return new FitMatrixSource(ledger, clock).matrix(name(project), results, notes);
  }

  static String name(Project project) {
    Path folder = ProjectOptions.folder(project).normalize().getFileName();
    return folder == null ? "Metier" : folder.toString();
  }

  /// The matrix as a file, or for programs.
  String rendered(FitMatrix matrix, Medium medium, Optional<Path> report) {
    return medium.render(
        matrix,
        new RenderOptions(
            console.width(), false, console.unicode(), version, report.map(Path::toString)));
  }

  /// The report as one HTML file.
  ///
  /// @param results those of the matrix
  String report(
      FitMatrix matrix, List<CellResult> results, Ledger ledger, CaseDisclosure disclosure) {
    return report(matrix, results, ledger, disclosure, Map.of());
  }

  /// The same with what would do each job, by its name.
  String report(
      FitMatrix matrix,
      List<CellResult> results,
      Ledger ledger,
      CaseDisclosure disclosure,
      Map<String, RouteView> routes) {
    var evidence =
        new ReportEvidence(
            matrix,
            results,
            filter -> {
              var answers = new ArrayList<KeptAnswer>();
              ledger.answers(filter, answers::add);
              return answers;
            },
            routes);
    return FrozenReport.of(evidence, disclosure, version);
  }

  /// What would do each job, by its name.
  Map<String, RouteView> routes(Assignment assignment, List<CellResult> results, Ledger ledger) {
    var sources = sources(assignment, ledger);
    Map<String, RouteView> routes = new HashMap<>();
    for (Job job : assignment.jobs()) {
      var own = results.stream().filter(r -> r.job().name().equals(job.name())).toList();
      if (!own.isEmpty()) {
        routes.put(job.name().text(), JobRoutes.of(assignment.project(), job, own, sources));
      }
    }
    return routes;
  }

  /// The matrix, where it has jobs, and what is known of workflows, for whoever looks at the
  /// console now.
  String shown(FitMatrix matrix, Project project, Optional<Path> report) {
    var options =
        new RenderOptions(
            console.width(),
            console.colours(),
            console.unicode(),
            version,
            report.map(Path::toString),
            invocation(project)::in);
    boolean jobs = !matrix.jobs().isEmpty() || matrix.workflows().isEmpty();
    var text = new StringBuilder(jobs ? Medium.TEXT.render(matrix, options) : "");
    for (WorkflowResult each : matrix.workflows()) {
      text.append(WorkflowText.of(each));
      WorkflowText.notes(each.unknownJobs(), each.workflow())
          .forEach(note -> text.append("  Note: ").append(note).append('\n'));
    }
    return text.toString();
  }

  private static Invocation invocation(Project project) {
    Path file = project.file();
    return Invocation.of(
        file.endsWith("metier.yaml") ? Optional.ofNullable(file.getParent()) : Optional.of(file));
  }

  /// Whether an output goes to the standard output and not to a file: it is called `-`.
  static boolean isStandard(Optional<Path> output) {
    return output.filter(Path.of("-")::equals).isPresent();
  }

  /// For what is written to a file only.
  static void refuseStandard(Optional<Path> output, String hint) {
    if (isStandard(output)) {
      throw new ProblemsException("-o - is no file.", hint);
    }
  }

  /// 0 when every job has a model that is FIT, and every workflow an assignment, else 1.
  static int exitCode(List<CellResult> results, List<WorkflowResult> workflows) {
    boolean whole = workflows.stream().allMatch(each -> each.chosen().isPresent());
    return whole ? exitCode(results) : 1;
  }

  /// 0 when every job has a model that is FIT, else 1.
  static int exitCode(List<CellResult> results) {
    var jobs = results.stream().map(r -> r.job().name()).distinct();
    return jobs.allMatch(job ->
        results.stream()
            .anyMatch(r -> r.job().name().equals(job) && r.verdict() instanceof Verdict.Fit))
        ? 0
        : 1;
  }
}
