package dev.metier.decision;

import static dev.metier.form.Table.Slot.key;

import dev.metier.decision.DecisionRecord.Candidate;
import dev.metier.decision.DecisionRecord.Drill;
import dev.metier.decision.DecisionRecord.Evidence;
import dev.metier.decision.DecisionRecord.Locked;
import dev.metier.decision.DecisionRecord.Money;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.decision.DecisionRecord.Need;
import dev.metier.decision.DecisionRecord.Place;
import dev.metier.decision.DecisionRecord.Range;
import dev.metier.decision.DecisionRecord.Routing;
import dev.metier.decision.DecisionRecord.Wrong;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.BarUnit;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The objects in the front matter of a record.
final class RecordKeys {
  private static final String UNKNOWN = "unknown";

  private RecordKeys() {}

  /// A text that may be left open.
  static final Shape<String> TEXT = Shape.either(ScalarReader.anyText(), ScalarReader.nothing(""));

  static final Shape<DataClass> CLASS = ScalarReader.words(DataClass.values());
  static final Shape<ModelName> MODEL =
      ScalarReader.parsed(
          "the name of a model",
          ".+",
          name -> ModelName.allowed(name) ? Optional.of(new ModelName(name)) : Optional.empty());
  private static final Shape<Double> NUMBER = ScalarReader.number("a number", _ -> true, "");
  private static final Shape<Long> COUNT = ScalarReader.whole(0, Long.MAX_VALUE);

  static Slot<String> text(String name, String doc) {
    return key(name, TEXT, doc, "\"...\"").usually("", "");
  }

  static <T> Slot<List<T>> list(String name, Shape<T> item, String doc) {
    return key(name, Shape.list(item), doc, "[]").usually(List.of(), "none");
  }

  private static Slot<Long> count(String name) {
    return key(name, COUNT, "How many.", "50").needed();
  }

  private static Slot<Double> number(String name) {
    return key(name, NUMBER, "A number.", "0.9");
  }

  private static Slot<Boolean> flag(String name, String doc) {
    return key(name, ScalarReader.flag(), doc, "true").needed();
  }

  private static Slot<String> hash(String name) {
    return key(name, ScalarReader.text(), "A hash.", "\"3f2a...\"").needed();
  }

  private static OptionalDouble maybe(Table table, Slot<Double> slot) {
    return table.find(slot).map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static Slot<String> oneOf(String name, String doc, List<String> words) {
    var values = new java.util.LinkedHashMap<String, String>();
    words.forEach(word -> values.put(word, word));
    return key(name, ScalarReader.choice(values, values), doc, words.getFirst()).needed();
  }

  private static final Slot<Optional<Instant>> LOCKED_AT =
      key(
              "at",
              Shape.either(
                  ScalarReader.choice(
                          java.util.Map.of(UNKNOWN, Optional.<Instant>empty()),
                          java.util.Map.of(UNKNOWN, ""))
                      .onlyFor(w -> w.textOrJson().equals(UNKNOWN)),
                  ScalarReader.moment().map(Optional::of)),
              "When the first run began, or unknown.",
              "unknown")
          .usually(Optional.empty(), UNKNOWN);
  private static final Slot<String> LOCKED_HASH =
      key(
              "hash",
              ScalarReader.text().map(text -> text.equals(UNKNOWN) ? "" : text),
              "Hash of the bars that it asked for, or unknown.",
              "unknown")
          .usually("", UNKNOWN);
  static final Shape<Locked> LOCKED =
      Table.shape("locked", "The needs before the first result.", LOCKED_AT, LOCKED_HASH)
          .map(table -> new Locked(table.value(LOCKED_AT), table.value(LOCKED_HASH)));

  private static final Slot<String> AT = text("at", "When.");
  private static final Slot<String> BEFORE = text("before", "The bar as it was.");
  private static final Slot<String> AFTER = text("after", "The bar as it is.");
  private static final Slot<String> BY = text("by", "Who moved it.");
  private static final Slot<String> WHY = text("why", "Why it was moved.");
  static final Shape<Moved> MOVED =
      Table.shape("moved", "A bar that moved after the first result.", AT, BEFORE, AFTER, BY, WHY)
          .map(t ->
              new Moved(t.value(AT), t.value(BEFORE), t.value(AFTER), t.value(BY), t.value(WHY)));

  private static final Slot<String> NEED =
      key("need", ScalarReader.text(), "The need in words.", "\"quality at least 0.90\"").needed();
  private static final Slot<Double> CONFIDENCE =
      key("confidence", ScalarReader.confidence(), "How sure it must be.", "0.95").needed();
  private static final Slot<String> STATE =
      oneOf("state", "What the evidence said.", List.of("MET", "UNMET", "UNDECIDED"));
  private static final Slot<Boolean> UPWARDS = flag("upwards", "Whether more is more.");
  private static final Slot<String> UNIT =
      oneOf("unit", "Of the bar.", Arrays.stream(BarUnit.values()).map(BarUnit::name).toList());
  private static final Slot<Double> BAR = number("bar").needed();
  private static final Slot<Double> LOW = number("low");
  private static final Slot<Double> HIGH = number("high");
  private static final Slot<Double> SEEN = number("seen");
  private static final Slot<Long> CASES = count("cases");
  private static final Slot<String> SAID = text("said", "The evidence in words.");
  private static final Slot<String> BECAUSE =
      text("because", "Why the decision stands although the need is not met.");
  static final Shape<Need> NEEDS =
      Table.shape(
              "needs",
              "A need, and what the evidence said.",
              NEED,
              CONFIDENCE,
              STATE,
              UPWARDS,
              UNIT,
              BAR,
              LOW,
              HIGH,
              SEEN,
              CASES,
              SAID,
              BECAUSE)
          .then((t, _, _) ->
              t.sound()
                  ? Optional.of(
                      new Need(
                          t.value(NEED),
                          t.value(CONFIDENCE),
                          t.value(STATE),
                          t.value(UPWARDS),
                          t.value(UNIT),
                          t.value(BAR),
                          maybe(t, LOW),
                          maybe(t, HIGH),
                          maybe(t, SEEN),
                          Math.toIntExact(t.value(CASES)),
                          t.value(SAID),
                          t.value(BECAUSE)))
                  : Optional.empty());

  private static final Slot<String> KIND = text("kind", "What answers.");
  private static final Slot<List<ModelName>> THEN = list("then", MODEL, "Others that may answer.");
  private static final Slot<String> DOWN = text("when_down", "When the model does not answer.");
  private static final Slot<String> SOURCE = text("source", "Where the route stands.");
  static final Shape<Routing> ROUTE =
      Table.shape("route", "What is done with a request.", KIND, THEN, DOWN, SOURCE)
          .map(t -> new Routing(t.value(KIND), t.value(THEN), t.value(DOWN), t.value(SOURCE)));

  private static final Slot<ModelName> NAME = key("model", MODEL, "Its name.", "qwen").needed();
  private static final Slot<String> USE = text("use", "Provider and model.");
  private static final Slot<String> HOST = text("host", "Where it runs.");
  private static final Slot<DataClass> CLEARANCE =
      key("clearance", CLASS, "What the host may read.", "internal").needed();
  private static final Slot<String> VERDICT =
      oneOf(
          "verdict",
          "What the evidence said.",
          List.of("FIT", "UNFIT", "UNDECIDED", "FORBIDDEN", "EXPIRED"));
  private static final Slot<String> SHOWN = text("shown", "What was seen.");
  private static final Slot<String> REASON = text("reason", "Why.");
  private static final Slot<Long> TRIALS = count("trials");
  private static final Slot<String> BUILD = text("build", "Hash of its build.");
  private static final Slot<Double> COST = number("usd_per_1000");
  static final Shape<Candidate> CANDIDATE =
      Table.shape(
              "candidates",
              "A model that was tried.",
              NAME,
              USE,
              HOST,
              CLEARANCE,
              VERDICT,
              SHOWN,
              REASON,
              TRIALS,
              BUILD,
              COST)
          .then((t, _, _) ->
              t.sound()
                  ? Optional.of(
                      new Candidate(
                          t.value(NAME),
                          t.value(USE),
                          t.value(HOST),
                          t.value(CLEARANCE),
                          t.value(VERDICT),
                          t.value(SHOWN),
                          t.value(REASON),
                          t.value(TRIALS),
                          t.value(BUILD),
                          maybe(t, COST)))
                  : Optional.empty());

  private static final Shape<Range> RANGE =
      Shape.list(ScalarReader.amount())
          .then((ends, place, reading) -> {
            if (ends.size() == 2 && ends.get(0) <= ends.get(1)) {
              return Optional.of(new Range(ends.get(0), ends.get(1)));
            }
            reading.problem(
                place,
                "`" + reading.key() + "` takes two numbers, the lower one first.",
                "For example [0.70, 2.40].");
            return Optional.empty();
          });
  private static final Slot<Range> PER_1000 =
      key("usd_per_1000", RANGE, "US dollars for a thousand answers.", "[0.70, 2.40]").needed();
  private static final Slot<String> BESIDE = text("beside", "The model compared with.");
  private static final Slot<Range> BESIDE_1000 =
      key("beside_usd_per_1000", RANGE, "The same of that model.", "[15.60, 15.60]");
  private static final Slot<Range> PAYS =
      key("pays_from_a_year", RANGE, "From how many answers a year it costs less.", "[1, 2]");
  private static final Slot<String> ASSUMES = text("assumes", "What the range rests on.");
  private static final Slot<List<String>> TURNS = list("turns", TEXT, "What would turn it round.");
  static final Shape<Money> MONEY =
      Table.shape(
              "money",
              "What a thousand answers cost.",
              PER_1000,
              BESIDE,
              BESIDE_1000,
              PAYS,
              ASSUMES,
              TURNS)
          .then((t, _, _) ->
              t.find(PER_1000)
                  .map(own ->
                      new Money(
                          own,
                          t.value(BESIDE),
                          t.find(BESIDE_1000),
                          t.find(PAYS),
                          t.value(ASSUMES),
                          t.value(TURNS))));

  private static final Slot<String> PLACE_HOST = text("host", "Its name.");
  private static final Slot<Boolean> MAY = flag("may", "Whether it may read the job's data.");
  static final Shape<Place> PLACE =
      Table.shape("hosts", "A host.", PLACE_HOST, CLEARANCE, MAY)
          .then((t, _, _) ->
              t.sound()
                  ? Optional.of(new Place(t.value(PLACE_HOST), t.value(CLEARANCE), t.value(MAY)))
                  : Optional.empty());

  private static final Slot<Instant> MOMENT =
      key("at", ScalarReader.moment(), "When.", "\"2026-11-22T12:00:00Z\"").needed();
  private static final Slot<Long> REQUESTS = count("requests");
  private static final Slot<Long> LEAKS = count("leaks");
  private static final Slot<String> POLICY = hash("policy");
  static final Shape<Drill> DRILL =
      Table.shape("drill", "What proved where data goes.", MOMENT, REQUESTS, LEAKS, POLICY)
          .then((t, _, _) ->
              t.sound()
                  ? Optional.of(
                      new Drill(
                          t.value(MOMENT), t.value(REQUESTS), t.value(LEAKS), t.value(POLICY)))
                  : Optional.empty());

  private static final Slot<String> CASE =
      key("case", ScalarReader.anyText(), "Its name.", "c-018").needed();
  private static final Slot<String> ASKED = text("asked", "The input.");
  private static final Slot<String> EXPECTED = text("expected", "What is right.");
  private static final Slot<String> ANSWERED = text("answered", "What the model said.");
  private static final Slot<String> WRONG_REASON = text("reason", "The grader's.");
  static final Shape<Wrong> WRONG =
      Table.shape("wrong", "A wrong answer.", CASE, ASKED, EXPECTED, ANSWERED, WRONG_REASON)
          .then((t, _, _) ->
              t.find(CASE)
                  .map(id ->
                      new Wrong(
                          id,
                          t.value(ASKED),
                          t.value(EXPECTED),
                          t.value(ANSWERED),
                          t.value(WRONG_REASON))));

  private static final Slot<String> ALL = hash("hash");
  private static final Slot<String> NEEDS_HASH = hash("needs");
  private static final Slot<String> PROMPT = hash("prompt");
  private static final Slot<String> GRADING = hash("grading");
  static final Shape<Evidence> EVIDENCE =
      Table.shape(
              "evidence",
              "What the numbers rest on.",
              ALL,
              NEEDS_HASH,
              PROMPT,
              GRADING,
              CASES,
              MOMENT)
          .then((t, _, _) ->
              t.sound()
                  ? Optional.of(
                      new Evidence(
                          t.value(ALL),
                          t.value(NEEDS_HASH),
                          t.value(PROMPT),
                          t.value(GRADING),
                          Math.toIntExact(t.value(CASES)),
                          t.value(MOMENT)))
                  : Optional.empty());
}
