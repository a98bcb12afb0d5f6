package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The section `hybrid` of a job.
final class HybridSection {
  private static final String NOBODY = "none";
  private static final String OFF = "off";
  private static final String OF_KEPT = "kept";
  private static final String OF_ALL = "all";
  private static final double PERCENT = 100;

  static final Slot<List<String>> FIRST =
      key(
              "first",
              Shape.oneOrMore(ScalarReader.text().then(JobSection::known)),
              "Models that may answer first, at most three, in the order in which they are tried.",
              "[qwen]")
          .otherwise("the cheapest candidate that may read the data");
  private static final Shape<String> LATER =
      ScalarReader.text()
          .then((name, place, reading) ->
              name.equals(NOBODY) ? Optional.of(name) : JobSection.known(name, place, reading));
  private static final Shape<String> NO_LIST =
      Shape.some(ScalarReader.text())
          .then((names, place, reading) -> {
            reading.problem(
                place,
                "One model stands here, not a list of them.",
                "A chain is `first`, one `middle`, and one `then`; those that are FIT alone answer"
                    + " when these do not.");
            return Optional.empty();
          });
  static final Slot<String> MIDDLE =
      key(
              "middle",
              Shape.<String>either(ScalarReader.text().then(JobSection::known), NO_LIST)
                  .as(ScalarReader.text().kind()),
              "A model between the first one and `then`, whose answers the same checks look at."
                  + " Chains of three are tried beside those of two, and proved on one half of the"
                  + " cases.",
              "opus")
          .otherwise("nobody");
  static final Slot<String> THEN =
      key(
              "then",
              Shape.<String>either(LATER, NO_LIST).as(LATER.kind()),
              "The model that answers what may not be kept; `none`: nobody.",
              "opus")
          .otherwise("the model that would do the job alone");
  static final Slot<Double> MARGIN =
      key(
              "margin",
              ScalarReader.part(),
              "How much lower the mean grade may be than that of one model alone.",
              "0.02")
          .usually(HybridSpec.USUAL.notWorse().margin(), "0.02");
  static final Slot<Double> CONFIDENCE =
      key("confidence", ScalarReader.confidence(), "How sure that must be.", "0.95")
          .usually(HybridSpec.USUAL.notWorse().confidence(), "0.95");
  static final Slot<Table> NOT_WORSE =
      key(
              "not_worse",
              Table.shape(
                  "not_worse",
                  "How much worse a hybrid may be than one model.",
                  MARGIN,
                  CONFIDENCE),
              "How much worse it may be than one model alone.",
              "{margin: 0.02, confidence: 0.95}")
          .otherwise("`{margin: 0.02, confidence: 0.95}`");
  static final Slot<Double> AT_MOST =
      key("at_most", ScalarReader.part(), "Largest share that is kept and wrong.", "0.03").needed();
  static final Slot<Double> SURE =
      key("confidence", ScalarReader.confidence(), "How sure that must be.", "0.9")
          .usually(0.9, "0.9");
  private static final Slot<Boolean> OF =
      key(
              "of",
              ScalarReader.choice(
                  Map.of(OF_KEPT, false, OF_ALL, true),
                  ScalarReader.told(
                      OF_KEPT, "of the answers that are kept", OF_ALL, "of all answers")),
              "What it is a share of.",
              OF_ALL)
          .usually(false, OF_KEPT);
  static final Slot<Table> KEPT_WRONG =
      key(
              "kept_wrong",
              Table.shape(
                  "kept_wrong", "How many answers may be kept and wrong.", AT_MOST, SURE, OF),
              "How many answers may be kept and wrong.",
              "{at_most: 0.03, confidence: 0.9}")
          .otherwise("no limit of its own; what is proved is told");
  static final Slot<After> ON_FAILED =
      key("on_check_failed", after(), "What follows a check that failed.", "refuse")
          .otherwise("escalate; refuse with `then: none`");
  static final Slot<After> ON_BROKEN =
      key("on_check_broken", after(), "What follows a check that could not run.", "mark")
          .otherwise("as for `on_check_failed`");
  static final Slot<CascadeRules.HandOver> HAND_OVER =
      key(
              "hand_over",
              ScalarReader.words(
                  CascadeRules.HandOver.values(),
                  "the client's request as it came",
                  "also which checks failed, which needs evidence of its own"),
              "What the later model is told.",
              "reason")
          .usually(CascadeRules.HandOver.FRESH, "fresh");
  private static final Slot<CascadeRules.Hold> HOLD =
      key(
              "hold",
              ScalarReader.words(
                  CascadeRules.Hold.values(),
                  "until the conversation is idle",
                  "from one message of the user to the next",
                  "each request is decided alone"),
              "How long a choice of model stays.",
              "user_turn")
          .usually(CascadeRules.Hold.CONVERSATION, "conversation");
  private static final Slot<Double> EXTRA_COST =
      key(
              "extra_cost",
              Shape.<Double>either(
                  ScalarReader.amount(),
                  ScalarReader.parsed(
                      "a share such as 20 %", "\\d{1,4}(\\.\\d{1,6})? ?%", HybridSection::percent)),
              "As a share of what the conversation would have cost without.",
              "20 %")
          .needed();
  private static final Slot<Double> SWITCH =
      key(
              "switch",
              Table.shape("switch", "What a change of model may cost.", EXTRA_COST)
                  .then((table, place, reading) -> table.find(EXTRA_COST)),
              "What a change of model in a conversation may cost at most.",
              "{extra_cost: 20 %}")
          .usually(CascadeRules.USUAL.switchCost(), "`{extra_cost: 20 %}`");
  static final Slot<Duration> DEADLINE =
      key("deadline", ScalarReader.duration(), "Longest time of the whole chain.", "60s")
          .usually(CascadeRules.USUAL.deadline(), "60s");

  private static final Slot<HybridSpec.Router> ROUTER =
      key(
              "router",
              ScalarReader.choice(
                  Map.of(
                      OFF,
                      HybridSpec.Router.OFF,
                      "ridge",
                      HybridSpec.Router.RIDGE,
                      "neighbours",
                      HybridSpec.Router.NEIGHBOURS),
                  ScalarReader.told(
                      OFF,
                      "none",
                      "ridge",
                      "by regression on words and structure",
                      "neighbours",
                      "by the most similar cases")),
              "How a router is learned that chooses the model by the request alone; it takes 200"
                  + " cases that both models answered.",
              "ridge")
          .usually(
              HybridSpec.Router.SEARCHED, "whichever of both errs least on cases left out of it");

  private static final Shape<Table> TABLE =
      Table.shape(
          "hybrid",
          "Several models in place of one, where the evidence proves them.",
          FIRST,
          MIDDLE,
          THEN,
          CheckKeys.CHECKS,
          NOT_WORSE,
          KEPT_WRONG,
          ON_FAILED,
          ON_BROKEN,
          HAND_OVER,
          HOLD,
          SWITCH,
          DEADLINE,
          ROUTER);

  /// Empty: one model alone.
  static final Slot<Optional<Table>> HYBRID =
      key(
              "hybrid",
              Shape.<Optional<Table>>either(
                  ScalarReader.choice(
                          Map.of(OFF, Optional.<Table>empty()),
                          ScalarReader.told(OFF, "one model alone"))
                      .onlyFor(written -> written instanceof Written.Scalar),
                  TABLE.map(Optional::of)),
              "A first model whose answers are checked, and one or two behind it: used where the"
                  + " evidence proves that it earns its place.",
              "{first: qwen, then: opus, checks: [complete]}")
          .otherwise("searched with the values that its keys have when absent");

  private HybridSection() {}

  private static Shape<After> after() {
    return ScalarReader.words(
        After.values(),
        "the next model answers",
        "the client gets an error that no repetition helps",
        "the client gets the answer, marked in a header");
  }

  private static Optional<Double> percent(String text) {
    return Optional.of(Double.parseDouble(text.replace("%", "").strip()) / PERCENT)
        .filter(share -> share >= 0 && Double.isFinite(share));
  }

  /// Takes what a job says of it, if it says anything.
  static void take(String job, Table table, List<String> candidates, Reading reading) {
    if (!JudgeChecks.judges(table).isEmpty() && JobName.allowed(job)) {
      if (table.has(HYBRID)) {
        reading.problem(
            table.place(HYBRID),
            "Chains of models are proved by grades that do not err: a judge's errors were counted"
                + " on all answers, and a check may keep just those on which it errs.",
            "Leave `hybrid` out, or grade the job without a judge; a judge may be one of its"
                + " checks.");
      }
      ProjectReading.of(reading).hybrids.put(new JobName(job), HybridSpec.OFF);
      return;
    }
    Optional<Optional<Table>> written = table.find(HYBRID);
    if (!table.has(HYBRID) || written.isEmpty()) {
      return;
    }
    written
        .get()
        .ifPresent(hybrid -> new HybridChecks(job, table, hybrid, reading).run(candidates));
    if (JobName.allowed(job) && reading.count() == 0) {
      ProjectReading.of(reading)
          .hybrids
          .put(new JobName(job), written.get().map(HybridSection::spec).orElse(HybridSpec.OFF));
    }
  }

  /// The models whose answers are checked, as far as they are named.
  static List<String> checked(Table hybrid) {
    var names = new ArrayList<>(hybrid.find(FIRST).orElse(List.of()));
    hybrid.find(MIDDLE).ifPresent(names::add);
    return names;
  }

  /// The models that are asked how likely their tokens are: those whose answers are checked, where
  /// a check looks at that.
  static Set<ModelName> likelihoods(Table job) {
    return job.find(HYBRID)
        .flatMap(written -> written)
        .filter(hybrid ->
            hybrid.find(CheckKeys.CHECKS).orElse(List.of()).stream()
                .flatMap(placed -> placed.check().parts().stream())
                .anyMatch(Check.LogProbability.class::isInstance))
        .map(hybrid ->
            checked(hybrid).stream()
                .filter(ModelName::allowed)
                .map(ModelName::new)
                .collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  private static HybridSpec spec(Table table) {
    return new HybridSpec(
        true,
        table.find(FIRST).orElse(List.of()).stream().map(ModelName::new).toList(),
        table.find(MIDDLE).map(ModelName::new),
        table.find(THEN).map(HybridSection::then).orElse(new HybridSpec.Then.StaticRoute()),
        table.find(CheckKeys.CHECKS).orElse(List.of()).stream()
            .map(CheckKeys.Placed::check)
            .toList(),
        table
            .find(NOT_WORSE)
            .map(each -> new HybridSpec.NotWorse(each.value(MARGIN), each.value(CONFIDENCE)))
            .orElse(HybridSpec.USUAL.notWorse()),
        table
            .find(KEPT_WRONG)
            .map(each ->
                new HybridSpec.KeptWrong(each.value(AT_MOST), each.value(SURE), each.value(OF))),
        rules(table),
        table.value(ROUTER));
  }

  private static HybridSpec.Then then(String name) {
    return name.equals(NOBODY)
        ? new HybridSpec.Then.Nobody()
        : new HybridSpec.Then.Named(new ModelName(name));
  }

  private static CascadeRules rules(Table table) {
    After failed = onFailed(table);
    return new CascadeRules(
        failed,
        table.find(ON_BROKEN).orElse(failed),
        table.value(HAND_OVER),
        table.value(HOLD),
        table.value(SWITCH),
        table.value(DEADLINE));
  }

  private static After onFailed(Table table) {
    return table.find(ON_FAILED).orElse(endsThere(table) ? After.REFUSE : After.ESCALATE);
  }

  /// Whether nobody stands behind the first model.
  static boolean endsThere(Table table) {
    return table.find(THEN).filter(NOBODY::equals).isPresent();
  }
}
