package dev.metier.hybrid.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.hybrid.Chain;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Claims;
import dev.metier.hybrid.Climb;
import dev.metier.hybrid.Kept;
import dev.metier.hybrid.Ladder;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.Passage;
import dev.metier.hybrid.ScoreFit;
import dev.metier.hybrid.Strategy;
import dev.metier.hybrid.Tried;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The search with one first model.
final class FirstSearch {
  private static final double USUAL_CONFIDENCE = 0.9;

  private final SearchScope scope;
  private final Job job;
  private final HybridSpec spec;
  private final Evidence evidence;
  private final PairedReplay.Models models;
  private final int tried;
  private final List<Point> points;
  private final List<String> notes = new ArrayList<>();
  private final List<Trial> missing = new ArrayList<>();
  private final Worth worth;
  private String lacks = "";

  FirstSearch(SearchScope scope, PairedReplay.Models models, int tried, List<Point> points) {
    this.scope = scope;
    this.job = scope.job();
    this.spec = scope.spec();
    this.evidence = scope.evidence();
    this.models = models;
    this.tried = tried;
    this.points = points;
    this.worth = new Worth(scope, models);
  }

  SearchedFirst search() {
    Optional<String> why = impossible();
    if (why.isPresent()) {
      return SearchedFirst.none(models.first(), why.get());
    }
    CellResult own = evidence.result(models.first()).orElseThrow();
    var questions = questions(scope, models.first());
    var valued = new ValuedChecks(scope, models, questions);
    List<Check> checks = valued.of(own.model());
    notes.addAll(valued.notes());
    if (checks.isEmpty()) {
      return SearchedFirst.none(
          models.first(), String.join(" ", notes) + " No check is left, and none keeps nothing.");
    }
    var lack = scope.sources().judges().lack(job, checks, models.first(), evidence);
    if (lack.isPresent()) {
      return SearchedFirst.none(models.first(), lack.get().why(), lack.get().missing());
    }
    StoredChecks stored = scope.checks();
    if (!fitted(checks, stored)) {
      return SearchedFirst.none(models.first(), tooFew());
    }
    List<List<Check>> steps = steps(checks, stored);
    List<Chain> ladder =
        steps.stream()
            .map(step -> new Chain(models.first(), models.then(), step, spec.rules()))
            .toList();
    Optional<ToldAnswers> told = told(ladder);
    PairedReplay replay = PairedReplay.of(job, models, Ladder.all(steps), evidence, stored, told);
    if (replay.cases().isEmpty()) {
      return SearchedFirst.none(
          models.first(),
          models.first() + " and " + models.alone() + " answered no case in common.");
    }
    told.ifPresent(this::tell);
    return searched(replay, ladder, valued.limits(checks));
  }

  /// Weighs the signals of a score; false where there are too few answers. Which chains are tried
  /// may not hang on outcomes, so that without its weights none is.
  private boolean fitted(List<Check> checks, StoredChecks stored) {
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

  private List<List<Check>> steps(List<Check> checks, StoredChecks stored) {
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

  private SearchedFirst searched(PairedReplay replay, List<Chain> ladder, Limits limits) {
    var claims = new Claims(replay.cases(), replay.whole(), tried);
    double most = limits.costBefore() + limits.costAlone();
    var needs =
        new NeedsClaim(
            job, scope.order(), evidence, tried, Double.isNaN(most) ? 0 : Math.max(1, most));
    var all = Climb.all(ladder, chain -> claims(chain, replay, claims, needs, limits));
    for (Tried each : all) {
      points.add(point(each, replay));
    }
    var searched = found(replay, all);
    searched
        .shown()
        .ifPresent(shown ->
            points.addAll(
                Comparisons.of(
                    models.first().text(),
                    models.alone().text(),
                    replay.cases(),
                    replay.whole(),
                    kept(shown.chain(), replay.cases()))));
    return searched;
  }

  private SearchedFirst found(PairedReplay replay, List<Tried> all) {
    var plain =
        new SearchedFirst(
            models.first(),
            all,
            (int) replay.cases().stream().filter(each -> each.repeat() == 0).count(),
            replay.whole(),
            replay.down(),
            List.of(),
            notes,
            missing,
            "",
            "",
            true);
    Tried tried = plain.shown().orElseThrow();
    Chain shown = tried.chain();
    boolean preferred = !tried.better() || worth.preferred(shown, replay);
    if (tried.better() && !preferred) {
      notes.add(worth.stays());
    }
    return new SearchedFirst(
        plain.first(),
        all,
        plain.cases(),
        plain.whole(),
        plain.down(),
        CheckValue.of(shown, replay.cases()),
        notes,
        missing,
        BreakEven.of(shown, replay.cases()),
        guarantee(tried, replay),
        preferred);
  }

  /// At the error rate of one of the first models that are tried.
  private String guarantee(Tried tried, PairedReplay replay) {
    return kept(tried.chain(), replay) + Worth.told(tried.proof());
  }

  private String kept(Chain shown, PairedReplay replay) {
    double confidence =
        spec.keptWrong().map(HybridSpec.KeptWrong::confidence).orElse(USUAL_CONFIDENCE);
    return replay.whole()
        ? Kept.of(shown, replay.cases()).guarantee(confidence, tried)
        : "How many are kept and wrong is proved of all cases only; `metier qualify --full` asks"
            + " the others.";
  }

  private List<Claim> claims(
      Chain chain, PairedReplay replay, Claims claims, NeedsClaim needs, Limits limits) {
    var all = new ArrayList<Claim>();
    all.add(needs.of(chain, replay.cases()));
    if (!lacks.isEmpty()) {
      all.add(Claim.open(Claim.Kind.NOT_WORSE, lacks));
    } else {
      all.add(claims.notWorse(chain, spec.notWorse()));
    }
    spec.keptWrong().ifPresent(limit -> all.add(claims.keptWrong(chain, limit)));
    Claim saves = worth.saves(chain, claims, limits);
    if (lacks.isEmpty()) {
      worth.better(chain, claims, saves).ifPresent(all::add);
    }
    all.add(saves);
    return all;
  }

  static Questions questions(SearchScope scope, ModelName first) {
    CellResult own = scope.evidence().result(first).orElseThrow();
    var fingerprint = own.fingerprint().orElse(new Fingerprint(Map.of(), Set.of()));
    return new Questions(scope.job(), own.model(), fingerprint);
  }

  private Point point(Tried tried, PairedReplay replay) {
    var estimate =
        Comparisons.estimate(
            replay.cases(), each -> tried.chain().run(each).answer(), replay.whole());
    double kept = kept(tried.chain(), replay.cases());
    var stopped = new HashMap<String, Integer>();
    var ends = new HashMap<String, Integer>();
    for (CheckedCase each : replay.cases()) {
      Passage passage = tried.chain().run(each);
      if (!passage.kept()) {
        stopped.merge(passage.reason(), 1, Integer::sum);
        // of each case once, however often it was asked
        if (each.repeat() == 0) {
          ends.merge(passage.endWord(), 1, Integer::sum);
        }
      }
    }
    var first = Comparisons.estimate(replay.cases(), CheckedCase::first, replay.whole());
    var alone = Comparisons.estimate(replay.cases(), CheckedCase::alone, replay.whole());
    double chance = Comparisons.mixed(first.quality(), alone.quality(), kept);
    return new Point(
        tried.chain().label(),
        Point.Kind.CASCADE,
        estimate,
        kept,
        stopped,
        ends,
        estimate.quality() - chance,
        tried.word(),
        tried.reason());
  }

  static double kept(Strategy strategy, List<CheckedCase> cases) {
    return cases.stream()
        .mapToDouble(each -> strategy.run(each).kept() ? 1 : 0)
        .average()
        .orElse(0);
  }
}
