package dev.metier.cli;

import dev.metier.confirm.Confirmation;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Workflow;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.qualify.Again;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.QualifyResult;
import dev.metier.terminal.Interrupts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The main job: runs trials until every verdict is decided.
@Command(
    name = "qualify",
    description = "Run trials until each verdict is decided; resumable at any moment.",
    footer = {
      "",
      "Exit codes: 0 every job has a FIT model, 1 some job has none, 2 the input is "
          + "wrong, 130 stopped by Ctrl-C (start again to go on; nothing is paid twice)."
    })
final class QualifyCommand implements Callable<Integer> {
  private static final String UNSERVED = "unserved";

  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(names = "--budget", paramLabel = "USD", description = "Most money to spend in this run.")
  private Optional<String> budget = Optional.empty();

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      description =
          "matrix: a verdict for every candidate. choose: from the cheapest on, until one is FIT.")
  private Goal goal = Goal.MATRIX;

  @Option(names = "--full", description = "Ask every case, even after the verdict.")
  private boolean full;

  @Option(
      names = "--hybrid",
      description =
          "Run what chains need beside: their judges, about kept answers, and with `hand_over:"
              + " reason` their later model, told which check failed, on the cases that escalate.")
  private boolean hybrid;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Most calls at a time for each server.")
  private Optional<Integer> concurrency = Optional.empty();

  @Option(
      names = "--again",
      paramLabel = "WHAT",
      description =
          "Ask anew: `unserved` (all that brought no usable answer, also of judges), a job, a model,"
              + " or a judge where it could not judge. Earlier"
              + " answers stay in the ledger and count no more. May be given several times.")
  private List<String> again = new ArrayList<>();

  @Option(
      names = "--confirm",
      description =
          "Ask the cases that jobs hold out (`holdout`), which tuning never sees. Each prompt or"
              + " setting that is confirmed on them spends them a little; that is counted.")
  private boolean confirm;

  private final Workplace workplace;

  QualifyCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Project read = options.read();
    Optional<Confirmation> confirmation =
        confirm ? Optional.of(Confirmation.of(read, options.jobs(read))) : Optional.empty();
    Project project = confirmation.map(Confirmation::project).orElse(read);
    var assignment =
        new Assignment(
            project,
            confirm ? project.jobs() : options.jobs(project),
            goal,
            budget.map(QualifyCommand::money),
            full,
            concurrency());
    List<Workflow> workflows = confirm ? List.of() : options.workflows(project);
    QualifyRun.refuse(assignment, workflows);
    if (hybrid) {
      return new HandOverRun(
              workplace, project, options.ledger(project), budget.map(QualifyCommand::money))
          .run(assignment.jobs(), options.json());
    }
    boolean json = options.json();
    var qualified =
        new QualifyRun(
                workplace,
                assignment,
                workflows,
                confirmation,
                options.ledger(project),
                new ConsoleRun(workplace, project, json, json))
            .run(again(project));
    QualifyResult result = qualified.jobs();
    return result.stopped()
        ? Interrupts.EXIT
        : Workplace.exitCode(result.cells(), qualified.workflows());
  }

  private Again again(Project project) {
    var jobs = new HashSet<JobName>();
    var models = new HashSet<ModelName>();
    var problems = new Problems();
    for (String what : again) {
      boolean job =
          JobName.allowed(what)
              && (project.job(new JobName(what)).isPresent()
                  || project.workflow(new JobName(what)).isPresent());
      boolean model = ModelName.allowed(what) && project.model(new ModelName(what)).isPresent();
      if (job) {
        jobs.add(new JobName(what));
      } else if (model) {
        models.add(new ModelName(what));
      } else if (!what.equals(UNSERVED)) {
        problems.add(
            Problem.general(
                "--again `" + what + "` is no job and no model of " + project.file() + ".",
                "For what brought no usable answer: --again " + UNSERVED));
      }
    }
    problems.throwIfAny();
    return new Again(again.contains(UNSERVED), jobs, models);
  }

  private OptionalInt concurrency() {
    if (concurrency.isPresent() && concurrency.get() < 1) {
      throw new ProblemsException("--concurrency is at least 1.", "For example --concurrency 8.");
    }
    return concurrency.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  static Money money(String text) {
    String number = text.replaceFirst("^\\$", "").replaceFirst("(?i)\\s*usd$", "").strip();
    if (!number.matches("\\d{1,7}(\\.\\d{1,9})?")) {
      throw new ProblemsException(
          "--budget `" + text + "` is no amount of money.",
          "For example --budget 2.00 (US dollars).");
    }
    return Money.usd(new java.math.BigDecimal(number));
  }
}
