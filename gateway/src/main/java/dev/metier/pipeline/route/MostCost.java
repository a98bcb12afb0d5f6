package dev.metier.pipeline.route;

import dev.metier.account.Budgets.Held;
import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.pipeline.ClientRequest;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.Route;
import dev.metier.policy.Route.CheckedModel;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.upstream.Incoming;
import dev.metier.wire.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The most that one model can take for a request: all of its prompt, and as many answers as are
/// asked for, each as long as it may be.
public final class MostCost {
  /// Answers take seconds, and each that ends gives something back.
  private static final Duration PROMISED = Duration.ofSeconds(2);

  private static final double BYTES_PER_TOKEN = 3;
  private static final int PAYMENT_REQUIRED = 402;

  /// What limits an answer, in any dialect; servers take one or the other, so that the largest
  /// counts.
  private static final List<String> LIMITS =
      List.of(
          "max_tokens", "max_completion_tokens", "max_output_tokens", "n_predict", "num_predict");

  private static final List<String> ANSWERS = List.of("n", "best_of");

  private MostCost() {}

  /// The most that this model can take for it; empty when nobody knows. Nobody sends a bill for a
  /// machine of one's own.
  ///
  /// @throws RefusedException when a limit in it is no whole number
  public static Optional<Money> of(Model model, ClientRequest request) {
    return of(model, request.protocol(), request.fields());
  }

  private static Optional<Money> of(Model model, Protocol protocol, Fields fields) {
    long longest = longest(model, protocol, fields);
    if (!Pricing.isBilled(model)) {
      return Optional.of(Money.ZERO);
    }
    long input = (long) (fields.json().length / BYTES_PER_TOKEN);
    // at worst a little more is held than can be spent
    long written = fields.mayHold("cache_control") ? input : 0;
    long hour = written > 0 && fields.mayHold("1h") ? written : 0;
    var usage = new Usage(input, 0, written, hour, longest, 0, true);
    return Pricing.of(model.price(), usage, model.timeouts().total()).map(Cost::marginal);
  }

  /// The most tokens that all of its answers can have together.
  static long longest(Model model, Incoming incoming) {
    return longest(model, incoming.protocol(), incoming.fields());
  }

  private static long longest(Model model, Protocol protocol, Fields fields) {
    if (protocol.equals(ChatCompletions.EMBEDDINGS)) {
      return 0;
    }
    long each = limit(fields).orElseGet(() -> usual(model));
    return Math.min(Usage.MOST_TOKENS, Math.max(1, largest(ANSWERS, fields).orElse(1)) * each);
  }

  /// The most tokens of an answer that nobody limits.
  static long usual(Model model) {
    return model.settings().maxTokens().isPresent()
        ? model.settings().maxTokens().getAsInt()
        : Pricing.longestOutput(model);
  }

  /// The limit of one answer that the request names; local servers take -1 for none.
  private static OptionalLong limit(Fields fields) {
    OptionalLong told = largest(LIMITS, fields);
    return told.isPresent() && told.getAsLong() > 0 ? told : OptionalLong.empty();
  }

  private static OptionalLong largest(List<String> names, Fields fields) {
    var largest = OptionalLong.empty();
    for (String name : names) {
      Optional<Long> told = number(name, fields);
      if (told.isPresent() && told.get() > largest.orElse(Long.MIN_VALUE)) {
        largest = OptionalLong.of(told.get());
      }
    }
    return largest;
  }

  /// A whole number however it is written, as `1e5` is one; cut to what any model can write.
  private static Optional<Long> number(String name, Fields fields) {
    return fields
        .field(name)
        .map(fields::raw)
        .filter(raw -> !raw.equals("null"))
        .map(raw -> whole(raw, name));
  }

  private static long whole(String raw, String name) {
    try {
      var value = new BigDecimal(raw);
      boolean huge = value.compareTo(BigDecimal.valueOf(Usage.MOST_TOKENS)) > 0;
      return huge ? Usage.MOST_TOKENS : value.longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new RefusedException(
          Refusal.ofField(
              Reason.BAD_REQUEST,
              name,
              "The field " + name + " takes a whole number; a budget must hold what it can cost."));
    }
  }

  /// Holds it for a model that is about to be asked; why it is not held, else.
  static Optional<Refusal> hold(Model model, Incoming incoming, RequestContext context) {
    return context
        .findings()
        .budget()
        .flatMap(budget -> {
          Money most = of(model, incoming.protocol(), incoming.fields()).orElse(Money.ZERO);
          return budget.hold(most).map(spent -> refusal(spent, most, context));
        });
  }

  /// Holds the most that a whole cascade can cost at once, so that no later model of it is refused
  /// for money. Where that is not to be had each model is held for by itself.
  ///
  /// @param checked the models whose answers are checked
  /// @param later those behind them, of which one answers
  static void holdChain(List<CheckedModel> checked, List<ModelName> later, RequestContext context) {
    context
        .findings()
        .budget()
        .ifPresent(budget -> {
          Money last =
              later.stream()
                  .map(model -> most(model, context))
                  .max(Comparator.naturalOrder())
                  .orElse(Money.ZERO);
          budget.holdChain(
              checked.stream().map(each -> checking(each, context)).reduce(last, Money::plus));
        });
  }

  /// The most that a model's answer and its checks can take.
  private static Money checking(CheckedModel checked, RequestContext context) {
    int answers = checked.checks().stream().mapToInt(Check::answers).max().orElse(1);
    Money judged =
        checked.checks().stream()
            .flatMap(check -> check.parts().stream())
            .map(check ->
                switch (check) {
                  case Check.Judge judge -> judging(judge, checked.model(), context);
                  case Check.Baseline(var model) -> most(model, context);
                  case Check.Complete _,
                      Check.Loops _,
                      Check.Tokens _,
                      Check.Graders _,
                      Check.Agree _,
                      Check.LogProbability _,
                      Check.Score _,
                      Check.Program _ ->
                      Money.ZERO;
                })
            .reduce(Money.ZERO, Money::plus);
    return most(checked.model(), context).times(answers).plus(judged);
  }

  /// The most that judging an answer can take: all of the request, of the answer and of what is
  /// said to the judge, as often as it may be asked.
  private static Money judging(Check.Judge judge, ModelName judged, RequestContext context) {
    Model model = context.findings().policy().model(judge.model()).model();
    if (!Pricing.isBilled(model)) {
      return Money.ZERO;
    }
    var prompt = new JudgePrompt(judge.criterion());
    long words = context.request().fields().json().length + prompt.length();
    long answer = longest(context.findings().policy().model(judged).model(), context.incoming());
    long read = Math.min(Usage.MOST_TOKENS, (long) (words / BYTES_PER_TOKEN) + answer);
    var usage = new Usage(read, 0, JudgePrompt.mostTokens(model.settings()), true);
    return Pricing.of(model.price(), usage, judge.timeout())
        .map(cost -> cost.marginal().times(JudgePrompt.TRIES))
        .orElse(Money.ZERO);
  }

  /// Holds the most that all stages of a workflow can cost at once, each as often as it may be
  /// done. What a stage is told grows with the answers that it uses, each as long as it may be.
  static void holdWorkflow(Route.Workflow flow, RequestContext context) {
    context
        .findings()
        .budget()
        .ifPresent(budget -> budget.holdChain(new WorkflowCost(flow, context).most()));
  }

  private static Money most(ModelName model, RequestContext context) {
    return of(context.findings().policy().model(model).model(), context.request())
        .orElse(Money.ZERO);
  }

  /// No time is told along with 402, since clients sleep until then instead of telling the
  /// sentence; nor for a request that no day's budget holds. Money that others hold comes back when
  /// they end.
  private static Refusal refusal(Held.Spent spent, Money most, RequestContext context) {
    if (spent.promised()) {
      return Refusal.of(
              Reason.SLOW_DOWN,
              "The budget of "
                  + spent.limit().holder()
                  + " is held by requests under way until they have ended.")
          .after(PROMISED);
    }
    boolean limited = limit(context.request().fields()).isPresent();
    boolean never = most.compareTo(spent.limit().perDay()) > 0;
    var refusal =
        Refusal.of(
            Reason.BUDGET_SPENT,
            "The budget of "
                + spent.limit().holder()
                + " does not hold this request today: "
                + spent.limit().perDay()
                + " a day, "
                + most
                + " needed at most."
                + (never ? "" : " It begins anew at 00:00 UTC.")
                + (limited ? "" : " A request with a limit such as max_tokens needs less."));
    boolean waits = context.request().protocol().status(Reason.BUDGET_SPENT) != PAYMENT_REQUIRED;
    return waits && !never ? refusal.after(spent.left()) : refusal;
  }
}
