package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.Price;
import dev.metier.catalog.PriceTable;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The key `price` of a model.
final class Prices {
  private static final Duration THREE_YEARS = Duration.ofDays(3 * 365);

  private static final Slot<Double> INPUT =
      key("input", ScalarReader.amount(), "For a million tokens read.", "4").needed();
  private static final Slot<Double> OUTPUT =
      key("output", ScalarReader.amount(), "For a million tokens written.", "20").needed();
  private static final Slot<Double> CACHED =
      key(
              "cached",
              ScalarReader.amount(),
              "For a million tokens read from the vendor's cache.",
              "0.2")
          .otherwise("the same as `input`");
  private static final Slot<String> CURRENCY =
      key("currency", currency(), "What these prices are in.", "EUR").usually("USD", "USD");

  private static final Slot<Double> EUR = bought("eur");
  private static final Slot<Double> USD = bought("usd");
  private static final Slot<Double> RESALE =
      key(
              "resale",
              ScalarReader.amount(),
              "What it will fetch at the end of its life, in the currency it was bought in.",
              "500")
          .usually(0.0, "0");
  private static final Slot<Duration> LIFE =
      key("life", ScalarReader.duration(), "How long it is used.", "3y").usually(THREE_YEARS, "3y");
  private static final Slot<Double> WATTS =
      key("watts", ScalarReader.positive(), "Power drawn while it answers.", "320")
          .otherwise("energy is then not measured");
  private static final Slot<Double> IDLE_WATTS =
      key("idle_watts", ScalarReader.amount(), "Power drawn while it waits.", "95")
          .otherwise("not counted");
  private static final Slot<Double> EUR_PER_KWH = energy("eur_per_kwh");
  private static final Slot<Double> USD_PER_KWH = energy("usd_per_kwh");
  private static final Slot<Double> UTILISATION =
      key(
              "utilisation",
              ScalarReader.share(),
              "Share of the time that it is busy; an assumption.",
              "0.2")
          .usually(0.2, "0.2");
  private static final Slot<Integer> CONCURRENCY =
      key("concurrency", ScalarReader.count(), "Requests served at the same time.", "1")
          .usually(1, "1");

  private static final Shape<Price> HARDWARE =
      Table.shape(
              "hardware",
              "A machine the team owns.",
              EUR,
              USD,
              RESALE,
              LIFE,
              WATTS,
              IDLE_WATTS,
              EUR_PER_KWH,
              USD_PER_KWH,
              UTILISATION,
              CONCURRENCY)
          .then((table, place, reading) -> hardware(table, reading));
  private static final Slot<Price> MACHINE =
      key(
              "hardware",
              HARDWARE,
              "For a machine the team owns.",
              "{eur: 3900, watts: 320, eur_per_kwh: 0.31}")
          .needed();

  /// Empty means: from the price list.
  static final Shape<Optional<Price>> SHAPE =
      Shape.either(
          ScalarReader.<Optional<Price>>choice(
              Map.of("list", Optional.empty(), "unknown", Optional.of(new Price.Unknown())),
              ScalarReader.told(
                  "list",
                  "from the dated price list in this program",
                  "unknown",
                  "not known; such a model is not started in a budgeted run unless it is local")),
          onlyWith(
                  "hardware",
                  Table.shape("price by hardware", "By the hour of a machine.", MACHINE))
              .then((table, place, reading) -> optionally(table.find(MACHINE))),
          Table.shape(
                  "price by token", "Prices for a million tokens.", INPUT, OUTPUT, CACHED, CURRENCY)
              .then((table, place, reading) -> optionally(perToken(table, reading))));

  private Prices() {}

  private static Optional<Optional<Price>> optionally(Optional<Price> price) {
    return price.isEmpty() ? Optional.empty() : Optional.of(price);
  }

  private static Shape<Table> onlyWith(String key, Shape<Table> shape) {
    return new Shape<>(
        shape.kind(),
        w -> w instanceof Written.Entries entries && entries.find(key).isPresent(),
        shape.how());
  }

  private static Shape<String> currency() {
    return ScalarReader.text("a currency code such as EUR", Pattern.compile("[A-Za-z]{3}"), "")
        .map(code -> code.toUpperCase(Locale.ROOT));
  }

  private static Slot<Double> bought(String currency) {
    return key(
            currency,
            ScalarReader.amount(),
            "What it cost, in " + currency.toUpperCase(Locale.ROOT) + ".",
            "3900")
        .otherwise("one of `eur` and `usd` is needed");
  }

  private static Slot<Double> energy(String name) {
    return key(
            name,
            ScalarReader.amount(),
            "Price of a kWh, in " + name.substring(0, 3).toUpperCase(Locale.ROOT) + ".",
            "0.31")
        .otherwise("needed with `watts`");
  }

  private static Optional<Price> perToken(Table table, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    Place place = table.place(CURRENCY);
    String code = table.value(CURRENCY);
    var input = money(table.value(INPUT), code, place, reading);
    var output = money(table.value(OUTPUT), code, place, reading);
    var cached = money(table.find(CACHED).orElse(table.value(INPUT)), code, place, reading);
    return input.flatMap(in ->
        output.flatMap(out ->
            cached.map(
                c -> new Price.PerToken(in, out, c, Optional.empty(), "declared in metier.yaml"))));
  }

  private static Optional<Money> money(double amount, String code, Place place, Reading reading) {
    return ProjectScalars.usd(BigDecimal.valueOf(amount), code, place, reading);
  }

  private static Optional<Price> hardware(Table table, Reading reading) {
    if (table.has(EUR) == table.has(USD)) {
      reading.problem(
          table.place(),
          table.has(EUR)
              ? "`hardware` has two prices, `eur` and `usd`."
              : "`hardware` lacks its price.",
          "Write what it cost as `eur` or as `usd`, for example `eur: 3900`.");
      return Optional.empty();
    }
    boolean energy = table.has(EUR_PER_KWH) || table.has(USD_PER_KWH);
    if ((table.has(WATTS) || table.has(IDLE_WATTS)) && !energy) {
      reading.problem(
          table.place(table.has(WATTS) ? WATTS : IDLE_WATTS),
          "With watts, the price of a kWh is needed.",
          "For example `eur_per_kwh: 0.31`.");
      return Optional.empty();
    }
    if (!table.sound()) {
      return Optional.empty();
    }
    String code = table.has(EUR) ? "EUR" : "USD";
    double cost = table.find(EUR).or(() -> table.find(USD)).orElseThrow();
    if (table.value(RESALE) > cost) {
      reading.problem(table.place(RESALE), "`resale` is more than what it cost.", "");
      return Optional.empty();
    }
    String energyCode = table.has(EUR_PER_KWH) ? "EUR" : "USD";
    double perKwh = table.find(EUR_PER_KWH).or(() -> table.find(USD_PER_KWH)).orElse(0.0);
    return money(cost, code, table.place(), reading)
        .flatMap(price ->
            money(table.value(RESALE), code, table.place(), reading)
                .flatMap(resale ->
                    money(perKwh, energyCode, table.place(), reading)
                        .map(kwh -> machine(table, price, resale, kwh))));
  }

  private static Price machine(Table table, Money price, Money resale, Money perKwh) {
    return new Price.Hardware(
        price,
        resale,
        table.value(LIFE),
        watts(table.find(WATTS)),
        watts(table.find(IDLE_WATTS)),
        perKwh,
        table.value(UTILISATION),
        table.value(CONCURRENCY));
  }

  private static OptionalDouble watts(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  /// The price of a model, with what was written (`list` being an empty value) or nothing written.
  static Optional<Price> price(
      ProviderKind kind,
      String id,
      Optional<Optional<Price>> written,
      Place place,
      Reading reading) {
    if (written.isPresent() && written.get().isPresent()) {
      return written.get();
    }
    if (kind.local() || kind.access() == ProviderKind.Access.OWN) {
      if (written.isEmpty()) {
        return Optional.of(kind == ProviderKind.BASELINE ? Baselines.FREE : new Price.Unknown());
      }
      reading.problem(
          place,
          "There is no list price for "
              + kind.word()
              + (kind.local() ? " models, which run on your own machines." : " candidates."),
          "Write `price: {hardware: {...}}` or `price: {input: ..., output: ...}`, or leave it out.");
      return Optional.empty();
    }
    PriceTable table = PriceTable.shipped();
    Optional<Price> listed = table.of(kind, id).map(price -> price);
    if (listed.isPresent()) {
      return listed;
    }
    String near = Nearest.to(id, table.ids(kind)).map(n -> " Did you mean `" + n + "`?").orElse("");
    String what = "The price list of " + table.date() + " has no " + kind.word() + "/" + id + ".";
    if (written.isEmpty()) {
      reading.note(what + " Its price is unknown." + near);
      return Optional.of(new Price.Unknown());
    }
    reading.problem(place, what, (near + " Or write `price: {input: ..., output: ...}`.").strip());
    return Optional.empty();
  }
}
