package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.job.Requirement.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The key `needs` of a job.
final class Needs {
  /// A need and where it is written.
  record Need(Requirement requirement, Place place) {}

  private static final Pattern PERCENTILE =
      Pattern.compile("p(?!0*(\\.0*)?$)\\d{1,2}(\\.\\d{1,3})?");

  private static final Slot<Double> CONFIDENCE =
      key("confidence", ScalarReader.confidence(), "How sure a verdict must be.", "0.95")
          .usually(0.95, "0.95");
  private static final Slot<Integer> BLOCK =
      key(
              "block",
              ScalarReader.whole(1, 1000).map(Math::toIntExact),
              "How many consecutive calls count as one independent draw, since servers are slow in"
                  + " spells; 1 counts each by itself.",
              "1")
          .usually(20, "20");
  private static final Slot<Double> AT_LEAST =
      key("at_least", ScalarReader.share(), "The least mean grade.", "0.90");
  private static final Slot<List<Shape.Named<Double>>> SLICES =
      key(
              "slices",
              Shape.named("slice", ScalarReader.share()),
              "The least mean grade of the cases with a tag.",
              "{angry: 0.8}")
          .usually(List.of(), "none");
  private static final Slot<String> NOT_WORSE_THAN =
      key(
          "not_worse_than",
          ScalarReader.text(),
          "A model to compare with on the same cases.",
          "opus");
  private static final Slot<Double> MARGIN =
      key("margin", ScalarReader.part(), "How much less the mean grade may be.", "0.03")
          .otherwise("needed with `not_worse_than`");
  private static final Slot<List<Need>> QUALITY =
      key(
          "quality",
          Table.shape(
                  "quality",
                  "How good the answers must be: a bar, or no worse than another model, or both.",
                  AT_LEAST,
                  SLICES,
                  NOT_WORSE_THAN,
                  MARGIN,
                  CONFIDENCE)
              .then((table, place, reading) -> quality(table, reading)),
          "How good the answers must be.",
          "{at_least: 0.90}");

  private static final Slot<String> AGAINST =
      key("against", ScalarReader.text(), "The model whose passes count.", "opus").needed();
  private static final Slot<Double> AT_MOST =
      key(
              "at_most",
              ScalarReader.part(),
              "Largest share of cases that it passes and this one fails.",
              "0.02")
          .needed();
  private static final Slot<List<Need>> REGRESSIONS =
      key(
          "regressions",
          Table.shape(
                  "regressions",
                  "How many cases may get worse than with another model.",
                  AGAINST,
                  AT_MOST,
                  CONFIDENCE)
              .then((table, place, reading) -> regressions(table, reading)),
          "How many cases may get worse than with another model.",
          "{against: opus, at_most: 0.02}");

  private static final Slot<Duration> LIMIT =
      key("pNN", ScalarReader.duration(), "The time that NN % of the answers take at most.", "1.5s")
          .matching(PERCENTILE);
  private static final Slot<List<Need>> LATENCY =
      key("latency", times(Phase.TOTAL), "How long a whole answer may take.", "{p95: 1.5s}");
  private static final Slot<List<Need>> FIRST_TOKEN =
      key(
          "first_token",
          times(Phase.FIRST_TOKEN),
          "How long the first piece of an answer may take.",
          "{p95: 400ms}");

  private static final Slot<Double> TOKENS =
      key("at_least", ScalarReader.positive(), "Tokens per second after the first.", "20").needed();
  private static final Slot<Double> SHARE =
      key("share", ScalarReader.part(), "Share of the answers that must be this fast.", "0.95")
          .usually(0.95, "0.95");
  private static final Slot<List<Need>> SPEED =
      key(
          "speed",
          Table.shape(
                  "speed", "How fast answers must be written.", TOKENS, SHARE, BLOCK, CONFIDENCE)
              .then((table, place, reading) ->
                  table
                      .find(TOKENS)
                      .flatMap(t ->
                          table
                              .find(SHARE)
                              .map(s ->
                                  new Requirement.Speed(t, s, confidence(table), block(table))))
                      .map(need -> List.of(new Need(need, table.place())))),
          "How fast answers must be written, in tokens per second.",
          "{at_least: 20}");

  private static final Slot<Money> PER_THOUSAND =
      key(
              "per_thousand",
              ProjectScalars.money(),
              "Most that a thousand answers may cost.",
              "2.00 USD")
          .needed();
  private static final Slot<List<Need>> COST =
      key(
          "cost",
          Table.shape(
                  "cost",
                  "What answers may cost, with hardware and energy.",
                  PER_THOUSAND,
                  CONFIDENCE)
              .then((table, place, reading) ->
                  table
                      .find(PER_THOUSAND)
                      .map(money ->
                          List.of(
                              new Need(
                                  new Requirement.Cost(money, confidence(table)), table.place())))),
          "What answers may cost, with hardware and energy.",
          "{per_thousand: 2.00 USD}");

  private static final List<Slot<List<Need>>> ALL =
      List.of(QUALITY, REGRESSIONS, LATENCY, FIRST_TOKEN, SPEED, COST);

  /// All needs; at least one unless something is wrong.
  static final Shape<List<Need>> SHAPE =
      Table.shape("needs", "What a model must meet to be FIT; at least one need.", List.copyOf(ALL))
          .then((table, place, reading) -> {
            var needs = new ArrayList<Need>();
            ALL.forEach(key -> table.find(key).ifPresent(needs::addAll));
            if (needs.isEmpty() && table.sound()) {
              reading.problem(
                  table.place(), "There are no needs.", "For example `quality: {at_least: 0.9}`.");
            }
            return Optional.of(List.copyOf(needs));
          });

  private Needs() {}

  private static int block(Table table) {
    return table.find(BLOCK).orElse(20);
  }

  private static double confidence(Table table) {
    return table.find(CONFIDENCE).orElse(0.95);
  }

  private static Optional<List<Need>> quality(Table table, Reading reading) {
    double sure = confidence(table);
    var needs = new ArrayList<Need>();
    table
        .find(AT_LEAST)
        .ifPresent(bar ->
            needs.add(
                new Need(
                    new Requirement.Quality(bar, sure, Optional.empty()),
                    table.valuePlace(AT_LEAST))));
    for (var slice : table.find(SLICES).orElse(List.of())) {
      needs.add(
          new Need(
              new Requirement.Quality(slice.value(), sure, Optional.of(slice.name())),
              slice.place()));
    }
    reference(table, NOT_WORSE_THAN, reading)
        .flatMap(than -> table.find(MARGIN).map(m -> new Requirement.NotWorse(than, m, sure)))
        .ifPresent(need -> needs.add(new Need(need, table.valuePlace(NOT_WORSE_THAN))));
    if (table.has(NOT_WORSE_THAN) != table.has(MARGIN)) {
      boolean lacks = table.has(NOT_WORSE_THAN);
      reading.problem(
          table.place(lacks ? NOT_WORSE_THAN : MARGIN),
          lacks ? "`not_worse_than` needs a `margin`." : "`margin` needs `not_worse_than`.",
          "For example `{not_worse_than: opus, margin: 0.03}`.");
    } else if (!table.has(AT_LEAST)
        && !table.has(NOT_WORSE_THAN)
        && table.sound()
        && needs.isEmpty()) {
      reading.problem(
          table.place(),
          "`quality` says no bar.",
          "For example `{at_least: 0.90}` or `{not_worse_than: opus, margin: 0.03}`.");
    }
    return Optional.of(List.copyOf(needs));
  }

  private static Optional<List<Need>> regressions(Table table, Reading reading) {
    return reference(table, AGAINST, reading)
        .flatMap(than ->
            table
                .find(AT_MOST)
                .map(most -> new Requirement.Regressions(than, most, confidence(table))))
        .map(need -> List.of(new Need(need, table.valuePlace(AGAINST))));
  }

  private static Optional<ModelName> reference(Table table, Slot<String> key, Reading reading) {
    var name = table.find(key);
    if (name.isPresent() && !ProjectReading.of(reading).modelNames.contains(name.get())) {
      reading.problem(
          table.valuePlace(key),
          "There is no model \"" + name.get() + "\".",
          Nearest.hint(name.get(), ProjectReading.of(reading).modelNames));
      return Optional.empty();
    }
    return name.filter(ModelName::allowed).map(ModelName::new);
  }

  private static Shape<List<Need>> times(Phase phase) {
    String what = phase == Phase.TOTAL ? "latency" : "first token";
    return Table.shape(
            what, "Times by percentile: `p50`, `p95`, `p99.9`, ...", LIMIT, BLOCK, CONFIDENCE)
        .then((table, place, reading) -> {
          var needs = new ArrayList<Need>();
          for (var limit : table.all(LIMIT)) {
            double share = Double.parseDouble(limit.name().substring(1)) / 100;
            needs.add(
                new Need(
                    new Requirement.Latency(
                        phase, share, limit.value(), confidence(table), block(table)),
                    limit.place()));
          }
          if (needs.isEmpty() && table.sound()) {
            reading.problem(table.place(), "No time is given.", "For example `{p95: 1.5s}`.");
          }
          return Optional.of(List.copyOf(needs));
        });
  }
}
