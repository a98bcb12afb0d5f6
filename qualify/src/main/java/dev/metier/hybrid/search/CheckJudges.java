package dev.metier.hybrid.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.ChatReply;
import dev.metier.check.CheckResult;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.check.judge.Judgement;
import dev.metier.hybrid.Look;
import dev.metier.job.Case;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.judge.JobJudge;
import dev.metier.judge.JudgeCalibration;
import dev.metier.judge.JudgeCalibration.Told;
import dev.metier.judge.Kinship;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.Unit;
import dev.metier.provider.Answer;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Judging;
import dev.metier.stats.JudgeRates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The judges that check answers of first models: what they said of those that are kept, and
/// whether they err little enough to be asked about live ones. Calls nobody. Not thread-safe.
public final class CheckJudges {
  /// Tokens of an answer whose length nobody limits.
  private static final int LONGEST_JUDGED = 4096;

  private static final int SIGNS_PER_TOKEN = 4;

  private final Optional<Judging> judging;
  private final Map<Key, JobJudge> judges = new HashMap<>();

  private record Key(JobName job, Check.Judge check) {}

  private CheckJudges(Optional<Judging> judging) {
    this.judging = judging;
  }

  /// Those of a project.
  public static CheckJudges of(Judging judging) {
    return new CheckJudges(Optional.of(judging));
  }

  /// None, where no chain is checked by one.
  public static CheckJudges none() {
    return new CheckJudges(Optional.empty());
  }

  private Judging judging() {
    return judging.orElseThrow(() -> new IllegalArgumentException("no judges are known here"));
  }

  private JobJudge judge(Job job, Check.Judge check) {
    return judges.computeIfAbsent(new Key(job.name(), check), _ -> judging().judge(job, check));
  }

  /// What keeps a check from being weighed.
  ///
  /// @param why a sentence
  /// @param missing what the judge is to be asked first; empty where that does not help
  record Lack(String why, List<Trial> missing) {}

  /// What keeps the judges among the checks from being weighed on a model's answers; empty when
  /// nothing does.
  Optional<Lack> lack(Job job, List<Check> checks, ModelName first, Evidence evidence) {
    for (Check check : checks.stream().flatMap(each -> each.parts().stream()).toList()) {
      if (check instanceof Check.Judge judge) {
        Optional<Lack> lack = lack(job, judge, evidence.result(first).orElseThrow(), evidence);
        if (lack.isPresent()) {
          return lack;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Lack> lack(Job job, Check.Judge check, CellResult first, Evidence evidence) {
    JobJudge judge = judge(job, check);
    Optional<String> refused = judging().mayNotAsk(job, judge);
    if (refused.isPresent()) {
      return Optional.of(new Lack("`judge` is not asked: " + refused.get(), List.of()));
    }
    var answers = answers(job, first, evidence);
    Map<Object, Trial> missing = new LinkedHashMap<>();
    answers.forEach(each ->
        judge.trials(each.given, each.reply).forEach(one -> missing.putIfAbsent(one.key(), one)));
    if (!missing.isEmpty()) {
      var trials = List.copyOf(missing.values());
      return Optional.of(new Lack(unasked(job, judge, first, trials), trials));
    }
    JudgeCalibration known = calibration(job, judge, first, answers);
    String family = family(first);
    JudgeRates rates = known.rates(family);
    return rates.tells()
        ? Optional.empty()
        : Optional.of(
            new Lack(
                "`judge` is not asked: "
                    + known.unproven(job.name().text(), check.model().text(), family),
                List.of()));
  }

  private static String unasked(Job job, JobJudge judge, CellResult first, List<Trial> missing) {
    return "UNDECIDED: "
        + judge.model().name()
        + " has not judged "
        + missing.size()
        + " kept answers of "
        + first.model().name()
        + "; `metier qualify --hybrid "
        + job.name()
        + "` asks it, "
        + HandOverCost.words(missing)
        + ".";
  }

  /// An answer that is kept.
  private record KeptReply(Case given, int repeat, ChatReply reply, boolean good) {}

  private static List<KeptReply> answers(Job job, CellResult first, Evidence evidence) {
    var answers = new ArrayList<KeptReply>();
    ModelName name = first.model().name();
    for (Unit unit : CommittedOrder.of(job).units()) {
      for (int which = 0; which < unit.cases().size(); which++) {
        String content = unit.contents().get(which);
        var replies = evidence.replies(name, content);
        for (var each : evidence.outcomes(name, content).entrySet()) {
          ChatReply reply = replies.get(each.getKey());
          Outcome outcome = each.getValue();
          if (reply != null && outcome.served()) {
            answers.add(
                new KeptReply(
                    unit.cases().get(which),
                    each.getKey(),
                    reply,
                    outcome.score() >= CheckValue.HALF));
          }
        }
      }
    }
    return answers;
  }

  /// How often the judge errs: by the labels of people, and by the job's own graders on the first
  /// answer to each case. What a person said of an answer counts before what a grader did.
  private JudgeCalibration calibration(
      Job job, JobJudge judge, CellResult first, List<KeptReply> answers) {
    var told = new ArrayList<>(judging().labelled(job, judge).told());
    Set<List<String>> labelled = new HashSet<>();
    told.forEach(each -> labelled.add(List.of(each.given().id(), each.text())));
    Optional<String> family = Optional.of(family(first));
    Set<String> seen = new HashSet<>();
    for (KeptReply each : answers) {
      if (seen.add(each.given.id())
          && !labelled.contains(List.of(each.given.id(), each.reply.text()))) {
        told.add(
            new Told(
                each.given,
                each.reply.text(),
                family,
                each.good,
                judge.grade(each.given, each.reply)));
      }
    }
    return new JudgeCalibration(told);
  }

  private static String family(CellResult result) {
    return Kinship.family(
        result.model(), result.fingerprint().orElse(new Fingerprint(Map.of(), Set.of())));
  }

  /// What the judge of a check says of an answer, and what that took; as the gateway asks it.
  Look look(Job job, Check.Judge check, Case given, ChatReply reply) {
    JobJudge judge = judge(job, check);
    double cost = 0;
    double nanos = 0;
    CheckResult result = new CheckResult.Broken("judge:no_answer");
    for (Answer answer : judge.answers(given, reply)) {
      cost += cost(judge.model(), answer);
      nanos += answer instanceof Answer.Reply(_, var timing) ? timing.total().toNanos() : 0;
      if (nanos > check.timeout().toNanos()) {
        return new Look(new CheckResult.Broken("judge:timeout"), cost, check.timeout().toNanos());
      }
      if (answer instanceof Answer.Failure) {
        result = new CheckResult.Broken("judge:no_answer");
        break;
      }
      Judgement said = judge.meaning(answer);
      result = said.check();
      if (!(said instanceof Judgement.Unclear)) {
        break;
      }
    }
    return new Look(result, cost, nanos);
  }

  private static double cost(Model judge, Answer answer) {
    return answer instanceof Answer.Reply(var reply, var timing)
        ? Pricing.of(judge.price(), reply.usage(), timing.total())
            .map(cost -> (double) cost.full().nanos())
            .orElse(Double.NaN)
        : 0;
  }

  /// The most that judging one answer can cost, in billionths of a dollar; NaN when nothing limits
  /// it.
  ///
  /// @param questions of the model that answers
  double most(Job job, List<Check> checks, Questions questions) {
    int tokens = questions.settings().maxTokens().orElse(LONGEST_JUDGED);
    int signs = Math.multiplyExact(SIGNS_PER_TOKEN, tokens);
    return checks.stream()
        .flatMap(check -> check.parts().stream())
        .mapToDouble(check -> check instanceof Check.Judge judge ? most(job, judge, signs) : 0)
        .sum();
  }

  private double most(Job job, Check.Judge check, int signs) {
    JobJudge judge = judge(job, check);
    double most = 0;
    for (Case given : job.cases()) {
      double sum = 0;
      for (Trial trial : judge.most(given, signs)) {
        sum +=
            Pricing.bound(judge.model(), trial.question().request())
                .map(money -> (double) money.nanos())
                .orElse(Double.NaN);
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /// A check as a policy has it: with what its judge's errors are known of.
  public Check.Judge calibrated(Job job, Check.Judge check) {
    var known =
        new Check.Judge.Calibrated(
            new JudgePrompt(check.criterion()).hash(), judge(job, check).setting());
    return new Check.Judge(check.model(), check.rubric(), check.timeout(), Optional.of(known));
  }
}
