package dev.metier.cli;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.spec.OwnValues;
import dev.metier.grade.spec.Prerequisites;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.provider.http.KeyDestinations;
import dev.metier.provider.http.MissingKeys;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.Forecast;
import dev.metier.qualify.PictureReaders;
import dev.metier.qualify.Ping;
import dev.metier.qualify.PromptLengths;
import dev.metier.qualify.Provability;
import dev.metier.qualify.UnmeasurableSpeed;
import dev.metier.report.ForecastJson;
import dev.metier.report.ForecastText;
import dev.metier.report.PingJson;
import dev.metier.report.PingText;
import dev.metier.report.WorkflowJson;
import dev.metier.report.WorkflowText;
import dev.metier.terminal.Console;
import dev.metier.workflow.search.WorkflowSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Says what a run would do, without doing it.
@Command(
    name = "check",
    description =
        "Validate metier.yaml; say what would run, where data would go, what it could cost at"
            + " most.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(
      names = "--ping",
      description =
          "Ask each model one short question that holds nothing of your cases, and show whether it"
              + " answers, its window and speed.")
  private boolean ping;

  private final Workplace workplace;
  private final Console console;

  CheckCommand(Workplace workplace) {
    this.workplace = workplace;
    this.console = workplace.console();
  }

  @Override
  public Integer call() {
    Project project = options.read();
    var assignment = Assignment.of(project, options.jobs(project), Goal.MATRIX);
    List<Problem> problems = Provability.problems(assignment);
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    List<Forecast> forecasts = Forecast.of(assignment);
    Set<String> programs = programs(assignment);
    List<Ping> pings =
        ping ? Ping.all(assignment.models(), workplace.providers(assignment)) : List.of();
    List<String> notes = notes(assignment, pings);
    notes.addAll(programs);
    List<WorkflowSearch> searches = searches(project);
    searches.forEach(each -> notes.addAll(WorkflowText.notes(each.unknownJobs(), each.workflow())));
    if (options.json()) {
      ObjectNode json = ForecastJson.of(project, forecasts, notes);
      if (!searches.isEmpty()) {
        var list = json.putArray("workflows");
        searches.forEach(each -> list.add(WorkflowJson.of(each)));
      }
      console.json(ping ? json.set("ping", PingJson.of(pings)) : json);
    } else {
      console.print(
          (ping ? PingText.of(pings) : "")
              + ForecastText.of(project, forecasts, told(searches), notes));
    }
    return PingText.failed(pings) ? 1 : 0;
  }

  /// What the ledger's evidence lets workflows race with.
  private List<WorkflowSearch> searches(Project project) {
    var looks = new WorkflowLooks(workplace, project, options.workflows(project));
    List<Problem> problems =
        looks.workflows().stream().flatMap(each -> unprovable(project, each)).toList();
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    try (var ledger = Workplace.kept(options.ledger(project))) {
      return looks.searches(ledger);
    }
  }

  /// What not even a perfect assignment could prove.
  static Stream<Problem> unprovable(Project project, Workflow workflow) {
    var whole = Assignment.of(project, List.of(workflow.whole()), Goal.MATRIX);
    return Provability.problems(whole).stream();
  }

  private static String told(List<WorkflowSearch> searches) {
    return String.join("", searches.stream().map(WorkflowText::of).toList());
  }

  private List<String> notes(Assignment assignment, List<Ping> pings) {
    var windows = new HashMap<ModelName, Integer>();
    pings.forEach(p -> p.window().ifPresent(w -> windows.put(p.model().name(), w)));
    var notes = new ArrayList<>(assignment.project().notes());
    notes.addAll(Provability.notes(assignment));
    assignment.jobs().forEach(job -> notes.addAll(OwnValues.notFound(job)));
    notes.addAll(PromptLengths.notes(assignment, windows, ping));
    notes.addAll(PictureReaders.notes(assignment));
    notes.addAll(UnmeasurableSpeed.notes(assignment, pings));
    notes.addAll(KeyDestinations.of(assignment.models(), assignment.project()::addresses));
    notes.addAll(MissingKeys.of(assignment.models(), console.env()));
    return notes;
  }

  /// Where the programs are that grade, and that are candidates.
  ///
  /// @throws ProblemsException when one is not there, or something else that a grader needs
  static Set<String> programs(Assignment assignment) {
    var problems = new Problems();
    var found = new LinkedHashSet<String>();
    Project project = assignment.project();
    for (Job job : assignment.jobs()) {
      var needed = Prerequisites.of(job, ProjectOptions.folder(project));
      found.addAll(needed.found());
      for (String missing : needed.missing()) {
        problems.add(
            Problem.at(
                project.place(job.name()),
                missing,
                "Without it every grade of job " + job.name() + " would be broken."));
      }
    }
    var own = Prerequisites.of(assignment.models());
    found.addAll(own.found());
    for (String missing : own.missing()) {
      problems.add(
          Problem.at(
              Place.of(project.file()), missing, "Name it by its path, or put it on the PATH."));
    }
    problems.throwIfAny();
    return found;
  }
}
