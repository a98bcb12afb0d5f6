package dev.metier.cli;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.label.LabelLog;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import dev.metier.label.draft.CaseDrafts;
import dev.metier.label.session.AgreementText;
import dev.metier.label.session.AnswerPool;
import dev.metier.label.session.AnsweredCase;
import dev.metier.label.session.LabelRound;
import dev.metier.label.session.LabellerAgreement;
import dev.metier.project.Project;
import dev.metier.terminal.Console;
import dev.metier.terminal.label.DraftSitting;
import dev.metier.terminal.label.LabelSitting;
import dev.metier.terminal.label.SheetView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets a person say which answers are right.
@Command(
    name = "label",
    description =
        "Say of kept answers, one key each, whether they are right; nothing shows which model gave"
            + " them.",
    footer = {
      "",
      "Keys: 1 pass, 2 fail, 3 cannot tell, u undo, n note, q quit; arrows and space "
          + "scroll, i shows the whole input. Each label is kept at once, in "
          + "labels/JOB.jsonl. Judges are calibrated on them: 50 that pass and 50 that fail.",
      "",
      "What is said of a case itself is kept in labels/cases/JOB.jsonl. It changes the grades of "
          + "kept answers; no model is asked, and the verdict counts it as one more test."
    })
final class LabelCommand implements Callable<Integer> {
  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who labels. Default: the name of your account.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many answers this sitting shows at the most. Default: 50.")
  private int count = 50;

  @Option(
      names = "--report",
      description = "Show how far the labellers agree, with each other and with themselves.")
  private boolean report;

  @Mixin private ReviewOptions review = new ReviewOptions();

  @Option(
      names = "--pairs",
      description =
          "Compare two answers to the same case, blind: 1 left, 2 right, 3 tie. Kept in"
              + " labels/JOB.pairs.jsonl; with --report, what is preferred, how far people agree,"
              + " and how far a judge that compares agrees with them.")
  private boolean pairs;

  private final Workplace workplace;

  LabelCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    if (count < 1) {
      throw new ProblemsException("--count is at least 1.", "For example --count 50.");
    }
    if (review.given()) {
      review.keep(workplace, options, labeller().name());
      return 0;
    }
    if (pairs) {
      return pairs(options.read());
    }
    if (!report && !options.json()) {
      Optional<Integer> drafts = options.named().flatMap(this::drafts);
      if (drafts.isPresent()) {
        return drafts.get();
      }
    }
    Project project = options.read();
    Job job = options.answered(project);
    var log = LabelLog.of(project, job.name());
    Labels labels = log.read(job, workplace.clock().instant());
    tell(labels);
    if (report || options.json()) {
      return report(job, labels);
    }
    var round =
        new LabelRound(job.name(), answers(project, job, labels), labels, labeller(), count);
    if (round.current().isEmpty()) {
      throw nothing(job, labels);
    }
    try (SheetView view = SheetView.of(workplace.console())) {
      new LabelSitting(job, round, log, workplace.clock()).run(view);
    }
    end(project, job, round, log);
    return 0;
  }

  private int pairs(Project project) {
    var run = new PairsRun(workplace, options, project, options.job(project));
    if (report || options.json()) {
      run.report();
    } else {
      run.compare(labeller(), count);
    }
    return 0;
  }

  /// Drafts of the job come before answers.
  ///
  /// @return empty when there are none
  private Optional<Integer> drafts(JobName job) {
    List<CaseDrafts.Waiting> waiting = CaseDrafts.in(DraftFiles.of(options.folder(), job));
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    var sitting = new DraftSitting(job.text(), waiting);
    boolean all;
    try (SheetView view = SheetView.of(workplace.console())) {
      all = sitting.run(view);
    }
    workplace.console().line("Decided " + sitting.status() + ".");
    String next = all ? "`metier check`" : "`metier label " + job + "` goes on.";
    workplace.console().line(options.invocation().in(next));
    return Optional.of(0);
  }

  private Labeller labeller() {
    return person(workplace.console(), name)
        .map(Labeller::person)
        .orElseThrow(
            () -> new ProblemsException("Nobody says who labels.", "Name yourself: --as NAME"));
  }

  /// Who sits here: by this name, or by that of the account; empty when neither is there.
  static Optional<String> person(Console console, Optional<String> name) {
    Map<String, String> env = console.env();
    return Stream.of(
            name.orElse(""),
            env.getOrDefault("USER", ""),
            env.getOrDefault("USERNAME", ""),
            // in containers nothing else names the account; Java says `?` where it has none
            System.getProperty("user.name", "").replace("?", ""))
        .map(String::strip)
        .filter(said -> !said.isEmpty())
        .findFirst();
  }

  private List<AnsweredCase> answers(Project project, Job job, Labels labels) {
    try (var ledger = Workplace.kept(options.ledger(project))) {
      return AnswerPool.of(job, ledger, labels, job.graded() || !job.grading().parts().isEmpty());
    }
  }

  private ProblemsException nothing(Job job, Labels labels) {
    return labels.all().isEmpty()
        ? new ProblemsException(
            "There are no answers of " + job.name() + " to label yet.",
            "Let models answer first: `metier qualify " + job.name() + "`")
        : new ProblemsException(
            "There is no answer of " + job.name() + " that you have not labelled.",
            "More come from more cases or other models: `metier qualify " + job.name() + "`");
  }

  private int report(Job job, Labels labels) {
    Console console = workplace.console();
    var agreement = LabellerAgreement.of(labels);
    if (options.json()) {
      console.json(AgreementText.json(job.name(), agreement, labels));
    } else {
      console.print(options.invocation().in(AgreementText.of(job.name(), agreement)));
    }
    return 0;
  }

  private void tell(Labels labels) {
    Console console = workplace.console();
    List<Problem> wrong = labels.wrong();
    if (!wrong.isEmpty()) {
      console.err().print(new ProblemText(console.colours(), Path.of("")).of(wrong));
    }
    labels
        .stale()
        .forEach((why, many) ->
            console.say(
                "Set aside: " + many + (many == 1 ? " label: " : " labels: ") + why.words() + "."));
  }

  private void end(Project project, Job job, LabelRound round, LabelLog log) {
    Console console = workplace.console();
    var agreement = LabellerAgreement.of(log.read(job, workplace.clock().instant()));
    console.line("Labelled " + LabelSitting.status(round.tally()) + ".");
    if (round.tally().done() > 0) {
      console.line("Kept in " + ProjectOptions.folder(project).relativize(log.path()) + ".");
    }
    boolean more = round.tally().done() >= round.tally().of() || round.current().isPresent();
    console.line(options.invocation().in(AgreementText.calibration(job.name(), agreement, more)));
  }
}
