package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.Price;
import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a model costs, as it stands in a policy file.
final class PriceReader {
  private static final Slot<Money> INPUT = tokens("input", "For a million tokens read.");
  private static final Slot<Money> OUTPUT = tokens("output", "For a million tokens written.");
  private static final Slot<Money> CACHED =
      tokens("cached", "For a million tokens read from the vendor's cache.");
  private static final Slot<Long> ABOVE =
      key("above", ScalarReader.whole(0, Long.MAX_VALUE), "Tokens of the prompt.", "200000")
          .needed();

  private static final Slot<Table> PER_TOKEN =
      key(
              "per_million_tokens",
              Table.shape("prices of tokens", "", INPUT, OUTPUT, CACHED),
              "What a million tokens of each kind cost.",
              "{\"input\": \"4 USD\", \"output\": \"20 USD\", \"cached\": \"0.4 USD\"}")
          .needed();
  private static final Slot<Price.LongPrompt> LONG_PROMPTS =
      key(
          "long_prompts",
          Table.shape("prices of long prompts", "", ABOVE, INPUT, OUTPUT, CACHED)
              .then(PriceReader::longPrompt),
          "Other prices for prompts of more than so many tokens.",
          "{\"above\": 200000, ...}");
  private static final Slot<String> SOURCE =
      key("source", ScalarReader.string(), "Where the price comes from.", "\"price list\"");

  private static final Slot<Money> PRICE = amount("price", "What the machine cost.", "3900 USD");
  private static final Slot<Money> RESALE =
      amount("resale", "What it will fetch at the end of its life.", "500 USD");
  private static final Slot<Duration> LIFE =
      key("life", Amounts.time(), "How long it is used.", "\"1095d\"").needed();
  private static final Slot<Double> WATTS =
      key("watts", ScalarReader.amount(), "Power drawn while it answers.", "320");
  private static final Slot<Double> IDLE_WATTS =
      key("idle_watts", ScalarReader.amount(), "Power drawn while it waits.", "95");
  private static final Slot<Money> PER_KWH = amount("per_kwh", "Price of a kWh.", "0.36 USD");
  private static final Slot<Double> UTILISATION =
      key("utilisation", ScalarReader.share(), "Share of the time that it is busy.", "0.2")
          .needed();
  private static final Slot<Integer> CONCURRENCY =
      key("concurrency", ScalarReader.count(), "Requests served at the same time.", "4").needed();
  private static final Slot<Price.Hardware> HARDWARE =
      key(
              "hardware",
              Table.shape(
                      "hardware",
                      "",
                      PRICE,
                      RESALE,
                      LIFE,
                      WATTS,
                      IDLE_WATTS,
                      PER_KWH,
                      UTILISATION,
                      CONCURRENCY)
                  .then(PriceReader::hardware),
              "A machine the team owns.",
              "{\"price\": \"3900 USD\", ...}")
          .needed();
  private static final Slot<Boolean> UNKNOWN =
      key(
              "unknown",
              ScalarReader.flag()
                  .as(new Shape.Kind.Single("true", "\"const\":true"))
                  .then(PriceReader::isTrue),
              "That the price is not known.",
              "true")
          .needed();

  static final Shape<Price> PRICES =
      Shape.either(
          Table.shape("price by hardware", "By the hour of a machine.", HARDWARE)
              .onlyFor(written -> ModelReader.holds(written, HARDWARE))
              .then((table, _, _) -> table.find(HARDWARE).<Price>map(machine -> machine)),
          Table.shape("unknown price", "", UNKNOWN)
              .onlyFor(written -> ModelReader.holds(written, UNKNOWN))
              .map(_ -> new Price.Unknown()),
          Table.shape("price by token", "", PER_TOKEN, LONG_PROMPTS, SOURCE)
              .then(PriceReader::perToken));

  private PriceReader() {}

  private static Slot<Money> tokens(String name, String doc) {
    return amount(name, doc, "4 USD");
  }

  private static Slot<Money> amount(String name, String doc, String example) {
    return key(name, Amounts.money(), doc, "\"" + example + "\"").needed();
  }

  private static Optional<Boolean> isTrue(boolean unknown, Place place, Reading reading) {
    if (!unknown) {
      reading.problem(place, "`unknown` is true, or left out.", "");
    }
    return Optional.of(unknown);
  }

  private static Optional<Price> perToken(Table table, Place place, Reading reading) {
    return table.sound()
        ? table
            .find(PER_TOKEN)
            .map(tokens ->
                new Price.PerToken(
                    tokens.value(INPUT),
                    tokens.value(OUTPUT),
                    tokens.value(CACHED),
                    table.find(LONG_PROMPTS),
                    table.find(SOURCE).orElse("")))
        : Optional.empty();
  }

  private static Optional<Price.LongPrompt> longPrompt(Table table, Place place, Reading reading) {
    return table.sound()
        ? Optional.of(
            new Price.LongPrompt(
                table.value(ABOVE), table.value(INPUT), table.value(OUTPUT), table.value(CACHED)))
        : Optional.empty();
  }

  private static Optional<Price.Hardware> hardware(Table table, Place place, Reading reading) {
    return table.sound()
        ? Optional.of(
            new Price.Hardware(
                table.value(PRICE),
                table.value(RESALE),
                table.value(LIFE),
                watts(table.find(WATTS)),
                watts(table.find(IDLE_WATTS)),
                table.value(PER_KWH),
                table.value(UTILISATION),
                table.value(CONCURRENCY)))
        : Optional.empty();
  }

  private static OptionalDouble watts(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
