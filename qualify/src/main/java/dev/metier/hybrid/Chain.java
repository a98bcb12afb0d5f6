package dev.metier.hybrid;

import dev.metier.check.CheckResult;
import dev.metier.check.EscalationNote;
import dev.metier.hybrid.Passage.Ended;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A first model, checks of its answers, and who stands behind it: one model, or one whose answers
/// are checked too and another.
///
/// @param middle answers what is not kept of the first one; only where somebody stands behind
/// @param checks of the first one's answers, run in this order until one does not pass
public record Chain(
    ModelName first,
    Optional<Middle> middle,
    Optional<ModelName> then,
    List<Check> checks,
    CascadeRules rules)
    implements Strategy {
  /// A model whose answers are checked before they are kept.
  ///
  /// @param checks of its answers, run in this order until one does not pass
  public record Middle(ModelName model, List<Check> checks) {
    public Middle {
      checks = List.copyOf(checks);
    }
  }

  public Chain {
    checks = List.copyOf(checks);
    if (middle.isPresent() && then.isEmpty()) {
      throw new IllegalArgumentException("behind a middle model stands another one");
    }
  }

  /// One of two models.
  public Chain(ModelName first, Optional<ModelName> then, List<Check> checks, CascadeRules rules) {
    this(first, Optional.empty(), then, checks, rules);
  }

  /// In a few words: `qwen, complete + agree 2 of 3, then opus`.
  @Override
  public String label() {
    return first
        + (checks.isEmpty() ? "" : ", " + words(checks))
        + middle.map(each -> ", then " + each.model() + ", " + words(each.checks())).orElse("")
        + then.map(name -> ", then " + name).orElse("");
  }

  /// The checks of each model whose answers are checked.
  public List<List<Check>> steps() {
    return Stream.concat(Stream.of(checks), middle.map(Middle::checks).stream()).toList();
  }

  /// The checks in a few words, those of a middle model with its name.
  public String checkWords() {
    return words(checks)
        + middle.map(each -> ", then " + each.model() + ": " + words(each.checks())).orElse("");
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

  /// The same with other checks of the first model.
  public Chain with(List<Check> others) {
    return new Chain(first, middle, then, others, rules);
  }

  /// The same with another middle model, or other checks of its answers.
  public Chain with(Middle other) {
    return new Chain(first, Optional.of(other), then, checks, rules);
  }

  /// A model whose answer was checked.
  ///
  /// @param answer its own, with the cost and time of its checks and of all before it
  private record Stage(StageAnswer answer, Ended ended) {}

  /// What it would have done with a case.
  @Override
  public Passage run(CheckedCase on) {
    Stage own = stage(on.first(), checks, on.looks());
    if (!goesOn(own)) {
      return new Passage(ending(own), own.ended().end(), own.ended().reason());
    }
    if (middle.isEmpty()) {
      var told = new Passage(own.answer(), own.ended().end(), own.ended().reason());
      return new Passage(later(on, own, tells(told)), told.end(), told.reason());
    }
    var between =
        on.middle()
            .orElseThrow(() -> new IllegalArgumentException("nothing is known of a middle model"));
    Stage next = stage(between.answer(), middle.get().checks(), between.looks());
    var both = new Stage(after(own, next.answer()), next.ended());
    return new Passage(
        goesOn(both) ? later(on, both, false) : ending(both),
        own.ended().end(),
        own.ended().reason(),
        Optional.of(next.ended()));
  }

  private static Stage stage(StageAnswer own, List<Check> checks, Map<Check, Look> looks) {
    if (!own.served()) {
      // A failure to serve has no price and no time of its own.
      var nothing =
          new StageAnswer(
              own.score(),
              false,
              Double.isNaN(own.cost()) ? 0 : own.cost(),
              Double.isNaN(own.nanos()) ? 0 : own.nanos());
      return new Stage(nothing, new Ended(Passage.End.DOWN, "down"));
    }
    double cost = own.cost();
    double nanos = own.nanos();
    for (Check check : checks) {
      Look look = looks.get(check);
      if (look == null) {
        throw new IllegalArgumentException("nothing is known of the check " + check.word());
      }
      cost += look.cost();
      nanos += look.nanos();
      if (!look.passes()) {
        return new Stage(new StageAnswer(own.score(), true, cost, nanos), ended(look.result()));
      }
    }
    return new Stage(new StageAnswer(own.score(), true, cost, nanos), ended(CheckResult.PASS));
  }

  private static Ended ended(CheckResult result) {
    return switch (result) {
      case CheckResult.Pass _ -> new Ended(Passage.End.KEPT, "");
      case CheckResult.Fail(var reason) -> new Ended(Passage.End.FAILED, reason);
      case CheckResult.Broken(var reason) -> new Ended(Passage.End.BROKEN, reason);
    };
  }

  /// What follows a model's answer.
  private After next(Stage stage) {
    return stage.ended().end() == Passage.End.BROKEN ? rules.onBroken() : rules.onFailed();
  }

  private boolean goesOn(Stage stage) {
    return switch (stage.ended().end()) {
      case KEPT, SENT -> false;
      case DOWN -> true;
      case FAILED, BROKEN -> next(stage) == After.ESCALATE;
    };
  }

  /// What the client gets where nobody else is asked.
  private StageAnswer ending(Stage stage) {
    boolean refused = stage.ended().end() != Passage.End.KEPT && next(stage) == After.REFUSE;
    return refused ? refused(stage.answer()) : stage.answer();
  }

  private StageAnswer later(CheckedCase on, Stage before, boolean tells) {
    if (on.then().isEmpty()) {
      boolean down = before.ended().end() == Passage.End.DOWN;
      return refused(down ? on.first() : before.answer());
    }
    StageAnswer fresh = on.then().get();
    StageAnswer then =
        tells
            ? on.told().getOrDefault(EscalationNote.check(before.ended().reason()), fresh)
            : fresh;
    return after(before, then);
  }

  /// An answer with what was spent before it.
  private static StageAnswer after(Stage before, StageAnswer own) {
    return new StageAnswer(
        own.score(),
        own.served(),
        before.answer().cost() + own.cost(),
        before.answer().nanos() + own.nanos());
  }

  /// Whether the later model is told of the check that ended it: that one failed, not that it could
  /// not run.
  public boolean tells(Passage ended) {
    return rules.handOver() == CascadeRules.HandOver.REASON
        && middle.isEmpty()
        && then.isPresent()
        && rules.onFailed() == After.ESCALATE
        && ended.end() == Passage.End.FAILED;
  }

  private static StageAnswer refused(StageAnswer own) {
    return new StageAnswer(0, false, own.cost(), own.nanos());
  }
}
