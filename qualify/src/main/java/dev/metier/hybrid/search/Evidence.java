package dev.metier.hybrid.search;

import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.ChatReply;
import dev.metier.chat.TokenLikelihood;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.ledger.Filter;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.plan.Unit;
import dev.metier.provider.Answer;
import dev.metier.qualify.CellResult;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is kept of each model of a job, by case and repeat.
final class Evidence {
  private final Ledger ledger;
  private final Map<ModelName, CellResult> results = new HashMap<>();
  private final Map<ModelName, Map<String, SortedMap<Integer, Outcome>>> outcomes = new HashMap<>();
  private final Map<ModelName, Map<String, SortedMap<Integer, ChatReply>>> replies =
      new HashMap<>();

  /// @param results of one job
  Evidence(List<CellResult> results, Ledger ledger) {
    this.ledger = ledger;
    results.forEach(result -> this.results.put(result.model().name(), result));
  }

  Ledger ledger() {
    return ledger;
  }

  /// What is known of each model, in the order of their names.
  List<CellResult> results() {
    return results.values().stream()
        .sorted(Comparator.comparing(result -> result.model().name().text()))
        .toList();
  }

  Optional<CellResult> result(ModelName model) {
    return Optional.ofNullable(results.get(model));
  }

  /// Outcomes by repeat; graders that failed say nothing of the model.
  SortedMap<Integer, Outcome> outcomes(ModelName model, String content) {
    return outcomes.computeIfAbsent(model, this::read).getOrDefault(content, new TreeMap<>());
  }

  private Map<String, SortedMap<Integer, Outcome>> read(ModelName model) {
    var read = new HashMap<String, SortedMap<Integer, Outcome>>();
    result(model)
        .ifPresent(result ->
            result.outcomes().stream()
                .filter(outcome -> !outcome.broken())
                .forEach(outcome ->
                    read.computeIfAbsent(outcome.content(), _ -> new TreeMap<>())
                        .put(outcome.repeat(), outcome)));
    return read;
  }

  /// What was said, by repeat; empty where only grades were recorded.
  SortedMap<Integer, ChatReply> replies(ModelName model, String content) {
    return replies.computeIfAbsent(model, this::said).getOrDefault(content, new TreeMap<>());
  }

  private Map<String, SortedMap<Integer, ChatReply>> said(ModelName model) {
    var said = new HashMap<String, SortedMap<Integer, ChatReply>>();
    result(model)
        .ifPresent(result ->
            ledger.answers(
                Filter.setting(result.setting()),
                kept -> {
                  if (!kept.superseded() && kept.answer() instanceof Answer.Reply(var reply, _)) {
                    said.computeIfAbsent(kept.key().content(), _ -> new TreeMap<>())
                        .put(kept.key().repeat(), reply);
                  }
                }));
    return said;
  }

  /// How likely the tokens of its answers were, on average, as far as that is kept.
  List<Double> likelihoods(ModelName model) {
    return replies.computeIfAbsent(model, this::said).values().stream()
        .flatMap(byRepeat -> byRepeat.values().stream())
        .flatMap(reply -> reply.likelihood().stream())
        .map(TokenLikelihood::mean)
        .toList();
  }

  /// Whether texts of answers are kept, so that checks can be run on them.
  boolean saysWhat(ModelName model) {
    return !replies.computeIfAbsent(model, this::said).isEmpty();
  }

  /// The most that one answer can cost, in billionths of a dollar; NaN when nothing limits it.
  double most(CommittedOrder order, ModelName name, Questions questions) {
    double most = most(order, name, questions, 0);
    // Texts are read again only where a prompt was longer than its own text can be.
    return dearest(name) > most ? most(order, name, questions, longestPrompt(name)) : most;
  }

  private double most(CommittedOrder order, ModelName name, Questions questions, long counted) {
    Model model = result(name).orElseThrow().model();
    double most = 0;
    for (Unit unit : order.units()) {
      for (int which = 0; which < unit.cases().size(); which++) {
        var request = questions.trial(unit, which, 0).question().request();
        Optional<Money> bound = Pricing.bound(model, request, counted);
        if (bound.isEmpty()) {
          return Double.NaN;
        }
        most = Math.max(most, (double) bound.get().nanos());
      }
    }
    return most;
  }

  private double dearest(ModelName name) {
    return outcomes.computeIfAbsent(name, this::read).values().stream()
        .flatMap(byRepeat -> byRepeat.values().stream())
        .mapToDouble(Outcome::costNanos)
        .max()
        .orElse(0);
  }

  /// The most tokens that the server counted in a prompt.
  private long longestPrompt(ModelName name) {
    return replies.computeIfAbsent(name, this::said).values().stream()
        .flatMap(byRepeat -> byRepeat.values().stream())
        .mapToLong(reply -> reply.usage().input())
        .max()
        .orElse(0);
  }

  /// The longest that an answer of a model is waited for, in nanoseconds.
  double longest(ModelName model) {
    return result(model).orElseThrow().model().timeouts().total().toNanos();
  }

  /// Whether any answer of a model was served: a row of failures alone is no quality.
  boolean served(ModelName model) {
    return result(model)
        .map(result -> result.outcomes().stream().anyMatch(Outcome::served))
        .orElse(false);
  }
}
