package dev.metier.cli;

import dev.metier.confirm.Confirmation;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.decision.RecordChanges;
import dev.metier.decision.RecordFolder;
import dev.metier.hybrid.view.RouteView;
import dev.metier.job.Job;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.policy.PolicyFile;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellResult;
import dev.metier.report.Medium;
import dev.metier.report.html.CaseDisclosure;
import dev.metier.report.matrix.Changes;
import dev.metier.report.matrix.FailureSummary;
import dev.metier.report.matrix.FitMatrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows the verdicts of the kept evidence; calls no model.
@Command(
    name = "verdict",
    description = "The fit matrix and the reasons, from the evidence kept so far; calls no model.",
    footer = {
      "",
      "Exit codes: 0 every job has a FIT model, 1 some job has none, 2 the input is wrong."
    })
final class VerdictCommand implements Callable<Integer> {
  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(names = "--junit", paramLabel = "FILE", description = "Also write JUnit XML.")
  private Optional<Path> junit = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "Also write the HTML report.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      description = "As in qualify: choose is stricter, since one of several is picked.")
  private Goal goal = Goal.MATRIX;

  @Option(
      names = "--since",
      paramLabel = "RUN|DATE|BUILD",
      description =
          "What changed: since the run of this number, since the run before the last one"
              + " (previous), since a day began (2026-11-20), or since a build (how its fingerprint"
              + " begins).")
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--confirm",
      description = "The verdicts on the cases that jobs hold out; see qualify --confirm.")
  private boolean confirm;

  private final Workplace workplace;

  VerdictCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Project read = options.read();
    Optional<Confirmation> confirmation =
        confirm ? Optional.of(Confirmation.of(read, options.jobs(read))) : Optional.empty();
    Project project = confirmation.map(Confirmation::project).orElse(read);
    List<Job> jobs = confirm ? project.jobs() : options.jobs(project);
    var assignment = Assignment.of(project, jobs, goal);
    try (var ledger = Workplace.kept(options.ledger(project))) {
      List<CellResult> results = workplace.look(assignment, ledger);
      Optional<Changes> changes = since.map(text -> workplace.changes(text, assignment, ledger));
      var workflows =
          new WorkflowLooks(workplace, project, options.workflows(project)).results(ledger);
      var notes = new ArrayList<>(steppedBack(project));
      notes.addAll(recordNotes(project, results));
      confirmation.ifPresent(each -> notes.addAll(each.notes(ledger)));
      var today = workplace.matrix(project, results, ledger, notes).with(workflows);
      var matrix = changes.map(today::with).orElse(today);
      junit.ifPresent(file ->
          WholeFile.write(file, workplace.rendered(matrix, Medium.JUNIT, Optional.empty())));
      html.ifPresent(file -> WholeFile.write(file, report(matrix, results, assignment, ledger)));
      workplace
          .console()
          .print(
              changes
                  .map(this::told)
                  .orElseGet(() ->
                      shown(FailureSummary.in(matrix, results, ledger, project::data), project)));
      return Workplace.exitCode(results, workflows);
    }
  }

  /// The same as `metier report` writes; routes are those of verdicts on all cases.
  private String report(
      FitMatrix matrix, List<CellResult> results, Assignment assignment, Ledger ledger) {
    Map<String, RouteView> routes =
        confirm ? Map.of() : workplace.routes(assignment, results, ledger);
    return workplace.report(matrix, results, ledger, CaseDisclosure.USUAL, routes);
  }

  /// Cascades and chains that the gateway found not to be the proven ones any more, a sentence
  /// each.
  private static List<String> steppedBack(Project project) {
    Path file = ProjectOptions.folder(project).resolve("policy.json");
    if (!Files.exists(file)) {
      return List.of();
    }
    var told = new ArrayList<String>();
    try {
      ServeCommand.stepBacks(file)
          .under(PolicyFile.read(file))
          .forEach((what, why) ->
              told.add(
                  (what.contains("/") ? "The chain of stage " : "The cascade of job ")
                      + what
                      + " is EXPIRED until it is compiled again: "
                      + why
                      + (why.endsWith(".") ? "" : ".")));
    } catch (ProblemsException e) {
      // no policy that could be served; `metier serve` tells what is wrong with it
    }
    return told;
  }

  /// Records that do not hold as they are; they rest on all candidates, by the usual goal.
  private List<String> recordNotes(Project project, List<CellResult> results) {
    return confirm || goal != Goal.MATRIX || !options.allModels()
        ? List.of()
        : RecordChanges.notes(
            RecordFolder.of(ProjectOptions.folder(project)),
            project,
            results,
            RecordOptions.today(workplace));
  }

  private String shown(FitMatrix matrix, Project project) {
    return options.json()
        ? workplace.rendered(matrix, Medium.JSON, html)
        : workplace.shown(matrix, project, html);
  }

  private String told(Changes changes) {
    return options.json() ? changes.json() : changes.text();
  }
}
