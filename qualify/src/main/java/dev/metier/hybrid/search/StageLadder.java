package dev.metier.hybrid.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.hybrid.Ladder;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.ScoreFit;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The checks of the answers of one model of a chain, from the safest on, and what they can take.
final class StageLadder {
  /// What keeps the model from being tried.
  ///
  /// @param why a sentence
  /// @param missing what a judge is to be asked first; empty where that does not help
  record Lack(String why, List<Trial> missing) {}

  private final SearchScope scope;
  private final Job job;
  private final Evidence evidence;
  private final PairedReplay.Models models;
  private final StoredChecks stored;
  private final List<String> notes = new ArrayList<>();
  private List<List<Check>> steps = List.of();
  private Optional<Lack> lack = Optional.empty();
  private Limits limits = Limits.NONE;

  private StageLadder(SearchScope scope, PairedReplay.Models models) {
    this.scope = scope;
    this.job = scope.job();
    this.evidence = scope.evidence();
    this.models = models;
    this.stored = scope.checks();
  }

  /// @param models with the model whose answers are checked as the first one
  static StageLadder of(SearchScope scope, PairedReplay.Models models) {
    var ladder = new StageLadder(scope, models);
    ladder.read();
    return ladder;
  }

  /// Why it cannot be tried; empty where it can.
  Optional<Lack> lack() {
    return lack;
  }

  /// The checks that are tried, the safest first.
  List<List<Check>> steps() {
    return steps;
  }

  /// What the checks say of answers that are kept.
  StoredChecks stored() {
    return stored;
  }

  Limits limits() {
    return limits;
  }

  /// What could not be valued, and why; a sentence each.
  List<String> notes() {
    return notes;
  }

  /// What it answered, with what all these checks say of that.
  PairedReplay replay(Optional<ToldAnswers> told) {
    return PairedReplay.of(job, models, Ladder.all(steps), evidence, stored, told);
  }

  /// That the models have no case in common.
  Lack nothing() {
    return new Lack(
        models.first() + " and " + models.alone() + " answered no case in common.", List.of());
  }

  private void read() {
    lack = impossible().map(why -> new Lack(why, List.of()));
    if (lack.isPresent()) {
      return;
    }
    CellResult own = evidence.result(models.first()).orElseThrow();
    var valued = new ValuedChecks(scope, models, questions(scope, models.first()));
    List<Check> checks = valued.of(own.model());
    notes.addAll(valued.notes());
    if (checks.isEmpty()) {
      lack =
          Optional.of(
              new Lack(
                  String.join(" ", notes) + " No check is left, and none keeps nothing.",
                  List.of()));
      return;
    }
    lack =
        scope
            .sources()
            .judges()
            .lack(job, checks, models.first(), evidence)
            .map(judge -> new Lack(judge.why(), judge.missing()));
    if (lack.isEmpty() && !fitted(checks)) {
      lack = Optional.of(new Lack(tooFew(), List.of()));
    }
    if (lack.isEmpty()) {
      steps = steps(checks);
      limits = valued.limits(checks);
    }
  }

  /// Weighs the signals of a score; false where there are too few answers. Which chains are tried
  /// may not hang on outcomes, so that without its weights none is.
  private boolean fitted(List<Check> checks) {
    Optional<Check.Score> score = score(checks);
    return score.isEmpty()
        || stored.fit(
            score.get(),
            PairedReplay.of(job, models, List.of(score.get()), evidence, stored).cases());
  }

  private static Optional<Check.Score> score(List<Check> checks) {
    return checks.stream()
        .flatMap(
            check -> check instanceof Check.Score each ? Stream.of(each) : Stream.<Check.Score>of())
        .findFirst();
  }

  private String tooFew() {
    return "UNDECIDED: `score` is weighed on "
        + Check.Score.LEAST_CASES
        + " cases at least that "
        + models.first()
        + " and "
        + models.alone()
        + " answered and whose signals are all known, "
        + ScoreFit.LEAST_OF_EACH
        + " of them answered right and as many wrong.";
  }

  private List<List<Check>> steps(List<Check> checks) {
    Optional<ScoreFit> fit = stored.fitted();
    if (fit.isPresent()) {
      var weighed =
          checks.stream()
              .map(check -> check instanceof Check.Score ? fit.get().score() : check)
              .toList();
      return Ladder.of(weighed, fit.get().bars());
    }
    boolean likely = checks.stream().anyMatch(Check.LogProbability.class::isInstance);
    return Ladder.of(
        checks, likely ? Ladder.bars(evidence.likelihoods(models.first())) : List.of());
  }

  private Optional<String> impossible() {
    ModelName first = models.first();
    Optional<CellResult> own = evidence.result(first);
    if (first.equals(models.alone()) || models.then().filter(first::equals).isPresent()) {
      return Optional.of(first + " does the job alone already.");
    }
    if (own.isEmpty() || !evidence.served(first)) {
      return Optional.of(
          first + " answered nothing so far, which is no quality; `metier qualify` asks it.");
    }
    if (!own.get().model().host().mayRead(job.data())) {
      return Optional.of(first + " is FORBIDDEN: its host may not read the job's data.");
    }
    return evidence.saysWhat(first)
        ? Optional.empty()
        : Optional.of("Of " + first + " only grades are kept, and checks need what it answered.");
  }

  static Questions questions(SearchScope scope, ModelName first) {
    CellResult own = scope.evidence().result(first).orElseThrow();
    var fingerprint = own.fingerprint().orElse(new Fingerprint(Map.of(), Set.of()));
    return new Questions(scope.job(), own.model(), fingerprint);
  }
}
