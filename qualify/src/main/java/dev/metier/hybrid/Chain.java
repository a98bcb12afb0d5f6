package dev.metier.hybrid;

import dev.metier.check.CheckResult;
import dev.metier.check.EscalationNote;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A first model, checks of its answers, and who stands behind it.
///
/// @param checks run in this order until one does not pass
public record Chain(
    ModelName first, Optional<ModelName> then, List<Check> checks, CascadeRules rules)
    implements Strategy {
  public Chain {
    checks = List.copyOf(checks);
  }

  /// In a few words: `qwen, complete + agree 2 of 3, then opus`.
  @Override
  public String label() {
    return first
        + (checks.isEmpty() ? "" : ", " + words(checks))
        + then.map(name -> ", then " + name).orElse("");
  }

  /// Checks in a few words.
  public static String words(List<Check> checks) {
    return checks.stream().map(Chain::words).collect(Collectors.joining(" + "));
  }

  /// A check in a few words.
  public static String words(Check check) {
    return switch (check) {
      case Check.Agree(int samples, int least, _) -> "agree " + least + " of " + samples;
      case Check.LogProbability(double atLeast) when !Double.isNaN(atLeast) ->
          String.format(Locale.ROOT, "logprob from %.3g", atLeast);
      case Check.Tokens(int atMost) -> "tokens at most " + atMost;
      case Check.Score(var signals, var weighed) ->
          "score"
              + weighed
                  .filter(known -> !Double.isNaN(known.atLeast()))
                  .map(known -> " from " + known.atLeast())
                  .orElse("")
              + " ("
              + signals.stream().map(Check.Signal::word).collect(Collectors.joining(", "))
              + ")";
      case Check.LogProbability _,
          Check.Complete _,
          Check.Loops _,
          Check.Graders _,
          Check.Baseline _,
          Check.Judge _,
          Check.Program _ ->
          check.word();
    };
  }

  /// The same with other checks.
  public Chain with(List<Check> others) {
    return new Chain(first, then, others, rules);
  }

  /// What it would have done with a case.
  @Override
  public Passage run(CheckedCase on) {
    StageAnswer first = on.first();
    if (!first.served()) {
      return later(on, first.cost(), first.nanos(), new Passage(first, Passage.End.DOWN, "down"));
    }
    double cost = first.cost();
    double nanos = first.nanos();
    for (Check check : checks) {
      Look look = on.look(check);
      cost += look.cost();
      nanos += look.nanos();
      if (!look.passes()) {
        return stopped(on, cost, nanos, look.result());
      }
    }
    var answer = new StageAnswer(first.score(), true, cost, nanos);
    return new Passage(answer, Passage.End.KEPT, "");
  }

  private Passage stopped(CheckedCase on, double cost, double nanos, CheckResult result) {
    var own = new StageAnswer(on.first().score(), true, cost, nanos);
    return switch (result) {
      case CheckResult.Fail(var reason) ->
          after(rules.onFailed(), on, new Passage(own, Passage.End.FAILED, reason));
      case CheckResult.Broken(var reason) ->
          after(rules.onBroken(), on, new Passage(own, Passage.End.BROKEN, reason));
      case CheckResult.Pass _ ->
          throw new IllegalStateException("a check that passes stops nobody");
    };
  }

  private Passage after(After after, CheckedCase on, Passage ended) {
    StageAnswer own = ended.answer();
    return switch (after) {
      case ESCALATE -> later(on, own.cost(), own.nanos(), ended);
      case REFUSE -> refused(own, ended);
      case MARK -> ended;
    };
  }

  private Passage later(CheckedCase on, double cost, double nanos, Passage ended) {
    if (on.then().isEmpty()) {
      return refused(new StageAnswer(0, false, cost, nanos), ended);
    }
    StageAnswer fresh = on.then().get();
    StageAnswer then =
        tells(ended) ? on.told().getOrDefault(EscalationNote.check(ended.reason()), fresh) : fresh;
    // A failure to serve has no price and no time of its own.
    double before = ended.end() == Passage.End.DOWN && Double.isNaN(cost) ? 0 : cost;
    double waited = ended.end() == Passage.End.DOWN && Double.isNaN(nanos) ? 0 : nanos;
    return new Passage(
        new StageAnswer(then.score(), then.served(), before + then.cost(), waited + then.nanos()),
        ended.end(),
        ended.reason());
  }

  /// Whether the later model is told of the check that ended it: that one failed, not that it could
  /// not run.
  public boolean tells(Passage ended) {
    return rules.handOver() == CascadeRules.HandOver.REASON
        && then.isPresent()
        && rules.onFailed() == After.ESCALATE
        && ended.end() == Passage.End.FAILED;
  }

  private static Passage refused(StageAnswer own, Passage ended) {
    return new Passage(
        new StageAnswer(0, false, own.cost(), own.nanos()), ended.end(), ended.reason());
  }
}
