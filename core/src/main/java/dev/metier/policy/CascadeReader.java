package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A cascade as it stands in a policy file.
final class CascadeReader {
  static final Shape<ModelName> MODEL =
      ScalarReader.parsed(
          "the name of a model",
          ModelReader.NAME.pattern(),
          text -> Optional.of(new ModelName(text)));

  private static final Pattern END =
      Pattern.compile(
          "(?:"
              + CascadeProof.MIDDLE
              + ")?(?:(?:failed|broken):[a-z_]{1,40}|down)|"
              + CascadeProof.MIDDLE
              + "kept");

  static final Slot<ModelName> CASCADE =
      key("cascade", MODEL, "The model that answers first.", "\"qwen\"").needed();
  private static final Slot<ModelName> THEN =
      key("then", MODEL, "The model that answers what is not kept.", "\"opus\"")
          .otherwise("nobody");
  static final Slot<List<ModelName>> FALLBACKS =
      key(
              "fallbacks",
              Shape.list(MODEL),
              "Others that are FIT, asked in this order when that does not answer.",
              "[\"sonnet\"]")
          .usually(List.of(), "none");

  private static final Slot<List<Check>> CHECKS =
      key(
              "checks",
              Shape.some(CheckReader.CHECK),
              "Run in this order until one does not pass.",
              "[{\"complete\": {}}]")
          .needed();
  private static final Slot<ModelName> MIDDLE_MODEL =
      key("model", MODEL, "The model that answers.", "\"haiku\"").needed();
  private static final Slot<List<Check>> MIDDLE_CHECKS =
      key(
              "checks",
              Shape.some(CheckReader.CHECK),
              "Of its own answers, run in this order until one does not pass.",
              "[{\"complete\": {}}]")
          .needed();
  private static final Slot<Route.CheckedModel> MIDDLE =
      key(
              "middle",
              Table.shape(
                      "middle",
                      "A model between the first one and `then`, which is held and checked like the"
                          + " first one.",
                      MIDDLE_MODEL,
                      MIDDLE_CHECKS)
                  .then((table, _, _) -> middle(table)),
              "Answers what is not kept of the first model; what is not kept of its own answers,"
                  + " `then` answers.",
              "{\"model\": \"haiku\", \"checks\": [{\"complete\": {}}]}")
          .otherwise("nobody");
  private static final Slot<CascadeRules.After> ON_FAILED =
      key("on_check_failed", after(), "What follows a check that failed.", "\"escalate\"").needed();
  private static final Slot<CascadeRules.After> ON_BROKEN =
      key("on_check_broken", after(), "What follows a check that could not run.", "\"escalate\"")
          .needed();
  private static final Slot<CascadeRules.HandOver> HAND_OVER =
      key(
              "hand_over",
              ScalarReader.words(
                  CascadeRules.HandOver.values(),
                  "the client's request as it came",
                  "also which checks failed"),
              "What the later model is told.",
              "\"fresh\"")
          .needed();
  static final Slot<CascadeRules.Hold> HOLD =
      key(
              "hold",
              ScalarReader.words(
                  CascadeRules.Hold.values(),
                  "until the conversation is idle",
                  "from one message of the user to the next",
                  "each request is decided alone"),
              "How long a choice of model stays.",
              "\"conversation\"")
          .needed();
  private static final Slot<Double> SWITCH_COST =
      key(
              "switch_cost",
              ScalarReader.amount(),
              "What switching models may cost at most, as a share of what the conversation would"
                  + " have cost without.",
              "0.2")
          .needed();
  private static final Slot<Duration> DEADLINE =
      key("deadline", Amounts.time(), "Longest time of the whole chain.", "\"1m\"").needed();

  private static final Slot<String> GUARANTEE =
      key(
              "guarantee",
              ScalarReader.string(),
              "How many of the answers that are kept are wrong at most.",
              "\"With 90 % confidence at most 3 % of answers kept are wrong.\"")
          .needed();
  private static final Slot<Double> LEAST =
      key("least", kept(), "Share of answers that is kept at least.", "0.55").needed();
  private static final Slot<Double> MOST =
      key("most", kept(), "Share of answers that is kept at most.", "0.69").needed();
  private static final Slot<Double> END_LEAST =
      key("least", kept(), "Share at least.", "0.1").needed();
  private static final Slot<Double> END_MOST =
      key("most", kept(), "Share at most.", "0.25").needed();
  private static final Slot<List<Shape.Named<Table>>> ENDS =
      key(
              "ends",
              Shape.named(
                  "end",
                  END,
                  Table.shape("end", "Where the share of one end lies.", END_LEAST, END_MOST),
                  (end, place, reading) -> ordered(end, place, reading)),
              "Shares of other ends, which are followed too: `failed:` or `broken:` with a check's"
                  + " word, of what is checked; `down`, of all requests. With `middle:` before it"
                  + " (there is `middle:kept` too) the same of the requests that the middle model"
                  + " is asked.",
              "{\"failed:complete\": {\"least\": 0.1, \"most\": 0.25}}")
          .usually(List.of(), "none");
  private static final Slot<Long> TOLD =
      key(
              "told",
              ScalarReader.whole(0, Integer.MAX_VALUE),
              "Cases in which the later model was told which check failed; some where `hand_over`"
                  + " is `reason`.",
              "62")
          .usually(0L, "0");
  static final Shape<CascadeProof> PROOF =
      Table.shape("kept", "What the evidence proved of it.", GUARANTEE, LEAST, MOST, ENDS, TOLD)
          .then(CascadeReader::proof);
  private static final Slot<CascadeProof> KEPT =
      key(
              "kept",
              PROOF,
              "What the evidence proved of the answers that are kept.",
              "{\"guarantee\": \"...\", \"least\": 0.55, \"most\": 0.69}")
          .needed();

  static final Shape<Route> ROUTE =
      Table.shape(
              "cascade",
              "",
              CASCADE,
              MIDDLE,
              THEN,
              FALLBACKS,
              CHECKS,
              ON_FAILED,
              ON_BROKEN,
              HAND_OVER,
              HOLD,
              SWITCH_COST,
              DEADLINE,
              KEPT,
              SealReader.SLOT)
          .onlyFor(written -> ModelReader.holds(written, CASCADE))
          .then(CascadeReader::cascade);

  private CascadeReader() {}

  private static Shape<Double> kept() {
    return ScalarReader.number(
        "a share from 0 to 1", v -> v >= 0 && v <= 1, ",\"minimum\":0,\"maximum\":1");
  }

  private static Shape<CascadeRules.After> after() {
    return ScalarReader.words(
        CascadeRules.After.values(),
        "the next model answers",
        "the client gets an error that no repetition helps",
        "the client gets the answer, marked in a header");
  }

  private static Optional<CascadeProof> proof(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    if (table.value(LEAST) > table.value(MOST)) {
      reading.problem(place, "`least` is at most `most`.", "");
      return Optional.empty();
    }
    return Optional.of(
        new CascadeProof(
            table.value(GUARANTEE),
            new CascadeProof.Share(table.value(LEAST), table.value(MOST)),
            table.value(ENDS).stream()
                .collect(
                    Collectors.toMap(Shape.Named::name, end -> share(end.value()), (a, _) -> a)),
            Math.toIntExact(table.value(TOLD))));
  }

  private static Optional<Shape.Named<Table>> ordered(
      Shape.Named<Table> end, Place place, Reading reading) {
    if (!end.value().sound()) {
      return Optional.empty();
    }
    if (end.value().value(END_LEAST) > end.value().value(END_MOST)) {
      reading.problem(place, "`least` is at most `most`.", "");
      return Optional.empty();
    }
    return Optional.of(end);
  }

  private static CascadeProof.Share share(Table end) {
    return new CascadeProof.Share(end.value(END_LEAST), end.value(END_MOST));
  }

  private static Optional<Route> cascade(Table table, Place place, Reading reading) {
    if (!table.sound() || endsInItsMiddle(table, reading)) {
      return Optional.empty();
    }
    var rules =
        new CascadeRules(
            table.value(ON_FAILED),
            table.value(ON_BROKEN),
            table.value(HAND_OVER),
            table.value(HOLD),
            table.value(SWITCH_COST),
            table.value(DEADLINE));
    var route =
        new Route.Cascade(
            table.value(CASCADE),
            table.find(MIDDLE),
            table.find(THEN),
            table.value(FALLBACKS),
            table.value(CHECKS),
            rules,
            table.value(KEPT));
    if (agrees(route, table, place, reading)) {
      SealReader.keep(table, route, reading);
      return Optional.of(route);
    }
    return Optional.empty();
  }

  private static boolean endsInItsMiddle(Table table, Reading reading) {
    boolean ends = table.find(MIDDLE).isPresent() && table.find(THEN).isEmpty();
    if (ends) {
      reading.problem(
          table.valuePlace(MIDDLE),
          "Behind `middle` stands another model, and there is none: `then` is missing.",
          "Change metier.yaml, and compile again.");
    }
    return ends;
  }

  /// Whether its parts agree with each other; what does not is told.
  private static boolean agrees(Route.Cascade route, Table table, Place place, Reading reading) {
    CascadeRules rules = route.rules();
    if (new HashSet<>(route.models()).size() < route.models().size()) {
      reading.problem(place, "A model is named twice in this route.", "");
      return false;
    }
    if (rules.handOver() == CascadeRules.HandOver.REASON && route.proof().told() == 0) {
      reading.problem(
          table.valuePlace(HAND_OVER),
          "Nothing was proven of a later model that is told of checks: `told` is missing under"
              + " `kept`.",
          "Change metier.yaml, run `metier qualify --hybrid`, and compile again.");
      return false;
    }
    if (route.then().isEmpty() && escalates(rules)) {
      reading.problem(
          place, "Checks lead to a later model, and there is none: `then` is missing.", "");
      return false;
    }
    return true;
  }

  private static Optional<Route.CheckedModel> middle(Table table) {
    return table.sound()
        ? Optional.of(new Route.CheckedModel(table.value(MIDDLE_MODEL), table.value(MIDDLE_CHECKS)))
        : Optional.empty();
  }

  private static boolean escalates(CascadeRules rules) {
    return rules.onFailed() == CascadeRules.After.ESCALATE
        || rules.onBroken() == CascadeRules.After.ESCALATE;
  }
}
