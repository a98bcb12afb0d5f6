package dev.metier.hybrid.search;

import dev.metier.hybrid.Chain;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.Tried;
import dev.metier.job.CascadeRules;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.plan.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The search with one first model.
final class FirstSearch {
  private final SearchScope scope;
  private final Job job;
  private final HybridSpec spec;
  private final Evidence evidence;
  private final PairedReplay.Models models;
  private final int tried;
  private final List<Point> points;
  private final List<String> notes = new ArrayList<>();
  private final List<Trial> missing = new ArrayList<>();
  private String lacks = "";

  FirstSearch(SearchScope scope, PairedReplay.Models models, int tried, List<Point> points) {
    this.scope = scope;
    this.job = scope.job();
    this.spec = scope.spec();
    this.evidence = scope.evidence();
    this.models = models;
    this.tried = tried;
    this.points = points;
  }

  SearchedFirst search() {
    var checked = StageLadder.of(scope, models);
    notes.addAll(checked.notes());
    if (checked.lack().isPresent()) {
      return SearchedFirst.none(models.first(), checked.lack().get());
    }
    List<Chain> ladder =
        checked.steps().stream()
            .map(step -> new Chain(models.first(), models.then(), step, spec.rules()))
            .toList();
    Optional<ToldAnswers> told = told(ladder);
    PairedReplay replay = checked.replay(told);
    if (replay.cases().isEmpty()) {
      return SearchedFirst.none(models.first(), checked.nothing());
    }
    told.ifPresent(this::tell);
    return searched(replay, ladder, checked.limits());
  }

  private Optional<ToldAnswers> told(List<Chain> ladder) {
    return spec.rules().handOver() == CascadeRules.HandOver.REASON
        ? models
            .then()
            .flatMap(evidence::result)
            .map(later -> new ToldAnswers(job, evidence.ledger(), later, ladder))
        : Optional.empty();
  }

  /// What the later model was not asked yet.
  private void tell(ToldAnswers told) {
    missing.addAll(told.missing());
    if (missing.isEmpty()) {
      return;
    }
    int count = missing.size();
    String what =
        count
            + (count == 1 ? " answer of " : " answers of ")
            + models.then().orElseThrow()
            + ", told which check failed, "
            + (count == 1 ? "is not there" : "are not there");
    lacks =
        told.recorded()
            ? what + ", and a recording cannot be asked; say `hand_over: fresh`."
            : what
                + "; `metier qualify --hybrid "
                + job.name()
                + "` asks for them, "
                + HandOverCost.words(missing)
                + ".";
    if (told.recorded()) {
      missing.clear();
    }
  }

  private SearchedFirst searched(PairedReplay replay, List<Chain> ladder, Limits limits) {
    var needs = new NeedsClaim(job, scope.order(), evidence, tried, NeedsClaim.most(limits));
    var proof = new LadderProof(scope, models, Optional.empty(), replay, tried, lacks);
    var all = proof.of(ladder, limits, chain -> needs.of(chain, replay.cases()));
    for (Tried each : all) {
      points.add(proof.point(each));
    }
    var searched = proof.found(all, notes, missing);
    searched
        .shown()
        .ifPresent(shown ->
            points.addAll(
                Comparisons.of(
                    models.first().text(),
                    models.alone().text(),
                    replay.cases(),
                    replay.whole(),
                    LadderProof.kept(shown.chain(), replay.cases()))));
    return searched;
  }
}
