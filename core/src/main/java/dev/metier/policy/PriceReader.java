package dev.metier.policy;

import static dev.metier.core.problem.JsonScalars.count;
import static dev.metier.core.problem.JsonScalars.flag;
import static dev.metier.core.problem.JsonScalars.number;
import static dev.metier.core.problem.JsonScalars.text;
import static dev.metier.core.problem.JsonScalars.whole;

import dev.metier.catalog.Price;
import dev.metier.core.problem.JsonFields;
import dev.metier.core.problem.JsonFields.As;
import dev.metier.core.problem.JsonValue;
import dev.metier.core.problem.Problems;
import dev.metier.job.Money;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads the price of a model in a policy file.
final class PriceReader {
  private static final As<Double> AMOUNT = number("a number of at least 0", 0, Double.MAX_VALUE);

  private PriceReader() {}

  /// Input, output and cached input, for a million tokens of each.
  private record Tokens(Money input, Money output, Money cached) {}

  static Optional<Price> price(JsonValue value, Problems problems) {
    return JsonFields.of(value, "the price", problems).flatMap(PriceReader::price);
  }

  private static Optional<Price> price(JsonFields fields) {
    if (fields.has("hardware")) {
      var machine = fields.find("hardware", PriceReader::hardware);
      return fields.done() ? machine.map(Price.class::cast) : Optional.empty();
    }
    if (fields.has("unknown")) {
      var unknown = fields.find("unknown", flag());
      if (unknown.isPresent() && !unknown.get()) {
        fields.wrong(fields.place("unknown"), "`unknown` is true, or left out.", "");
      }
      return fields.done() ? Optional.of(new Price.Unknown()) : Optional.empty();
    }
    var tokens = fields.needed("per_million_tokens", PriceReader::tokens);
    var beyond = fields.find("long_prompts", PriceReader::longPrompt);
    var source = fields.find("source", text());
    return fields.done()
        ? tokens.map(
            t -> new Price.PerToken(t.input(), t.output(), t.cached(), beyond, source.orElse("")))
        : Optional.empty();
  }

  private static Optional<Tokens> tokens(JsonValue value, Problems problems) {
    return JsonFields.of(value, "`per_million_tokens`", problems)
        .flatMap(fields -> {
          var tokens = tokens(fields);
          return fields.done() ? tokens : Optional.empty();
        });
  }

  private static Optional<Tokens> tokens(JsonFields fields) {
    var input = fields.needed("input", Amounts.money());
    var output = fields.needed("output", Amounts.money());
    var cached = fields.needed("cached", Amounts.money());
    return input.flatMap(i -> output.flatMap(o -> cached.map(c -> new Tokens(i, o, c))));
  }

  private static Optional<Price.LongPrompt> longPrompt(JsonValue value, Problems problems) {
    return JsonFields.of(value, "`long_prompts`", problems)
        .flatMap(fields -> {
          var above = fields.needed("above", whole(0, Long.MAX_VALUE));
          var tokens = tokens(fields);
          return fields.done()
              ? above.flatMap(
                  a -> tokens.map(t -> new Price.LongPrompt(a, t.input(), t.output(), t.cached())))
              : Optional.empty();
        });
  }

  private static Optional<Price.Hardware> hardware(JsonValue value, Problems problems) {
    return JsonFields.of(value, "`hardware`", problems).flatMap(PriceReader::hardware);
  }

  private static Optional<Price.Hardware> hardware(JsonFields fields) {
    var price = fields.needed("price", Amounts.money());
    var resale = fields.needed("resale", Amounts.money());
    var life = fields.needed("life", Amounts.time());
    var watts = fields.find("watts", AMOUNT);
    var idle = fields.find("idle_watts", AMOUNT);
    var perKwh = fields.needed("per_kwh", Amounts.money());
    var utilisation =
        fields.needed("utilisation", number("a share above 0, up to 1", Double.MIN_VALUE, 1));
    var concurrency = fields.needed("concurrency", count());
    return fields.done()
        ? Optional.of(
            new Price.Hardware(
                price.orElseThrow(),
                resale.orElseThrow(),
                life.orElseThrow(),
                watts.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                idle.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                perKwh.orElseThrow(),
                utilisation.orElseThrow(),
                concurrency.orElseThrow()))
        : Optional.empty();
  }
}
