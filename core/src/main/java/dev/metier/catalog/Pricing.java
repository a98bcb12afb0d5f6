package dev.metier.catalog;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Part;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What trials cost, before (at most) and after they ran.
public final class Pricing {
  /// Tokens of an answer whose length nobody limits, for reservations and bounds.
  private static final long UNLIMITED_OUTPUT = 4096;

  private static final double CHARS_PER_TOKEN = 3;

  /// What vendors add to a prompt with tools, at most.
  private static final int MOST_FOR_TOOLS = 1000;

  private static final int MOST_FOR_PICTURE = 5000;
  private static final double MILLION = 1e6;
  private static final double HOUR = 3600;

  /// What a token costs that is written to a vendor's cache, in tokens of input: so at every vendor
  /// of the price list that bills it.
  private static final double WRITTEN = 1.25;

  private static final double WRITTEN_HOUR = 2;

  /// The longest answer of a model of which nothing is known: no vendor's is longer.
  private static final long LONGEST_OUTPUT = 128_000;

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

  /// Whether somebody else is to be paid for its answers, as far as it is known: by token, wherever
  /// it runs; a machine of one's own sends no bill, and reading what was recorded none either.
  public static boolean isBilled(Model model) {
    if (model.kind() == ProviderKind.RECORDED) {
      return false;
    }
    return switch (model.price()) {
      case Price.PerToken _ -> true;
      case Price.Hardware _ -> false;
      case Price.Unknown _ -> !model.kind().local();
    };
  }

  /// The most that a prompt of `input` tokens and an answer of `output` (0: nobody limits it) can
  /// cost.
  public static Optional<Money> most(Model model, long input, int output) {
    long longest = output > 0 ? output : Math.min(UNLIMITED_OUTPUT, model.window().orElse(1 << 30));
    var usage = new Usage(input, 0, longest, true);
    return of(model.price(), usage, model.timeouts().total()).map(Cost::full);
  }

  /// The most tokens that the model writes for one answer when nobody limits it.
  public static long longestOutput(Model model) {
    OptionalInt profile = model.profile().longestOutput();
    long known =
        profile.isPresent()
            ? profile.getAsInt()
            : PriceTable.shipped().longestOutput(model.kind(), model.id()).orElse(LONGEST_OUTPUT);
    return Math.min(known, model.window().orElse(Integer.MAX_VALUE));
  }

  /// The most that any answer to the question can cost, however long the model would like it; empty
  /// when the price is not known, or when neither `max_tokens` nor the model's window limits an
  /// answer that is paid by token.
  public static Optional<Money> bound(Model model, ChatRequest request) {
    return bound(model, request, 0);
  }

  /// The same, where the server counted more tokens in such a prompt than real tokenizers make of
  /// its text: some templates of chat add sentences of their own.
  ///
  /// @param counted the most tokens that the server counted in a prompt; 0 when it never said
  public static Optional<Money> bound(Model model, ChatRequest request, long counted) {
    OptionalInt longest = longestAnswer(model, request.settings());
    if (longest.isEmpty() && model.price() instanceof Price.PerToken) {
      return Optional.empty();
    }
    long written = Math.min(mostPromptTokens(request), model.window().orElse(Integer.MAX_VALUE));
    return most(model, Math.max(written, counted), longest.orElse(0));
  }

  /// The most tokens an answer can have: `max_tokens`, of the request or else of the model, or the
  /// model's window; empty when nothing limits it.
  public static OptionalInt longestAnswer(Model model, Settings settings) {
    if (settings.maxTokens().isPresent()) {
      return settings.maxTokens();
    }
    return model.settings().maxTokens().isPresent() ? model.settings().maxTokens() : model.window();
  }

  /// A count that real tokenizers stay below: letters at three a token, digits and signs at one,
  /// other scripts at a token a byte.
  public static long mostPromptTokens(ChatRequest request) {
    double tokens = request.tools().isEmpty() ? 20 : MOST_FOR_TOOLS;
    for (var message : request.messages()) {
      for (Part part : message.parts()) {
        tokens += part instanceof Part.Text text ? mostTokens(text.text()) : MOST_FOR_PICTURE;
      }
    }
    for (var tool : request.tools()) {
      tokens += mostTokens(tool.name()) + mostTokens(tool.description());
      tokens += mostTokens(tool.schema());
    }
    return (long) Math.ceil(tokens);
  }

  private static double mostTokens(String text) {
    double tokens = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean common = c == ' ' || (c < 128 && Character.isLetter(c));
      // A surrogate is half of four bytes.
      tokens += common ? 1 / CHARS_PER_TOKEN : c < 128 ? 1 : c < 2048 || isHalf(c) ? 2 : 3;
    }
    return tokens;
  }

  private static boolean isHalf(char c) {
    return Character.isSurrogate(c);
  }

  /// A cautious count of the prompt's tokens.
  public static long promptTokens(ChatRequest request) {
    long characters = 0;
    for (var message : request.messages()) {
      for (Part part : message.parts()) {
        characters += characters(part);
      }
    }
    for (var tool : request.tools()) {
      characters += tool.name().length() + tool.description().length() + tool.schema().length();
    }
    return (long) Math.ceil(characters / CHARS_PER_TOKEN) + 20;
  }

  /// A picture counts as the most tokens that a vendor takes for one.
  private static long characters(Part part) {
    return switch (part) {
      case Part.Text(String text) -> text.length();
      case Part.Image _ -> Math.round(MOST_FOR_PICTURE * CHARS_PER_TOKEN);
      case Part.Refused _,
          Part.Document _,
          Part.Thinking _,
          Part.Sealed _,
          Part.ToolUse _,
          Part.ToolResult _ ->
          1000;
    };
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
        (input.nanos() * billedInput(usage)
                + cached.nanos() * (double) usage.cached()
                + output.nanos() * (double) usage.output())
            / MILLION;
    return new Money(Math.round(nanos));
  }

  /// Tokens of input that cost as much as those which no cache had.
  private static double billedInput(Usage usage) {
    long fresh = usage.input() - usage.cached() - usage.written();
    long minutes = usage.written() - usage.writtenHour();
    return fresh + WRITTEN * minutes + WRITTEN_HOUR * usage.writtenHour();
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
