package dev.metier.cli;

import dev.metier.compile.PolicyPreview;
import dev.metier.compile.PreviewJson;
import dev.metier.compile.PreviewText;
import dev.metier.compile.ProvedChains;
import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.qualify.Again;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Qualifier;
import dev.metier.report.Medium;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.terminal.Invocation;
import dev.metier.terminal.RunOutput;
import dev.metier.terminal.Watching;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The main job on bundled jobs, offline.
@Command(
    name = "demo",
    description = "Qualify real models for real jobs, offline, in under a minute.")
final class DemoCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String INTRO =
      """
      Two live jobs: a real, tiny language model (164,416 parameters) and a model of word counts label tickets with
      personal data, in this process. The hosted model is FORBIDDEN for them, and is not asked.
      Fourteen recorded jobs: what three open-weight models and two Claude models answered in 2025. A call reads a
      line of a file there, and costs nothing; what 1,000 answers would cost is told by the list prices of then.
      One verdict is EXPIRED: paraphrased-words was asked before its job's prompt was edited.
      Calls for a verdict end as soon as it is certain. Where 50 cases do not decide it, it stays UNDECIDED and says so.
      The cases are puzzles, and tickets that were made up: they show how it works, and say nothing of your own work.
      """;

  /// The job that is given to a chain of two models, which is judged by all cases.
  private static final JobName CHAIN = new JobName("numbers");

  private static final String ROUTES =
      """

      What the policy would do with each job (all cases of numbers were asked for that, since a chain of
      models is judged by what both answered; each verdict counts by itself, as in the matrix):

      """;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(names = "--open", description = "Then show the verdicts in the browser, until Ctrl-C.")
  private boolean open;

  private final Workplace workplace;
  private String matrix = "";

  DemoCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Path folder = Path.of(System.getProperty("metier.home", ".")).resolve("examples/demo");
    if (!Files.exists(folder.resolve("metier.yaml"))) {
      throw new ProblemsException(
          "The demo's jobs are not at " + folder + ".",
          "Start it by ./metier of a whole checkout or archive.");
    }
    Project project = ProjectReader.read(folder);
    try (var place = DemoFolder.of(folder)) {
      place.elsewhere().ifPresent(workplace.console()::say);
      show(folder, project, place.ledger());
    }
    return 0;
  }

  private void show(Path folder, Project project, Path ledger) {
    if (!json) {
      workplace.console().say(INTRO);
    }
    var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
    Project earlier = ProjectReader.read(folder.resolve("earlier.yaml"));
    run(Assignment.of(earlier, earlier.jobs(), Goal.MATRIX), ledger).askAll(earlier.jobs());
    var run = run(Assignment.of(project, notAskedBy(project, earlier), Goal.MATRIX), ledger);
    run.run(Again.NOTHING, assignment);
    run.askAll(List.of(project.job(CHAIN).orElseThrow()));
    show(routes(assignment, ledger));
    if (open) {
      try (var source = new UiSnapshots(workplace, folder, Optional.of(ledger))) {
        UiCommand.show(workplace, source);
      }
    }
  }

  private QualifyRun run(Assignment assignment, Path ledger) {
    return new QualifyRun(
        workplace,
        assignment,
        List.of(),
        Optional.empty(),
        ledger,
        new Shown(new ConsoleRun(workplace, assignment.project(), json, false)));
  }

  /// What is shown of a run; its JSON waits for what belongs behind it.
  private final class Shown implements RunOutput {
    private final ConsoleRun console;

    Shown(ConsoleRun console) {
      this.console = console;
    }

    @Override
    public void say(String sentence) {
      console.say(sentence);
    }

    @Override
    public Watching watching() {
      return console.watching();
    }

    @Override
    public Stopping stopping(Qualifier qualifier) {
      return console.stopping(qualifier);
    }

    @Override
    public void show(FitMatrix shown, Path report) {
      if (json) {
        matrix = workplace.rendered(shown, Medium.JSON, Optional.of(report));
      } else {
        console.show(shown, report);
      }
    }
  }

  private void show(PolicyPreview preview) {
    if (json) {
      var root = (ObjectNode) JSON.readTree(matrix);
      root.set("preview", PreviewJson.of(preview));
      workplace.console().print(JSON.writeValueAsString(root) + "\n");
    } else {
      workplace.console().print(ROUTES + PreviewText.of(preview, workplace.console().width()));
      workplace.console().print(next());
    }
  }

  /// The jobs with those candidates that were not asked as things were earlier.
  private static List<Job> notAskedBy(Project project, Project earlier) {
    return project.jobs().stream()
        .map(job ->
            earlier
                .job(job.name())
                .map(then ->
                    job.withCandidates(
                        job.candidates().stream()
                            .filter(name -> !then.candidates().contains(name))
                            .toList()))
                .orElse(job))
        .toList();
  }

  /// What a policy would do with each job. Verdicts count by themselves, as in the matrix.
  private PolicyPreview routes(Assignment assignment, Path ledger) {
    try (var kept = Workplace.kept(ledger)) {
      List<CellResult> results = workplace.look(assignment, kept);
      Project project = assignment.project();
      var sources = new HybridSearch.Sources(kept, new AnswerChecks(), CheckJudges.none());
      var chains = ProvedChains.withRecorded(project, results, sources);
      return PolicyPreview.of(project, results, chains);
    }
  }

  private static String next() {
    var place = Invocation.of(Optional.of(Path.of("my-jobs")));
    return """

    To go on:
      %-30s find your models and write a metier.yaml with starter jobs
      %-30s see what would run, where data would go, and what it could cost at most
      %-30s let the evidence name the model
    """
        .formatted(place.command("init"), place.command("check"), place.command("qualify"));
  }
}
