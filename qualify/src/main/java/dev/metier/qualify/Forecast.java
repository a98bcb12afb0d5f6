package dev.metier.qualify;

import static java.util.stream.Collectors.toSet;

import dev.metier.catalog.Model;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.judge.JobJudge;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import dev.metier.verdict.Assessor;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a run would do to one job and model, before it does it.
///
/// @param forbidden why nothing would be sent, if so
/// @param fewest calls when every answer is perfect, or every one useless, whichever decides
///   earlier
/// @param most calls when nothing decides
/// @param mostMoney what the most calls can cost at most; empty when the price is not known
public record Forecast(
    Job job,
    Model model,
    Optional<Verdict> forbidden,
    long fewest,
    long most,
    Optional<Money> mostMoney) {
  /// Tokens of an answer whose length nobody limits.
  private static final int LONGEST_JUDGED = 4096;

  private static final int SIGNS_PER_TOKEN = 4;

  /// One forecast for each job and candidate, in the order of the project.
  public static List<Forecast> of(Assignment assignment) {
    var forecasts = new ArrayList<Forecast>();
    for (Job job : assignment.jobs()) {
      var order = CommittedOrder.of(job);
      for (Model model : assignment.candidates(job)) {
        forecasts.add(of(assignment, job, model, order));
      }
    }
    return forecasts;
  }

  /// What is left to be asked for verdicts that are open, in the order of the project: the forecast
  /// of all, without the answers that are kept.
  ///
  /// @param results what the kept evidence says of the assignment
  public static List<Forecast> left(Assignment assignment, List<CellResult> results) {
    var left = new ArrayList<Forecast>();
    for (Job job : assignment.jobs()) {
      var ofJob = results.stream().filter(r -> r.job().name().equals(job.name())).toList();
      boolean open = ofJob.stream().anyMatch(Forecast::isOpen);
      var order = CommittedOrder.of(job);
      for (Model model : assignment.project().models()) {
        Optional<CellResult> own =
            ofJob.stream().filter(r -> r.model().name().equals(model.name())).findFirst();
        boolean compared = open && Board.comparedWith(job).contains(model.name());
        if (compared || own.filter(Forecast::isOpen).isPresent()) {
          left.add(of(assignment, job, model, order).without(assignment, order, own));
        }
      }
    }
    return left.stream().filter(forecast -> forecast.most() > 0).toList();
  }

  /// What asking again for the answers that were not served takes, in the order of the project.
  ///
  /// @param results what the kept evidence says of the assignment
  public static List<Forecast> unserved(Assignment assignment, List<CellResult> results) {
    return results.stream()
        .filter(result ->
            !(result.verdict() instanceof Verdict.Forbidden
                || result.verdict() instanceof Verdict.Expired))
        .flatMap(result -> unserved(assignment, result).stream())
        .toList();
  }

  private static Optional<Forecast> unserved(Assignment assignment, CellResult result) {
    Job job = result.job();
    long count = result.outcomes().stream().filter(outcome -> !outcome.served()).count();
    if (count == 0) {
      return Optional.empty();
    }
    Set<List<Object>> served =
        result.outcomes().stream()
            .filter(Outcome::served)
            .map(each -> List.<Object>of(each.content(), each.repeat()))
            .collect(toSet());
    Optional<Money> money = money(assignment, job, result.model(), CommittedOrder.of(job), served);
    return Optional.of(new Forecast(job, result.model(), Optional.empty(), count, count, money));
  }

  /// One that is FIT by itself goes on until it can be picked.
  private static boolean isOpen(CellResult result) {
    return result.fitAlone().isPresent() || isOpen(result.verdict());
  }

  private static boolean isOpen(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Undecided(_, var doubt, _, _) ->
          switch (doubt) {
            case RUNNING, BUDGET, NOT_NEEDED, UNREACHABLE, NO_EVIDENCE -> true;
            case BORDERLINE, CASES_EXHAUSTED, GRADER, JUDGE -> false;
          };
      case Verdict.Expired _ -> true;
      case Verdict.Fit _, Verdict.Unfit _, Verdict.Forbidden _ -> false;
    };
  }

  /// No decision comes earlier than it would if every answer were alike.
  private Forecast without(
      Assignment assignment, CommittedOrder order, Optional<CellResult> result) {
    Set<List<Object>> kept = new HashSet<>();
    result
        .filter(r -> !(r.verdict() instanceof Verdict.Expired))
        .ifPresent(r -> r.outcomes().forEach(o -> kept.add(List.of(o.content(), o.repeat()))));
    long left = Math.max(0, most - kept.size());
    long few = Math.min(left, Math.max(1, fewest - kept.size()));
    Optional<Money> money = kept.isEmpty() ? mostMoney : money(assignment, job, model, order, kept);
    return new Forecast(job, model, forbidden, few, left, money);
  }

  /// What all of it can cost at most; empty when a price is not known.
  public static Optional<Money> total(List<Forecast> forecasts) {
    Money sum = Money.ZERO;
    for (Forecast forecast : forecasts) {
      if (forecast.mostMoney().isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(forecast.mostMoney().get());
    }
    return Optional.of(sum);
  }

  private static Forecast of(Assignment assignment, Job job, Model model, CommittedOrder order) {
    Optional<Verdict> forbidden =
        Standing.forbidden(assignment.project(), job, model, Board.UNKNOWN);
    if (forbidden.isPresent()) {
      return new Forecast(job, model, forbidden, 0, 0, Optional.of(Money.ZERO));
    }
    long most = (long) job.cases().size() * job.repeats();
    int units = Math.min(unitsUntilDecided(job, order, true), unitsUntilDecided(job, order, false));
    var critical = order.criticalUnits().stream().limit(1).toList();
    // One failed critical case decides, and they are asked first.
    var deciding = critical.isEmpty() ? order.units().stream().limit(units) : critical.stream();
    long fewest = deciding.mapToLong(u -> u.cases().size()).sum() * job.repeats();
    // A judge's calls count too; one that could not judge is asked twice.
    long judged = assignment.judge(job, Map.of()).map(JobJudge::callsPerAnswer).orElse(0);
    return new Forecast(
        job,
        model,
        forbidden,
        fewest * (1 + judged),
        most * (1 + JudgePrompt.TRIES * judged),
        money(assignment, job, model, order));
  }

  private static Optional<Money> money(
      Assignment assignment, Job job, Model model, CommittedOrder order) {
    return money(assignment, job, model, order, Set.of());
  }

  /// @param kept the content's hash and the repeat of each trial that is not asked again
  private static Optional<Money> money(
      Assignment assignment, Job job, Model model, CommittedOrder order, Set<List<Object>> kept) {
    var questions = new dev.metier.plan.Questions(job, model, Board.UNKNOWN.fingerprint());
    Money sum = Money.ZERO;
    for (Unit unit : order.units()) {
      for (var trial : questions.of(unit)) {
        if (kept.contains(List.<Object>of(trial.key().content(), trial.key().repeat()))) {
          continue;
        }
        Optional<Money> one = assignment.charges().billed(model, trial);
        if (one.isEmpty()) {
          return Optional.empty();
        }
        sum = sum.plus(one.get());
      }
    }
    Money answers = sum;
    return assignment
        .judge(job, Map.of())
        .map(judge -> judging(assignment, job, model, judge).map(answers::plus))
        .orElse(Optional.of(answers));
  }

  /// What judging all answers can cost at most: each as long as it may be, asked twice.
  private static Optional<Money> judging(
      Assignment assignment, Job job, Model model, JobJudge judge) {
    int tokens = job.settings().withDefaults(model.settings()).maxTokens().orElse(LONGEST_JUDGED);
    Money sum = Money.ZERO;
    for (Case given : job.cases()) {
      for (var trial : judge.most(given, Math.multiplyExact(SIGNS_PER_TOKEN, tokens))) {
        Optional<Money> one = assignment.charges().billed(judge.model(), trial);
        if (one.isEmpty()) {
          return Optional.empty();
        }
        for (int repeat = 0; repeat < job.repeats(); repeat++) {
          sum = sum.plus(one.get());
        }
      }
    }
    return Optional.of(sum);
  }

  /// Units until the verdict when every answer is as good as can be and the reference's useless, or
  /// the other way round.
  private static int unitsUntilDecided(Job job, CommittedOrder order, boolean good) {
    return new Imagined(job, good)
        .decide(Assessor.begin(job, order, 1, 1), order, new Imagined(job, !good));
  }
}
