package dev.metier.cli;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.job.Case;
import dev.metier.job.Criterion;
import dev.metier.job.Job;
import dev.metier.judge.JobJudge;
import dev.metier.label.Label;
import dev.metier.label.Labeller;
import dev.metier.label.Preference;
import dev.metier.label.PreferenceLog;
import dev.metier.label.session.AnswerPair;
import dev.metier.label.session.PairRound;
import dev.metier.label.session.PreferenceTable;
import dev.metier.label.session.PreferenceText;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Judging;
import dev.metier.terminal.Console;
import dev.metier.terminal.label.PairSitting;
import dev.metier.terminal.label.SheetView;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Blind comparisons of two answers to the same case, and what they come to.
///
/// @param options where the project and its ledger are
record PairsRun(Workplace workplace, ProjectOptions options, Project project, Job job) {
  /// Lets a person compare.
  void compare(Labeller by, int count) {
    PreferenceLog log = PreferenceLog.of(project, job.name());
    List<AnswerPair> pairs = pairs();
    var round = new PairRound(job.name(), pairs, read(log), by, count);
    if (round.current().isEmpty()) {
      throw nothing(pairs);
    }
    try (SheetView view = SheetView.of(workplace.console())) {
      new PairSitting(job, round, log, workplace.clock()).run(view);
    }
    Console console = workplace.console();
    console.line("Compared " + PairSitting.status(round.tally()) + ".");
    if (round.tally().done() > 0) {
      console.line("Kept in " + ProjectOptions.folder(project).relativize(log.path()) + ".");
    }
    console.line(
        options
            .invocation()
            .in("`metier label " + job.name() + " --pairs --report` shows what they come to."));
  }

  /// Shows what the preferences come to; calls nobody.
  void report() {
    List<Preference> kept = read(PreferenceLog.of(project, job.name()));
    List<Preference> all = AnswerPair.among(pairs(), kept);
    if (all.size() < kept.size()) {
      workplace
          .console()
          .say(
              "Not counted: "
                  + NumberText.count(kept.size() - all.size(), "preference")
                  + " about answers to an earlier prompt, or about another case of a cluster.");
    }
    PreferenceTable table = table(all);
    if (options.json()) {
      workplace.console().json(PreferenceText.json(job.name(), table));
    } else {
      workplace.console().print(options.invocation().in(PreferenceText.of(job.name(), table)));
    }
  }

  private List<AnswerPair> pairs() {
    Set<String> settings = today().stream().map(CellResult::setting).collect(Collectors.toSet());
    try (Ledger ledger = Workplace.kept(options.ledger(project))) {
      return AnswerPair.of(job, ledger, settings);
    }
  }

  /// What is known of the job's models under today's prompt and settings.
  private List<CellResult> today() {
    try (Ledger ledger = Workplace.kept(options.ledger(project))) {
      return workplace.look(Assignment.of(project, List.of(job), Goal.MATRIX), ledger);
    }
  }

  private List<Preference> read(PreferenceLog log) {
    Console console = workplace.console();
    PreferenceLog.Read read = log.read(job);
    if (!read.wrong().isEmpty()) {
      console.err().print(new ProblemText(console.colours(), Path.of("")).of(read.wrong()));
    }
    if (read.setAside() > 0) {
      console.say(
          "Set aside: " + read.setAside() + " of cases that were edited since, or are gone.");
    }
    return read.all();
  }

  private ProblemsException nothing(List<AnswerPair> pairs) {
    if (!pairs.isEmpty()) {
      return new ProblemsException(
          "There is no pair of answers of " + job.name() + " that you have not compared.",
          "`metier label " + job.name() + " --pairs --report` shows what they come to.");
    }
    List<String> answered =
        today().stream()
            .filter(cell -> cell.kept() > 0)
            .map(cell -> cell.model().name().text())
            .toList();
    return new ProblemsException(
        "No case of "
            + job.name()
            + " has two different answers under today's prompt to compare yet: "
            + switch (answered.size()) {
              case 0 -> "no model has answered any.";
              case 1 -> answered.getFirst() + " alone has answered any.";
              default ->
                  "what "
                      + String.join(" and ", answered)
                      + " have answered are other cases, or the same words.";
            },
        "Let two models answer all cases: `metier qualify " + job.name() + " --full`");
  }

  private PreferenceTable table(List<Preference> all) {
    boolean compares =
        job.judged().filter(spec -> spec.criterion() instanceof Criterion.Pairwise).isPresent();
    if (!compares || all.isEmpty()) {
      return PreferenceTable.of(all, Optional.empty());
    }
    var assignment = Assignment.of(project, List.of(job), Goal.MATRIX);
    try (var ledger = Workplace.kept(options.ledger(project));
        var models =
            CandidateModels.recall(assignment.models(), workplace.providers(assignment), ledger)) {
      var judging = new Judging(assignment, models.identities(), ledger);
      JobJudge judge = judging.judges(job).getFirst();
      return PreferenceTable.of(
          all, Optional.of(Map.entry("judge " + judge.model().name(), said(judge))));
    }
  }

  private PreferenceTable.Said said(JobJudge judge) {
    Map<String, Case> cases = new HashMap<>();
    job.cases().forEach(each -> cases.put(Label.content(each), each));
    return preference -> {
      Optional<String> answer = PreferenceTable.answer(preference);
      Case given = cases.get(preference.content());
      return answer.isEmpty() || given == null
          ? OptionalInt.empty()
          : judge.preference(given, reply(answer.get()));
    };
  }

  private static ChatReply reply(String text) {
    return new ChatReply(List.of(new Part.Text(text)), FinishReason.STOP, Usage.NONE);
  }
}
