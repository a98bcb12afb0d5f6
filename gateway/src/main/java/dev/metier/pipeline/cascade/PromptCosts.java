package dev.metier.pipeline.cascade;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the prompts of a conversation have cost, beside what they would have cost had one model
/// read all of them. Prompts alone are counted: what a change of model costs is that another one
/// must read again what the vendor still had in its cache. All sizes are our own counts, so that
/// both sums err alike.
///
/// @param read what each model read last
/// @param spent on all prompts so far
/// @param alone what one model would have taken for them
/// @param known whether all of the prices were known
public record PromptCosts(
    Map<ModelName, Read> read, Read last, Money spent, Money alone, boolean known) {
  /// How long vendors keep what they have read of a conversation.
  public static final Duration KEPT = Duration.ofMinutes(5);

  /// A conversation that has not begun.
  public static final PromptCosts NONE =
      new PromptCosts(Map.of(), Read.NONE, Money.ZERO, Money.ZERO, true);

  /// A prompt that a model has read.
  ///
  /// @param tokens how long it was
  /// @param at when, by [System#nanoTime()]
  public record Read(long tokens, long at) {
    static final Read NONE = new Read(0, 0);

    /// Tokens that the vendor still has.
    long warm(long now) {
      return tokens > 0 && now - at < KEPT.toNanos() ? tokens : 0;
    }
  }

  /// A prompt that is to be read.
  ///
  /// @param tokens its length
  /// @param marked whether it says what is to be kept in a cache, as some vendors want it said
  /// @param now by [System#nanoTime()]
  public record Prompt(long tokens, boolean marked, long now) {}

  public PromptCosts {
    read = Map.copyOf(read);
  }

  /// The same after a prompt.
  ///
  /// @param readers those that read it, as often as they did
  /// @param alone the one that would have read all of them
  public PromptCosts after(Prompt prompt, List<Model> readers, Model alone) {
    Optional<Money> paid = cost(prompt, readers);
    Optional<Money> without = price(alone, prompt, last);
    var now = new HashMap<>(read);
    readers.forEach(model -> now.put(model.name(), new Read(prompt.tokens(), prompt.now())));
    return new PromptCosts(
        now,
        new Read(prompt.tokens(), prompt.now()),
        spent.plus(paid.orElse(Money.ZERO)),
        this.alone.plus(without.orElse(Money.ZERO)),
        known && paid.isPresent() && without.isPresent());
  }

  /// Whether these models may read a prompt, where one of them would do: with what was spent before
  /// they take no more than that share above what the one would have taken for the whole
  /// conversation. Never when a price is not known.
  public boolean allows(Prompt prompt, List<Model> readers, Model alone, double extra) {
    PromptCosts next = after(prompt, readers, alone);
    return next.known && next.spent.compareTo(next.alone.times(1 + extra)) <= 0;
  }

  private Optional<Money> cost(Prompt prompt, List<Model> readers) {
    Money sum = Money.ZERO;
    for (Model model : readers) {
      Optional<Money> each = price(model, prompt, read.getOrDefault(model.name(), Read.NONE));
      if (each.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(each.get());
    }
    return Optional.of(sum);
  }

  /// What a model takes for reading it, by what it has read before.
  private static Optional<Money> price(Model model, Prompt prompt, Read before) {
    if (model.price() instanceof Price.Unknown) {
      return Optional.empty();
    }
    boolean asked = model.kind() == ProviderKind.ANTHROPIC;
    long cached =
        asked && !prompt.marked() ? 0 : Math.min(prompt.tokens(), before.warm(prompt.now()));
    long written = asked && prompt.marked() ? prompt.tokens() - cached : 0;
    var usage = new Usage(prompt.tokens(), cached, written, 0, 0, true);
    return Pricing.of(model.price(), usage, Duration.ZERO).map(Cost::marginal);
  }
}
