package dev.metier.catalog;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.Optional;

/// What trials cost, before (at most) and after they ran.
public final class Pricing {
  /// Tokens of an answer whose length nobody limits, for reservations and bounds.
  private static final long UNLIMITED_OUTPUT = 4096;

  private static final double CHARS_PER_TOKEN = 3;
  private static final double MILLION = 1e6;
  private static final double HOUR = 3600;

  private Pricing() {}

  /// What an answer cost; empty when the price is not known.
  public static Optional<Cost> of(Price price, Usage usage, Duration busy) {
    return switch (price) {
      case Price.PerToken perToken -> {
        Money bill = bill(perToken, usage);
        yield Optional.of(new Cost(bill, bill, usage.estimated()));
      }
      case Price.Hardware hardware -> Optional.of(hardware(hardware, busy));
      case Price.Unknown _ -> Optional.empty();
    };
  }

  /// The most a question can cost: all of its prompt and the longest answer allowed; empty when the
  /// price is not known.
  public static Optional<Money> most(Model model, ChatRequest request) {
    return most(model, promptTokens(request), request.settings().maxTokens().orElse(0));
  }

  /// The most that a prompt of `input` tokens and an answer of `output` (0: nobody limits it) can
  /// cost.
  public static Optional<Money> most(Model model, long input, int output) {
    long longest = output > 0 ? output : Math.min(UNLIMITED_OUTPUT, model.window().orElse(1 << 30));
    var usage = new Usage(input, 0, longest, true);
    return of(model.price(), usage, model.timeouts().total()).map(Cost::full);
  }

  /// A cautious count of the prompt's tokens.
  public static long promptTokens(ChatRequest request) {
    long characters = 0;
    for (var message : request.messages()) {
      for (Part part : message.parts()) {
        characters += part instanceof Part.Text text ? text.text().length() : 1000;
      }
    }
    for (var tool : request.tools()) {
      characters += tool.name().length() + tool.description().length() + tool.schema().length();
    }
    return (long) Math.ceil(characters / CHARS_PER_TOKEN) + 20;
  }

  private static Money bill(Price.PerToken price, Usage usage) {
    Money input = price.input();
    Money cached = price.cachedInput();
    Money output = price.output();
    if (price.longPrompt().isPresent() && usage.input() > price.longPrompt().get().above()) {
      var tier = price.longPrompt().get();
      input = tier.input();
      cached = tier.cachedInput();
      output = tier.output();
    }
    double nanos =
        (input.nanos() * (double) (usage.input() - usage.cached())
                + cached.nanos() * (double) usage.cached()
                + output.nanos() * (double) usage.output())
            / MILLION;
    return new Money(Math.round(nanos));
  }

  /// Busy seconds times wear and energy, plus the share of the idle time that keeps the machine
  /// ready.
  private static Cost hardware(Price.Hardware price, Duration busy) {
    double seconds = seconds(busy) / price.concurrency();
    double life = seconds(price.life());
    double wear =
        price.price().minus(price.resale()).dollars() / (life * price.utilisation()) * seconds;
    double idleSeconds = seconds * (1 - price.utilisation()) / price.utilisation();
    double perKwh = price.perKwh().dollars();
    double energy = price.watts().orElse(0) / 1000 * seconds / HOUR * perKwh;
    double idle = price.idleWatts().orElse(0) / 1000 * idleSeconds / HOUR * perKwh;
    return new Cost(Money.usd(energy), Money.usd(wear + energy + idle), price.watts().isEmpty());
  }

  private static double seconds(Duration time) {
    return time.toSeconds() + time.toNanosPart() / 1e9;
  }
}
