package dev.metier.hybrid;

import dev.metier.job.HybridSpec.KeptWrong;
import dev.metier.job.HybridSpec.NotWorse;
import dev.metier.job.ModelName;
import dev.metier.stats.ExactPairs;
import dev.metier.stats.Interval;
import dev.metier.stats.KnownMean;
import dev.metier.stats.Proportions;
import dev.metier.verdict.Finding.Status;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/// Tests what is claimed of one strategy on cases whose outcomes are all known.
///
/// @param whole whether every case was asked, rather than those until a verdict
/// @param tried among how many first models the error rates are divided, at least 1
public record Claims(List<CheckedCase> cases, boolean whole, int tried) {
  /// What a first model must keep at least to be worth a chain: less is the later model alone.
  private static final double LEAST_KEPT = 0.05;

  /// The most draws that are tested exactly: some milliseconds.
  private static final int MOST_EXACT = 500;

  private static final double HALF = 0.5;
  private static final double SHOWN = 0.05;
  private static final double NANOS = 1e9;
  private static final double ROUNDING = 1e-6;
  private static final String UNLIMITED_COST =
      "A first answer took more than its prompt and `max_tokens` allow, so that what one costs at"
          + " most is not known.";
  private static final String UNLIMITED_TIME =
      "A first answer took longer than it is waited for, so that how long one takes at most is not"
          + " known.";

  /// The mean grade is at most `margin` below that of the one model, case by case.
  public Claim notWorse(Strategy strategy, NotWorse need) {
    var pairs =
        Units.of(cases, c -> (strategy.run(c).answer().score() - c.alone().score() + 1) / 2);
    double bar = (1 - need.margin()) / 2;
    double alpha = (1 - need.confidence()) / tried;
    double[] gains = KnownMean.above(pairs.means(), pairs.weights(), bar);
    var status =
        proved(pairs, gains, need.margin(), alpha)
            ? Status.MET
            : KnownMean.proves(KnownMean.below(pairs.means(), pairs.weights(), bar), alpha, whole)
                ? Status.UNMET
                : Status.UNDECIDED;
    Interval halves = KnownMean.interval(pairs.means(), pairs.weights(), SHOWN, whole);
    var interval = new Interval(2 * halves.low() - 1, 2 * halves.high() - 1);
    double estimate = 2 * pairs.mean().orElse(HALF) - 1;
    return new Claim(
        Claim.Kind.NOT_WORSE,
        status,
        estimate,
        interval,
        String.format(
            Locale.ROOT,
            "Mean grade %+.3f beside one model alone (%+.3f to %+.3f), margin %s.",
            estimate,
            interval.low(),
            interval.high(),
            plain(need.margin())),
        more(gains, alpha, status));
  }

  /// The mean grade is above that of every one of several single models, each on the cases that it
  /// answered too: each is a test of its own at the whole error rate, since all of them must hold.
  /// Empty where it does not even seem so.
  ///
  /// @param singles grades of each by the case's id; none says nothing
  public Optional<Claim> better(
      Strategy strategy, Map<ModelName, Map<String, Double>> singles, double confidence) {
    double alpha = (1 - confidence) / tried;
    var seen = singles.entrySet().stream().map(each -> compared(strategy, each)).toList();
    // most chains are not, and tests cost more than means
    if (seen.isEmpty() || !seen.stream().allMatch(each -> each.by() > 0)) {
      return Optional.empty();
    }
    var nearest = seen.stream().min(Comparator.comparingDouble(Compared::by)).orElseThrow();
    var open = seen.stream().filter(each -> !each.proved(alpha)).toList();
    Interval halves =
        KnownMean.interval(nearest.pairs.means(), nearest.pairs.weights(), SHOWN, nearest.whole);
    var interval = new Interval(2 * halves.low() - 1, 2 * halves.high() - 1);
    return Optional.of(
        new Claim(
            Claim.Kind.BETTER,
            open.isEmpty() ? Status.MET : Status.UNDECIDED,
            nearest.by(),
            interval,
            String.format(
                Locale.ROOT,
                "%s than every model alone: %+.3f beside %s%s (%+.3f to %+.3f).",
                open.isEmpty() ? "Better" : "Seems better",
                nearest.by(),
                nearest.name,
                seen.size() == 1 ? "" : ", the nearest of " + seen.size(),
                interval.low(),
                interval.high()),
            most(open, alpha)));
  }

  /// A chain beside one model.
  ///
  /// @param pairs halves of the differences, above 0.5 where the chain is better
  /// @param whole whether the model answered all cases
  private record Compared(ModelName name, Units pairs, boolean whole) {
    /// By how much better the chain seems; NaN when nothing is known.
    double by() {
      return 2 * pairs.mean().orElse(Double.NaN) - 1;
    }

    double[] gains() {
      return KnownMean.above(pairs.means(), pairs.weights(), HALF);
    }

    boolean proved(double alpha) {
      return KnownMean.proves(gains(), alpha, whole);
    }
  }

  private Compared compared(Strategy strategy, Map.Entry<ModelName, Map<String, Double>> single) {
    var grades = single.getValue();
    var pairs =
        Units.of(
            cases,
            c ->
                (strategy.run(c).answer().score()
                        - grades.getOrDefault(c.given().id(), Double.NaN)
                        + 1)
                    / 2);
    boolean all = whole && cases.stream().allMatch(c -> grades.containsKey(c.given().id()));
    return new Compared(single.getKey(), pairs, all);
  }

  private OptionalInt most(List<Compared> open, double alpha) {
    var more = open.stream().map(each -> more(each.gains(), alpha, Status.UNDECIDED)).toList();
    return more.stream().anyMatch(OptionalInt::isEmpty)
        ? OptionalInt.empty()
        : more.stream().mapToInt(OptionalInt::getAsInt).max();
  }

  /// Of the answers that are kept, or of all, few enough are wrong: an exact test.
  public Claim keptWrong(Strategy strategy, KeptWrong need) {
    if (!whole) {
      return Claim.open(
          Claim.Kind.KEPT_WRONG,
          "How many are kept and wrong is proved of all cases only; `metier qualify --full` asks"
              + " the others.");
    }
    var counts = Kept.of(strategy, cases);
    int n = need.ofAll() ? counts.draws() : counts.kept();
    if (n == 0) {
      return Claim.open(
          Claim.Kind.KEPT_WRONG, "Nothing is kept, so that nothing is known of what would be.");
    }
    double alpha = (1 - need.confidence()) / tried;
    var interval = Proportions.interval(counts.wrong(), n, SHOWN);
    boolean met = Proportions.atMost(counts.wrong(), n, need.atMost()) <= alpha;
    boolean unmet = !met && 1 - Proportions.atMost(counts.wrong() - 1, n, need.atMost()) <= alpha;
    double share = (double) counts.wrong() / n;
    return new Claim(
        Claim.Kind.KEPT_WRONG,
        met ? Status.MET : unmet ? Status.UNMET : Status.UNDECIDED,
        share,
        interval,
        counts.wrong()
            + " of "
            + n
            + (need.ofAll() ? " answers" : " kept answers")
            + " are kept and wrong; at most "
            + plain(need.atMost())
            + " may be.",
        met || share >= need.atMost()
            ? OptionalInt.empty()
            : moreKept(counts, n, need.atMost(), alpha));
  }

  private OptionalInt moreKept(Kept counts, int n, double atMost, double alpha) {
    int most = 100 * Math.max(1, n);
    for (int total = Math.max(1, n); total <= most; total += Math.max(1, n / 10)) {
      int wrong = (int) Math.ceil((double) counts.wrong() * total / Math.max(1, n));
      if (Proportions.atMost(wrong, total, atMost) <= alpha) {
        double perDraw = (double) Math.max(1, n) / Math.max(1, counts.draws());
        return OptionalInt.of((int) Math.ceil((total - n) / perDraw));
      }
    }
    return OptionalInt.empty();
  }

  /// The mean cost is below that of the one model. Nothing is clipped: what the chain may cost more
  /// is limited, what it saves need not be.
  public Claim cheaper(Strategy strategy, Limits limits, double confidence) {
    return less(
        Claim.Kind.CHEAPER,
        strategy,
        StageAnswer::cost,
        new double[] {limits.costBefore(), limits.costAlone()},
        confidence);
  }

  /// The mean time is below that of the one model.
  public Claim faster(Strategy strategy, Limits limits, double confidence) {
    return less(
        Claim.Kind.FASTER,
        strategy,
        StageAnswer::nanos,
        new double[] {limits.nanosBefore(), limits.nanosAlone()},
        confidence);
  }

  private Claim less(
      Claim.Kind kind,
      Strategy strategy,
      ToDoubleFunction<StageAnswer> figure,
      double[] most,
      double confidence) {
    boolean cost = kind == Claim.Kind.CHEAPER;
    Units saved =
        Units.of(
            cases,
            c -> figure.applyAsDouble(c.alone()) - figure.applyAsDouble(strategy.run(c).answer()));
    if (saved.count() == 0 || (cost && unpriced(strategy))) {
      return Claim.open(
          kind,
          cost
              ? "The price of a model is not known; write `price` for it in metier.yaml."
              : "Times are not known.");
    }
    if (Double.isNaN(most[0])) {
      return Claim.open(
          kind,
          "Nothing limits how long a first answer may be, so that what it costs at most is not"
              + " known; write `max_tokens`.");
    }
    double alpha = (1 - confidence) / tried;
    // What costs nothing can only save, so that nothing limits the stakes.
    double scale = most[0] > 0 ? most[0] : 1;
    double[] gains = scaled(saved, 1 / scale);
    double[] losses = scaled(saved, -1 / most[1]);
    boolean possible = atLeast(gains);
    var status =
        possible && KnownMean.proves(gains, alpha, whole)
            ? Status.MET
            : most[1] > 0 && atLeast(losses) && KnownMean.proves(losses, alpha, whole)
                ? Status.UNMET
                : Status.UNDECIDED;
    double estimate = saved.mean().orElse(0);
    return new Claim(
        kind,
        status,
        estimate,
        new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
        saves(cost, estimate) + (possible ? "" : " " + (cost ? UNLIMITED_COST : UNLIMITED_TIME)),
        possible ? more(gains, alpha, status) : OptionalInt.empty());
  }

  /// Whether no loss is larger than there can be.
  private static boolean atLeast(double[] gains) {
    return Arrays.stream(gains).allMatch(gain -> gain >= -1 - ROUNDING);
  }

  private static String saves(boolean cost, double estimate) {
    String end = estimate < 0 ? " more" : "";
    double by = Math.abs(estimate) / NANOS;
    return cost
        ? String.format(
            Locale.ROOT,
            "%s $%.4f%s per 1,000 requests on average.",
            estimate < 0 ? "Costs" : "Saves",
            by * 1000,
            end)
        : String.format(
            Locale.ROOT,
            "%s %.3f s%s a request on average.",
            estimate < 0 ? "Takes" : "Saves",
            by,
            end);
  }

  private boolean unpriced(Strategy strategy) {
    return cases.stream()
        .anyMatch(
            c -> Double.isNaN(c.alone().cost()) || Double.isNaN(strategy.run(c).answer().cost()));
  }

  private static double[] scaled(Units saved, double by) {
    double[] gains = saved.weighted();
    for (int i = 0; i < gains.length; i++) {
      gains[i] *= by;
    }
    return gains;
  }

  /// Enough stays on the team's own machines.
  public Claim moreLocal(
      Strategy strategy, boolean firstIsOwn, boolean aloneIsOwn, double confidence) {
    if (!firstIsOwn || aloneIsOwn) {
      return new Claim(
          Claim.Kind.MORE_LOCAL,
          Status.UNMET,
          0,
          new Interval(0, 0),
          firstIsOwn
              ? "The one model runs on your own machines already."
              : "The first model does not run on your own machines.",
          OptionalInt.empty());
    }
    var counts = Kept.of(strategy, cases);
    double alpha = (1 - confidence) / tried;
    double low = Proportions.lower(counts.kept(), counts.draws(), alpha);
    double high = Proportions.upper(counts.kept(), counts.draws(), alpha);
    var status =
        low >= LEAST_KEPT ? Status.MET : high < LEAST_KEPT ? Status.UNMET : Status.UNDECIDED;
    double share = (double) counts.kept() / Math.max(1, counts.draws());
    return new Claim(
        Claim.Kind.MORE_LOCAL,
        status,
        share,
        Proportions.interval(counts.kept(), counts.draws(), SHOWN),
        String.format(Locale.ROOT, "%.0f %% stay on your own machines.", 100 * share),
        OptionalInt.empty());
  }

  /// Plain passes and failures are tested exactly while they are few: later both tests prove nearly
  /// the same, and the exact one takes longer.
  private boolean proved(Units pairs, double[] gains, double margin, double alpha) {
    return pairs
        .passes()
        .filter(_ -> whole && pairs.count() <= MOST_EXACT && margin > 0 && margin < 1)
        .map(seen -> new ExactPairs(pairs.count(), margin).proves(seen, alpha))
        .orElseGet(() -> KnownMean.proves(gains, alpha, whole));
  }

  private OptionalInt more(double[] gains, double alpha, Status status) {
    if (status != Status.UNDECIDED) {
      return OptionalInt.empty();
    }
    double times = KnownMean.times(gains, alpha, whole);
    return Double.isInfinite(times)
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(1, (int) Math.ceil((times - 1) * gains.length)));
  }

  private static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
