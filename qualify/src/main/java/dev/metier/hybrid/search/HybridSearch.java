package dev.metier.hybrid.search;

import dev.metier.check.CheckSource;
import dev.metier.core.text.Digest;
import dev.metier.hybrid.StageAnswer;
import dev.metier.job.HybridSpec;
import dev.metier.job.HybridSpec.Then;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.ledger.Ledger;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/// Tries the chains and routers of a job on what is kept; calls no model.
public final class HybridSearch {
  /// What a search reads and runs; none of it calls a model.
  ///
  /// @param ledger what is kept
  /// @param checks runs the checks
  /// @param judges those that are checks
  public record Sources(Ledger ledger, CheckSource checks, CheckJudges judges) {}

  private final Job job;
  private final HybridSpec spec;
  private final List<CellResult> results;
  private final Evidence evidence;
  private final Sources sources;
  private final CommittedOrder order;

  private HybridSearch(Job job, HybridSpec spec, List<CellResult> results, Sources sources) {
    this.job = job;
    this.spec = spec;
    this.results = results;
    this.evidence = new Evidence(results, sources.ledger());
    this.sources = sources;
    this.order = CommittedOrder.of(job);
  }

  /// What there is for a job whose chains no judge checks.
  ///
  /// @param results of this job
  /// @param alone the model that would do it alone, when one meets the needs
  /// @param source runs the checks
  public static Frontier of(
      Job job,
      HybridSpec spec,
      List<CellResult> results,
      Optional<ModelName> alone,
      Ledger ledger,
      CheckSource source) {
    var sources = new Sources(ledger, source, CheckJudges.none());
    return of(job, spec, results, alone, sources);
  }

  /// What there is for a job.
  ///
  /// @param results of this job
  /// @param alone the model that would do it alone, when one meets the needs
  public static Frontier of(
      Job job,
      HybridSpec spec,
      List<CellResult> results,
      Optional<ModelName> alone,
      Sources sources) {
    return new HybridSearch(job, spec, results, sources).frontier(alone);
  }

  private Frontier frontier(Optional<ModelName> alone) {
    var points = new ArrayList<Point>();
    var notes = new ArrayList<String>();
    for (CellResult result : results) {
      if (result.outcomes().isEmpty()) {
        notes.add(
            result.model().name()
                + ", "
                + result.verdict().word()
                + ": "
                + result.verdict().reason());
      } else {
        points.add(point(result));
      }
      result.leftOut().ifPresent(note -> notes.add(result.model().name() + ": " + note));
    }
    Optional<ModelName> beside =
        alone.or(() ->
            spec.then() instanceof Then.Named(var name) ? Optional.of(name) : Optional.empty());
    if (!spec.searched()) {
      notes.add("The project says `hybrid: off`: one model alone.");
    } else if (beside.isEmpty()) {
      notes.add("No model meets the needs by itself, so that nothing can be compared with it.");
    } else if (!evidence.served(beside.get())) {
      notes.add("Nothing was ever answered by " + beside.get() + ", which is no quality.");
    } else {
      return searched(points, alone, beside.get(), notes);
    }
    return new Frontier(job, alone, points, List.of(), List.of(), notes);
  }

  private Frontier searched(
      List<Point> points, Optional<ModelName> alone, ModelName beside, List<String> notes) {
    Optional<ModelName> then =
        switch (spec.then()) {
          case Then.StaticRoute _ -> Optional.of(beside);
          case Then.Named(var name) -> Optional.of(name);
          case Then.Nobody _ -> Optional.empty();
        };
    List<ModelName> firsts = firsts(beside, then);
    if (firsts.isEmpty()) {
      notes.add(
          "No cheaper model that may read the data was answered for; nothing can stand first.");
    }
    count(firsts, then, beside).ifPresent(notes::add);
    var scope = new SearchScope(job, spec, evidence, order, sources, alone.isPresent());
    List<RouterSearch> routers = routers(scope, firsts, then, beside);
    int chains = firsts.size() * (spec.middle().isPresent() ? 2 : 1);
    int tried = chains + (int) routers.stream().filter(RouterSearch::learns).count();
    var searched = new ArrayList<SearchedFirst>();
    for (ModelName first : firsts) {
      var models = new PairedReplay.Models(first, then, beside);
      searched.add(new FirstSearch(scope, models, tried, points).search());
    }
    for (ModelName first : spec.middle().isPresent() ? firsts : List.<ModelName>of()) {
      var models = new PairedReplay.Models(first, then, beside);
      searched.add(
          new MiddleSearch(scope, models, spec.middle().orElseThrow(), tried, points).search());
    }
    var routed = routers.stream().map(each -> each.search(tried, points)).toList();
    return new Frontier(job, alone, points, searched, routed, notes);
  }

  /// Notes the search, and tells how many there were on these cases when it is not the first.
  private Optional<String> count(
      List<ModelName> firsts, Optional<ModelName> then, ModelName beside) {
    if (firsts.isEmpty()) {
      return Optional.empty();
    }
    var names = new LinkedHashSet<>(firsts);
    names.add(beside);
    then.ifPresent(names::add);
    spec.middle().ifPresent(names::add);
    var contents = new TreeSet<String>();
    order.units().forEach(unit -> contents.addAll(unit.contents()));
    var search = new Digest().add("search/1").add(spec.hashed());
    for (ModelName name : names) {
      search.add(name.text());
      evidence.result(name).ifPresent(each -> search.add(each.setting()).add(each.grading()));
    }
    contents.forEach(search::add);
    int searches = evidence.ledger().noteSearch(job.name(), search.hex(), contents);
    double alpha = 1 - spec.notWorse().confidence();
    return searches == 1
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d searches were made on these cases, with other checks, margins, models or"
                    + " prompts: a proof now is luck with a chance of up to %.0f %%; confirm it on"
                    + " fresh cases.",
                searches,
                100 * (1 - Math.pow(1 - alpha, searches))));
  }

  /// A router for each first model that answered something, decided on before any grade is read.
  private List<RouterSearch> routers(
      SearchScope scope, List<ModelName> firsts, Optional<ModelName> then, ModelName beside) {
    if (spec.router() == HybridSpec.Router.OFF || then.filter(evidence::served).isEmpty()) {
      return List.of();
    }
    return firsts.stream()
        .filter(first -> !first.equals(beside) && then.filter(first::equals).isEmpty())
        .filter(evidence::served)
        .filter(first -> evidence.result(first).orElseThrow().model().host().mayRead(job.data()))
        .map(first -> new RouterSearch(scope, new PairedReplay.Models(first, then, beside)))
        .toList();
  }

  private Point point(CellResult result) {
    var answers = new ArrayList<Estimate.Answered>();
    int units = 0;
    for (Unit unit : order.units()) {
      for (String content : unit.contents()) {
        evidence
            .outcomes(result.model().name(), content)
            .values()
            .forEach(outcome ->
                answers.add(new Estimate.Answered(unit.index(), StageAnswer.of(outcome))));
      }
      units++;
    }
    boolean whole = answers.stream().map(Estimate.Answered::unit).distinct().count() == units;
    return new Point(
        result.model().name().text(),
        Point.Kind.MODEL,
        Estimate.of(answers, whole),
        Double.NaN,
        Map.of(),
        Double.NaN,
        result.verdict().word(),
        result.verdict().reason());
  }

  // First models ---------------------------------------------------------------------------------

  private List<ModelName> firsts(ModelName beside, Optional<ModelName> then) {
    if (!spec.first().isEmpty()) {
      return spec.first();
    }
    double bar = evidence.result(beside).map(HybridSearch::cost).orElse(Double.MAX_VALUE);
    return results.stream()
        .filter(result -> !result.model().name().equals(beside))
        .filter(result -> then.filter(result.model().name()::equals).isEmpty())
        .filter(result -> spec.middle().filter(result.model().name()::equals).isEmpty())
        .filter(result -> result.model().host().mayRead(job.data()))
        .filter(result -> evidence.served(result.model().name()))
        .filter(result -> cost(result) < bar)
        .min(Comparator.comparingDouble(HybridSearch::cost))
        .map(result -> List.of(result.model().name()))
        .orElse(List.of());
  }

  /// Mean cost of an answer; what has no price is free when local and dear when hosted.
  private static double cost(CellResult result) {
    OptionalDouble mean =
        result.outcomes().stream()
            .map(StageAnswer::of)
            .filter(StageAnswer::served)
            .mapToDouble(StageAnswer::cost)
            .filter(cost -> !Double.isNaN(cost))
            .average();
    return mean.orElse(result.model().kind().local() ? 0 : Double.MAX_VALUE);
  }
}
