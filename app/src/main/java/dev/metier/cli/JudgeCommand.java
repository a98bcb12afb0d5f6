package dev.metier.cli;

import dev.metier.catalog.Model;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.job.Workflow;
import dev.metier.judge.JobJudge;
import dev.metier.judge.JudgeCalibration;
import dev.metier.judge.JudgeText;
import dev.metier.label.LabelLog;
import dev.metier.label.Labels;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.plan.Trial;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.ExtraTrials;
import dev.metier.qualify.Judging;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The judges of jobs: how often they err, and finding that out.
@Command(name = "judge", description = "Show how often judges err, and calibrate them on labels.")
final class JudgeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The command with its own commands.
  static CommandLine line(Workplace workplace) {
    var line = new CommandLine(new JudgeCommand());
    line.addSubcommand(new Show(workplace));
    line.addSubcommand(new Calibrate(workplace));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// The jobs, and the workflows, that have a judge.
  private record Chosen(Workplace workplace, Assignment assignment, List<Workflow> workflows) {
    static Chosen of(ProjectOptions options, Project project, Workplace workplace) {
      var all = Assignment.of(project, options.jobs(project), Goal.MATRIX);
      List<Job> jobs =
          all.jobs().stream()
              .filter(job -> job.judged().isPresent() || !all.checkJudges(job).isEmpty())
              .toList();
      var workflows =
          options.workflows(project).stream()
              .filter(each -> each.whole().judged().isPresent())
              .toList();
      if (jobs.isEmpty() && workflows.isEmpty()) {
        throw none(project);
      }
      return new Chosen(workplace, Assignment.of(project, jobs, Goal.MATRIX), workflows);
    }

    private static ProblemsException none(Project project) {
      return new ProblemsException(
          "No job of " + project.file() + " has a judge.",
          "A judge is named by a grader, such as `rubric: {text: ok.md, judge: MODEL}`.");
    }

    private WorkflowLooks looks() {
      return new WorkflowLooks(workplace, assignment.project(), workflows);
    }

    /// All models that are asked, or asked about.
    List<Model> models() {
      return looks().models(assignment);
    }

    /// Each job with its judging.
    List<Judged> judged(CandidateModels models, Ledger ledger) {
      var all = new ArrayList<Judged>();
      var judging = new Judging(assignment, models.identities(), ledger);
      assignment.jobs().forEach(job -> all.add(new Judged(job, judging)));
      looks()
          .searches(models, ledger)
          .forEach(search ->
              search
                  .judging(ledger)
                  .ifPresent(one -> all.add(new Judged(search.workflow().whole(), one))));
      return all;
    }

    /// All that answers are labelled of.
    List<Job> jobs() {
      return Stream.concat(assignment.jobs().stream(), workflows.stream().map(Workflow::whole))
          .toList();
    }
  }

  /// What has a judge.
  private record Judged(Job job, Judging judging) {}

  /// What is known of the judges by labels and kept judgements; nobody is called.
  private static void show(
      ProjectOptions options,
      Workplace workplace,
      Chosen chosen,
      CandidateModels models,
      Ledger ledger) {
    for (var each : chosen.judged(models, ledger)) {
      Job job = each.job();
      Labels labels = labels(workplace, chosen.assignment().project(), job);
      for (JobJudge judge : each.judging().judges(job)) {
        JudgeCalibration known = each.judging().calibration(job, judge, labels);
        if (options.json()) {
          workplace.console().json(JudgeText.json(job, judge, labels, known));
        } else {
          workplace
              .console()
              .print(options.invocation().in(JudgeText.of(job, judge, labels, known)));
        }
      }
    }
  }

  private static Labels labels(Workplace workplace, Project project, Job job) {
    return LabelLog.of(project, job.name()).read(job, workplace.clock().instant());
  }

  /// Shows what is known.
  @Command(
      name = "show",
      description = "Show how often judges err, by the labels and what they said; calls nobody.")
  static final class Show implements Callable<Integer> {
    @Mixin private ProjectOptions options = new ProjectOptions();
    private final Workplace workplace;

    Show(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      Project project = options.read();
      var chosen = Chosen.of(options, project, workplace);
      try (var ledger = Workplace.kept(options.ledger(project));
          var models =
              CandidateModels.recall(
                  chosen.models(), workplace.providers(chosen.assignment()), ledger)) {
        show(options, workplace, chosen, models, ledger);
      }
      return 0;
    }
  }

  /// Asks judges about the answers that people labelled.
  @Command(
      name = "calibrate",
      description =
          "Ask judges about the answers that people labelled, and show how often they err.")
  static final class Calibrate implements Callable<Integer> {
    @Mixin private ProjectOptions options = new ProjectOptions();

    @Option(
        names = "--budget",
        paramLabel = "USD",
        description = "Most money to spend, in US dollars.")
    private Optional<String> budget = Optional.empty();

    private final Workplace workplace;

    Calibrate(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      Project project = options.read();
      var chosen = Chosen.of(options, project, workplace);
      Optional<Money> most = budget.map(QualifyCommand::money);
      for (Job job : chosen.jobs()) {
        refuseWithoutLabels(job, labels(workplace, project, job));
      }
      try (var ledger = Ledgers.open(options.ledger(project));
          var models =
              CandidateModels.ask(
                  chosen.models(), workplace.providers(chosen.assignment()), ledger)) {
        Money spent = Money.ZERO;
        for (var each : chosen.judged(models, ledger)) {
          Money gone = spent;
          Optional<Money> left = most.map(all -> all.minus(gone).orZero());
          spent = spent.plus(calibrate(each.job(), each.judging(), models, ledger, left));
        }
        show(options, workplace, chosen, models, ledger);
      }
      return 0;
    }

    private void refuseWithoutLabels(Job job, Labels labels) {
      if (labels.agreed().isEmpty()) {
        boolean models = labels.all().stream().anyMatch(label -> label.by().model());
        throw new ProblemsException(
            models
                ? "All labels of " + job.name() + " were made by models: these calibrate no judge."
                : "No answers of " + job.name() + " are labelled.",
            "Label some: `metier label " + job.name() + "`");
      }
    }

    /// Asks once, and once more where it could not judge.
    private Money calibrate(
        Job job, Judging judging, CandidateModels models, Ledger ledger, Optional<Money> most) {
      Money spent = Money.ZERO;
      Labels labels = labels(workplace, judging.assignment().project(), job);
      for (JobJudge judge : judging.judges(job)) {
        Money gone = spent;
        Optional<Money> left = most.map(all -> all.minus(gone).orZero());
        spent =
            spent.plus(calibrate(job, judge, labels, new Asking(judging, models, ledger), left));
      }
      return spent;
    }

    private record Asking(Judging judging, CandidateModels models, Ledger ledger) {}

    private Money calibrate(
        Job job, JobJudge judge, Labels labels, Asking with, Optional<Money> most) {
      Money spent = Money.ZERO;
      for (int round = 0; round < JudgePrompt.TRIES; round++) {
        judge.recall(with.ledger());
        with.judging()
            .mayNotAsk(job, judge)
            .ifPresent(why -> {
              throw new ProblemsException(why, "Name another judge for " + job.name() + ".");
            });
        List<Trial> trials =
            JudgeCalibration.trials(with.judging().calibration(job, judge, labels), judge);
        if (!trials.isEmpty()) {
          Money gone = spent;
          var done =
              new ExtraTrials(with.models(), with.ledger(), runner())
                  .ask(trials, most.map(all -> all.minus(gone).orZero()));
          spent = spent.plus(done.spent());
          tell(judge, done);
        }
      }
      return spent;
    }

    private void tell(JobJudge judge, ExtraTrials.Done done) {
      workplace
          .console()
          .say(
              judge.model().name()
                  + " was asked "
                  + done.kept()
                  + " times"
                  + (done.unserved() == 0 ? "" : ", and did not answer " + done.unserved())
                  + (done.left() == 0 || done.another().isPresent()
                      ? ""
                      : ", and the budget left " + done.left() + " unasked; the same goes on")
                  + "."
                  + done.another().map(why -> " " + why).orElse(""));
    }

    private Runner runner() {
      return new Runner(
          Retries.USUAL, Thread::sleep, workplace.clock(), new Random(workplace.clock().millis()));
    }
  }
}
