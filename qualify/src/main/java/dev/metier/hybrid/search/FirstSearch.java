package dev.metier.hybrid.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.hybrid.Chain;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Claim;
import dev.metier.hybrid.Claims;
import dev.metier.hybrid.Climb;
import dev.metier.hybrid.Kept;
import dev.metier.hybrid.Ladder;
import dev.metier.hybrid.Limits;
import dev.metier.hybrid.Passage;
import dev.metier.hybrid.Strategy;
import dev.metier.hybrid.Tried;
import dev.metier.job.CascadeRules;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// The search with one first model.
final class FirstSearch {
  private static final double USUAL_TEMPERATURE = 0.7;
  private static final int MOST_SAMPLES = 3;
  private static final double USUAL_CONFIDENCE = 0.9;

  /// What is searched.
  record Scope(
      Job job,
      HybridSpec spec,
      Evidence evidence,
      CommittedOrder order,
      HybridSearch.Sources sources) {
    StoredChecks checks() {
      return new StoredChecks(job, sources.checks(), sources.judges());
    }
  }

  private final Scope scope;
  private final Job job;
  private final HybridSpec spec;
  private final Evidence evidence;
  private final PairedReplay.Models models;
  private final int tried;
  private final List<Point> points;
  private final List<String> notes = new ArrayList<>();
  private final List<Trial> missing = new ArrayList<>();
  private String lacks = "";

  FirstSearch(Scope scope, PairedReplay.Models models, int tried, List<Point> points) {
    this.scope = scope;
    this.job = scope.job();
    this.spec = scope.spec();
    this.evidence = scope.evidence();
    this.models = models;
    this.tried = tried;
    this.points = points;
  }

  SearchedFirst search() {
    Optional<String> why = impossible();
    if (why.isPresent()) {
      return SearchedFirst.none(models.first(), why.get());
    }
    CellResult own = evidence.result(models.first()).orElseThrow();
    var questions = questions(scope, models.first());
    List<Check> checks = checks(own.model(), questions);
    if (checks.isEmpty()) {
      return SearchedFirst.none(
          models.first(), String.join(" ", notes) + " No check is left, and none keeps nothing.");
    }
    var lack = scope.sources().judges().lack(job, checks, models.first(), evidence);
    if (lack.isPresent()) {
      return SearchedFirst.none(models.first(), lack.get().why(), lack.get().missing());
    }
    boolean likely = checks.stream().anyMatch(Check.LogProbability.class::isInstance);
    List<List<Check>> steps =
        Ladder.of(checks, likely ? Ladder.bars(evidence.likelihoods(models.first())) : List.of());
    List<Chain> ladder =
        steps.stream()
            .map(step -> new Chain(models.first(), models.then(), step, spec.rules()))
            .toList();
    Optional<ToldAnswers> told = told(ladder);
    PairedReplay replay =
        PairedReplay.of(job, models, Ladder.all(steps), evidence, scope.checks(), told);
    if (replay.cases().isEmpty()) {
      return SearchedFirst.none(
          models.first(),
          models.first() + " and " + models.alone() + " answered no case in common.");
    }
    told.ifPresent(this::tell);
    return searched(replay, ladder, limits(checks, questions));
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
                + "` asks for them"
                + atMost()
                + ".";
    if (told.recorded()) {
      missing.clear();
    }
  }

  private String atMost() {
    return HandOverCost.of(missing)
        .map(most -> ", for at most $" + most.toString().replaceFirst("^\\$", ""))
        .orElse("; what that costs at most is not known without a price and `max_tokens`");
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

  /// The checks that the evidence can value, in the order in which they are run.
  private List<Check> checks(Model model, Questions questions) {
    var temperature = questions.settings().temperature();
    boolean recorded = model.kind() == ProviderKind.RECORDED;
    var wanted = new ArrayList<>(spec.checks());
    if (wanted.isEmpty()) {
      wanted.add(new Check.Complete());
      CaseFree.of(job.grading()).ifPresent(_ -> wanted.add(new Check.Graders()));
      int samples = Math.min(MOST_SAMPLES, job.repeats());
      double at = temperature.orElse(recorded ? USUAL_TEMPERATURE : 0);
      if (samples >= 2 && at > 0) {
        wanted.add(new Check.Agree(samples, 2, at));
      }
    }
    wanted.removeIf(check -> {
      Optional<String> why = unvalued(check, recorded, temperature);
      why.ifPresent(notes::add);
      return why.isPresent();
    });
    return wanted;
  }

  private Optional<String> unvalued(Check check, boolean recorded, OptionalDouble temperature) {
    return switch (check) {
      case Check.Agree(int samples, _, _) when job.repeats() < samples ->
          Optional.of(
              "`agree` is not valued: each case was asked "
                  + job.repeats()
                  + " times, and it needs `repeats: "
                  + samples
                  + "`.");
      case Check.Agree(_, _, double at)
          when !recorded && Math.abs(temperature.orElse(-1) - at) > 1e-9 ->
          Optional.of(
              "`agree` at temperature "
                  + at
                  + " is not valued: the kept answers were asked "
                  + (temperature.isPresent()
                      ? "at " + temperature.getAsDouble()
                      : "without a temperature")
                  + ".");
      case Check.LogProbability _ when evidence.likelihoods(models.first()).isEmpty() ->
          Optional.of(
              "`logprob` is not valued: the server of "
                  + models.first()
                  + " told no log-probabilities, though it was asked.");
      case Check.Graders _ when CaseFree.of(job.grading()).isEmpty() ->
          Optional.of("`graders` is not valued: all of them need the case.");
      case Check.Baseline(var model) when !evidence.saysWhat(model) ->
          Optional.of("`baseline` is not valued: " + model + " answered nothing so far.");
      case Check.Agree _,
          Check.Complete _,
          Check.Graders _,
          Check.LogProbability _,
          Check.Baseline _,
          Check.Judge _,
          Check.Program _ ->
          Optional.empty();
    };
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
            "");
    Chain shown = plain.shown().orElseThrow().chain();
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
        guarantee(shown, replay));
  }

  /// At the error rate of one of the first models that are tried.
  private String guarantee(Chain shown, PairedReplay replay) {
    double confidence =
        spec.keptWrong().map(HybridSpec.KeptWrong::confidence).orElse(USUAL_CONFIDENCE);
    return replay.whole()
        ? Kept.of(shown, replay.cases()).guarantee(confidence, tried)
        : "How many are kept and wrong is proved of all cases only; `metier qualify --full` asks the"
            + " others.";
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
    all.add(preferred(scope, models, chain, claims, limits));
    return all;
  }

  /// Cheaper, faster or more local, as the job prefers.
  static Claim preferred(
      Scope scope, PairedReplay.Models models, Strategy strategy, Claims claims, Limits limits) {
    double confidence = scope.spec().notWorse().confidence();
    return switch (scope.job().prefer()) {
      case COST -> claims.cheaper(strategy, limits, confidence);
      case LATENCY -> claims.faster(strategy, limits, confidence);
      case LOCAL ->
          claims.moreLocal(
              strategy, own(scope, models.first()), own(scope, models.alone()), confidence);
    };
  }

  private static boolean own(Scope scope, ModelName name) {
    return scope.evidence().result(name).map(result -> result.model().kind().local()).orElse(false);
  }

  static Questions questions(Scope scope, ModelName first) {
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
        ends.merge(passage.endWord(), 1, Integer::sum);
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

  private Limits limits(List<Check> checks, Questions questions) {
    int answers =
        checks.stream()
            .mapToInt(check -> check instanceof Check.Agree(int samples, _, _) ? samples : 1)
            .max()
            .orElse(1);
    double deadline = spec.rules().deadline().toNanos();
    double alone = evidence.most(scope.order(), models.alone(), questions);
    double then =
        models.then().filter(name -> !name.equals(models.alone())).isPresent()
            ? evidence.most(scope.order(), models.then().orElseThrow(), questions)
            : 0;
    double judged = scope.sources().judges().most(job, checks, questions);
    for (Check check : checks) {
      judged +=
          check instanceof Check.Baseline(var other)
              ? evidence.most(scope.order(), other, questions)
              : 0;
    }
    return new Limits(
        answers * evidence.most(scope.order(), models.first(), questions) + judged + then,
        alone,
        deadline,
        deadline);
  }

  static double kept(Strategy strategy, List<CheckedCase> cases) {
    return cases.stream()
        .mapToDouble(each -> strategy.run(each).kept() ? 1 : 0)
        .average()
        .orElse(0);
  }
}
