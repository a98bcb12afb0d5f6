package dev.metier.hybrid.view;

import dev.metier.hybrid.Chain;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Tried;
import dev.metier.hybrid.search.CheckValue;
import dev.metier.hybrid.search.Estimate;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.Point;
import dev.metier.hybrid.search.SearchedFirst;
import dev.metier.hybrid.search.SearchedRouter;
import dev.metier.job.Check;
import dev.metier.learn.router.RouterTraining;
import dev.metier.learn.router.RouterVerdict;
import dev.metier.stats.Interval;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A frontier for programs. What is not known is null.
public final class FrontierJson {
  private FrontierJson() {}

  /// All there is to say.
  public static ObjectNode of(Frontier frontier) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", frontier.job().name().text());
    node.put("alone", frontier.alone().map(Object::toString).orElse(null));
    ArrayNode points = node.putArray("points");
    frontier.points().forEach(point -> point(points.addObject(), point, frontier));
    ArrayNode searched = node.putArray("searched");
    frontier.searched().forEach(each -> searched(searched.addObject(), each));
    ArrayNode routers = node.putArray("routers");
    frontier.routers().forEach(each -> router(routers.addObject(), each));
    frontier.notes().forEach(node.putArray("notes")::add);
    return node;
  }

  private static void point(ObjectNode node, Point point, Frontier frontier) {
    Estimate seen = point.estimate();
    node.put("name", point.name()).put("kind", word(point.kind()));
    number(node, "quality", seen.quality());
    interval(node, "quality_interval", seen.interval());
    number(node, "per_thousand_usd", seen.perThousand());
    number(node, "per_thousand_right_usd", seen.perThousandRight());
    number(node, "p95_seconds", seen.p95());
    number(node, "kept", point.kept());
    point
        .middle()
        .ifPresent(middle -> {
          number(node, "kept_by_middle", middle.kept());
          node.put("cases", middle.cases());
        });
    number(node, "skill", point.skill());
    ObjectNode stopped = node.putObject("stopped");
    point.stopped().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(each -> stopped.put(each.getKey(), each.getValue()));
    node.put("verdict", point.word().isEmpty() ? null : point.word());
    node.put("reason", point.reason());
    String lacks = Shortfall.of(frontier, point);
    node.put("to_win", lacks.isEmpty() ? null : lacks);
    node.put("dominated", frontier.dominated(point));
  }

  private static void searched(ObjectNode node, SearchedFirst first) {
    node.put("first", first.first().text());
    first
        .middle()
        .ifPresent(
            middle -> node.put("middle", middle.text()).put("cases_ordering", first.ordered()));
    node.put("cases", first.cases()).put("whole", first.whole()).put("down", first.down());
    node.put("proved", first.proved().map(each -> each.chain().label()).orElse(null));
    node.put("claimed", first.proved().map(FrontierJson::claimed).orElse(null));
    node.put("served", first.served().isPresent());
    node.put("guarantee", first.guarantee());
    node.put("break_even", first.breakEven().isEmpty() ? null : first.breakEven());
    ArrayNode ladder = node.putArray("ladder");
    first.ladder().forEach(tried -> tried(ladder.addObject(), tried));
    ArrayNode checks = node.putArray("checks");
    first.checks().forEach(value -> check(checks.addObject(), value));
    first.notes().forEach(node.putArray("notes")::add);
  }

  private static void router(ObjectNode node, SearchedRouter router) {
    node.put("first", router.first().text()).put("then", router.then().text());
    node.put("cases", router.cases()).put("whole", router.whole());
    node.put("verdict", router.word()).put("reason", router.reason());
    boolean few = router.verdict() instanceof RouterVerdict.TooFew;
    node.put("missing_cases", few ? RouterTraining.LEAST_CASES - router.cases() : 0);
    node.put("proved", router.proved().isPresent());
    node.put("served", router.served().isPresent());
    node.put("guarantee", router.guarantee());
    router
        .skill()
        .ifPresent(skill -> {
          ObjectNode seen = node.putObject("skill");
          number(seen, "share", skill.share());
          number(seen, "gain", skill.gain());
          number(seen, "gain_by_slice", skill.bySlice());
          number(seen, "p_chance", skill.pChance());
          number(seen, "p_slice", skill.pSlice());
        });
    ObjectNode flips = node.putObject("flips");
    router.flips().forEach((alteration, share) -> number(flips, word(alteration), share));
    ArrayNode steps = node.putArray("steps");
    for (SearchedRouter.Step step : router.steps()) {
      ObjectNode each = steps.addObject();
      number(each, "share", step.share());
      each.put("verdict", step.proof().word()).put("reason", step.proof().reason());
    }
    router.shown().ifPresent(step -> claims(node, step.proof().claims()));
  }

  /// What makes it worth its while.
  private static String claimed(Tried tried) {
    return tried.claims().stream()
        .filter(claim -> !claim.kind().safety())
        .filter(claim -> tried.better() == (claim.kind() == Claim.Kind.BETTER))
        .map(claim -> word(claim.kind()))
        .findFirst()
        .orElse("");
  }

  private static void tried(ObjectNode node, Tried tried) {
    node.put("checks", Chain.words(tried.chain().checks()));
    tried
        .chain()
        .middle()
        .ifPresent(middle -> node.put("middle_checks", Chain.words(middle.checks())));
    node.put("verdict", tried.word());
    node.put("reason", tried.reason());
    more(node, tried.more());
    claims(node, tried.claims());
  }

  private static void claims(ObjectNode node, List<Claim> told) {
    ArrayNode claims = node.putArray("claims");
    for (Claim claim : told) {
      ObjectNode each = claims.addObject();
      each.put("claim", word(claim.kind())).put("status", claim.status().name());
      number(each, "estimate", claim.estimate());
      interval(each, "interval", claim.interval());
      more(each, claim.more());
      each.put("reason", claim.sentence());
    }
  }

  private static void check(ObjectNode node, CheckValue value) {
    node.put("model", value.model().text()).put("check", Chain.words(value.check()));
    node.put("wrong", value.wrong()).put("wrong_passed", value.accepted());
    interval(node, "false_accepts", value.falseAccepts());
    node.put("right", value.right()).put("right_held_back", value.rejected());
    interval(node, "false_rejects", value.falseRejects());
    node.put("could_not_run", value.broken());
    number(node, "per_thousand_usd", value.perThousand());
    number(node, "milliseconds", value.millis());
    number(node, "quality_without", value.gradeWithout());
    number(node, "cost_without_usd", value.costWithout());
    node.put("earns_its_place", value.earns());
    if (value.check() instanceof Check.Score(var signals, var weighed) && weighed.isPresent()) {
      number(node, "at_least", weighed.get().atLeast());
      number(node, "base", weighed.get().base());
      ObjectNode weights = node.putObject("weights");
      for (int i = 0; i < signals.size(); i++) {
        number(weights, signals.get(i).word(), weighed.get().terms().get(i).weight());
      }
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void more(ObjectNode node, OptionalInt more) {
    if (more.isPresent()) {
      node.put("more_cases", more.getAsInt());
    } else {
      node.putNull("more_cases");
    }
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      node.putNull(name);
    } else {
      node.put(name, Math.round(value * 1e9) / 1e9);
    }
  }

  private static void interval(ObjectNode node, String name, Interval interval) {
    if (Double.isInfinite(interval.low()) || Double.isInfinite(interval.high())) {
      node.putNull(name);
    } else {
      ArrayNode ends = node.putArray(name);
      ends.add(Math.round(interval.low() * 1e9) / 1e9);
      ends.add(Math.round(interval.high() * 1e9) / 1e9);
    }
  }
}
