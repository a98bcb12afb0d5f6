package dev.metier.hybrid.search;

import dev.metier.hybrid.Chain;
import dev.metier.hybrid.ChainOrder;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.Passage;
import dev.metier.hybrid.Tried;
import dev.metier.job.Case;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.learn.ContentFolds;
import dev.metier.learn.RequestText;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The search with a first model and one in the middle.
///
/// One half of the cases says in which order the checks behind both are tried, the other half what
/// is proved of them in that order. A case stays in its half by its content, whatever was answered,
/// and cases of one cluster stay together.
final class MiddleSearch {
  private static final ContentFolds HALVES = new ContentFolds(2, "middle");
  private static final String SUITE =
      "What a chain with a middle model does with a suite is proved of all its cases only; `metier"
          + " qualify --full` asks the others.";

  private final SearchScope scope;
  private final PairedReplay.Models models;
  private final ModelName middle;
  private final int tried;
  private final List<Point> points;

  /// @param models the first one, and those behind the middle one
  /// @param tried among how many chains error rates are divided
  MiddleSearch(
      SearchScope scope,
      PairedReplay.Models models,
      ModelName middle,
      int tried,
      List<Point> points) {
    this.scope = scope;
    this.models = models;
    this.middle = middle;
    this.tried = tried;
    this.points = points;
  }

  SearchedFirst search() {
    var own = StageLadder.of(scope, models);
    var between =
        StageLadder.of(scope, new PairedReplay.Models(middle, models.then(), models.alone()));
    var lacks = Stream.of(own, between).flatMap(each -> each.lack().stream()).toList();
    if (!lacks.isEmpty()) {
      return none(all(lacks));
    }
    PairedReplay joined = joined(own.replay(Optional.empty()), between.replay(Optional.empty()));
    if (joined.cases().isEmpty()) {
      return none(
          new StageLadder.Lack(
              models.first()
                  + ", "
                  + middle
                  + " and "
                  + models.alone()
                  + " answered no case in common.",
              List.of()));
    }
    Map<Integer, Boolean> tests = halves();
    var ordering = joined.part(each -> !tests.getOrDefault(each.unit(), false));
    var testing = joined.part(each -> tests.getOrDefault(each.unit(), false));
    if (ordering.cases().isEmpty() || testing.cases().isEmpty()) {
      return none(
          new StageLadder.Lack(
              "One half of the cases orders the checks, and the other proves them: there are too"
                  + " few.",
              List.of()));
    }
    return searched(own, between, ordering, testing);
  }

  /// What keeps the chain from being tried; a judge is asked only where nothing else does.
  private static StageLadder.Lack all(List<StageLadder.Lack> lacks) {
    boolean asks = lacks.stream().noneMatch(lack -> lack.missing().isEmpty());
    return new StageLadder.Lack(
        lacks.stream().map(StageLadder.Lack::why).distinct().collect(Collectors.joining(" ")),
        asks ? lacks.stream().flatMap(lack -> lack.missing().stream()).toList() : List.of());
  }

  private SearchedFirst none(StageLadder.Lack lack) {
    return SearchedFirst.none(models.first(), Optional.of(middle), lack);
  }

  private SearchedFirst searched(
      StageLadder own, StageLadder between, PairedReplay ordering, PairedReplay testing) {
    var ladder = ChainOrder.of(chains(own, between), ordering.cases(), this::takes);
    var limits = together(own.limits(), between.limits());
    var proof = new LadderProof(scope, models, Optional.of(middle), testing, tried, "");
    var all = proof.of(ladder, limits, needs(limits, ordering, testing));
    var notes = new ArrayList<>(own.notes());
    between.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    var found = proof.found(all, notes, List.of());
    Tried shown = found.shown().orElseThrow();
    points.add(proof.point(shown));
    int ordered = (int) ordering.cases().stream().filter(each -> each.repeat() == 0).count();
    return found.ordered(ordered);
  }

  private List<Chain> chains(StageLadder own, StageLadder between) {
    var chains = new ArrayList<Chain>();
    for (List<Check> first : own.steps()) {
      var pair = new Chain(models.first(), models.then(), first, scope.spec().rules());
      for (List<Check> behind : between.steps()) {
        chains.add(pair.with(new Chain.Middle(middle, behind)));
      }
    }
    return chains;
  }

  private double takes(Passage passage) {
    return switch (scope.job().prefer()) {
      case COST -> passage.answer().cost();
      case LATENCY -> passage.answer().nanos();
      case LOCAL -> ChainOrder.escalated(passage);
    };
  }

  /// The most that all answers before the last one can take.
  private static Limits together(Limits own, Limits between) {
    return new Limits(
        own.costBefore() + between.costBefore(),
        own.costAlone(),
        own.nanosBefore(),
        own.nanosAlone());
  }

  // Cases ----------------------------------------------------------------------------------------

  /// Each first answer with the middle model's of the same repeat, or of the next that there is.
  private static PairedReplay joined(PairedReplay own, PairedReplay between) {
    var behind = new HashMap<String, TreeMap<Integer, CheckedCase>>();
    for (CheckedCase each : between.cases()) {
      behind.computeIfAbsent(each.given().id(), _ -> new TreeMap<>()).put(each.repeat(), each);
    }
    var cases = new ArrayList<CheckedCase>();
    for (CheckedCase each : own.cases()) {
      var answers = behind.getOrDefault(each.given().id(), new TreeMap<>());
      if (!answers.isEmpty()) {
        var same = answers.ceilingEntry(each.repeat());
        cases.add(each.behind(same == null ? answers.firstEntry().getValue() : same.getValue()));
      }
    }
    return new PairedReplay(List.copyOf(cases), own.whole() && between.whole(), own.down());
  }

  /// Whether each draw is one on which chains are tested.
  private Map<Integer, Boolean> halves() {
    var questions = StageLadder.questions(scope, models.first());
    var halves = new HashMap<Integer, Boolean>();
    for (Unit unit : scope.order().units()) {
      String content =
          unit.cases()
              .getFirst()
              .cluster()
              .map(cluster -> "cluster " + cluster)
              .orElseGet(
                  () -> RequestText.of(questions.trial(unit, 0, 0).question().request()).text());
      halves.put(unit.index(), HALVES.of(content) == 1);
    }
    return halves;
  }

  // Needs ----------------------------------------------------------------------------------------

  /// Whether a chain meets the needs: on the cases that test, since the others chose it. What is
  /// said of a suite is known for certain once all of its cases are, and so is a critical case that
  /// fails; until then a test on all that were asked would be on those that chose the chain too.
  private Function<Chain, Claim> needs(Limits limits, PairedReplay ordering, PairedReplay testing) {
    Job job = scope.job();
    double most = NeedsClaim.most(limits);
    if (job.scope() == Job.Scope.SUITE && !testing.whole()) {
      return _ -> Claim.open(Claim.Kind.NEEDS, SUITE);
    }
    if (job.scope() == Job.Scope.SUITE) {
      var all = new ArrayList<>(ordering.cases());
      all.addAll(testing.cases());
      var whole = new NeedsClaim(job, scope.order(), scope.evidence(), tried, most);
      return chain -> whole.of(chain, all);
    }
    NeedsClaim tests = of(part(job, testing), most);
    NeedsClaim critical =
        of(
            job.withCases(part(job, ordering).cases().stream().filter(Case::critical).toList())
                .withNeeds(List.of()),
            most);
    return chain -> {
      Claim proved = tests.of(chain, testing.cases());
      return proved.met() && !critical.job().cases().isEmpty()
          ? passing(proved, critical.of(chain, ordering.cases()))
          : proved;
    };
  }

  private static Claim passing(Claim proved, Claim critical) {
    return critical.met() ? proved : critical;
  }

  private NeedsClaim of(Job job, double most) {
    return new NeedsClaim(job, CommittedOrder.of(job), scope.evidence(), tried, most);
  }

  private static Job part(Job job, PairedReplay of) {
    var known = new HashSet<String>();
    of.cases().forEach(each -> known.add(each.given().id()));
    return job.withCases(job.cases().stream().filter(each -> known.contains(each.id())).toList());
  }
}
