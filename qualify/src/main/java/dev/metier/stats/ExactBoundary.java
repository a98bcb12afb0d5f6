package dev.metier.stats;

import dev.metier.stats.StageWiseBound.Walk;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The counts of passes at which an exact sequential binomial test stops: FIT at or above one,
/// UNFIT at or below the other.
///
/// Up to the horizon most of the error rate is spent by a rule that fits the lattice of counts
/// ([Spending]), and the chance of crossing is computed by exact recursion, at the quality where it
/// is greatest. What is left belongs to the reserve: the betting test of the same counts, which has
/// no horizon, so that results beyond the horizon may still decide, however many are added and
/// however often. It can only be wrong about walks that are still open at the horizon. From a count
/// s there, whose evidence is E(s), the chance that the evidence ever reaches 1/r is at most r E(s)
/// (Ville's inequality), so r is what is left divided by the sum of P(s) E(s), and both together
/// are wrong with chance alpha at most. Each side is computed as if the other did not exist, which
/// is conservative and lets one be disabled.
///
/// A suite is drawn without replacement and always decided at its end, by arithmetic; it has no
/// reserve.
///
/// The recursion covers the first [#EXACT_RESULTS] results; longer horizons go on with the reserve,
/// and longer suites by arithmetic alone. Safe for any number of threads.
///
/// Source: C. Jennison and B. Turnbull, Group Sequential Methods (2000), chapters 7 and 12; the
/// recursion is that of R's gsDesign::gsBinomialExact.
public final class ExactBoundary {
  /// The number of results that the exact recursion covers.
  public static final int EXACT_RESULTS = 20_000;

  /// The longest horizon accepted.
  public static final int LONGEST = 1_000_000;

  /// Shares of an error rate that may be spent up to the horizon: the first that leaves the reserve
  /// enough. The last always does, since evidence has a mean of at most 1 at the bar.
  private static final double[] UP_TO_THE_HORIZON = {0.98, 0.97, 0.96, 0.95, 0.9};

  /// The least error rate of the reserve, as a share of the whole.
  private static final double LEAST_RESERVE = 0.1;

  private static final int CACHED = 64;
  private static final Map<Key, SoftReference<ExactBoundary>> CACHE =
      Collections.synchronizedMap(
          new LinkedHashMap<>(CACHED, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(
                Map.Entry<Key, SoftReference<ExactBoundary>> eldest) {
              return size() > CACHED;
            }
          });

  private final Key key;
  private final Stops passes;
  private final Stops failures;
  private @Nullable Futility futility;

  private ExactBoundary(Key key, Stops passes, Stops failures) {
    this.key = key;
    this.passes = passes;
    this.failures = failures;
  }

  /// The boundaries for one requirement; recent ones come from a cache while memory lasts.
  ///
  /// @param horizon the number of results planned, in [1, 1,000,000]; for a suite all its cases
  /// @param bar in (0, 1), or 1 for a suite
  /// @param alphaFit the chance of a false FIT at most, in [0, 1); 0 disables FIT
  /// @param alphaUnfit the chance of a false UNFIT at most, in [0, 1); 0 disables UNFIT
  /// @throws IllegalArgumentException for values outside, or when both sides are disabled
  public static ExactBoundary of(
      int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    var key = new Key(horizon, bar, alphaFit, alphaUnfit, scope);
    var cached = CACHE.get(key);
    var known = cached == null ? null : cached.get();
    if (known != null) {
      return known;
    }
    var made =
        scope == Scope.SUITE
            ? suite(key, Math.min(horizon, EXACT_RESULTS))
            : new ExactBoundary(
                key, traffic(key, bar, alphaFit), traffic(key, 1 - bar, alphaUnfit));
    CACHE.put(key, new SoftReference<>(made));
    return made;
  }

  /// The boundaries of a suite that is decided by arithmetic alone, since its order was not fixed
  /// as a whole.
  static ExactBoundary arithmetic(int cases, double bar, double alphaFit, double alphaUnfit) {
    return suite(new Key(cases, bar, alphaFit, alphaUnfit, Scope.SUITE), 0);
  }

  /// Traffic boundaries that spend all of alpha by this rule and keep no reserve.
  static ExactBoundary without(
      int horizon, double bar, double alphaFit, double alphaUnfit, Spending rule) {
    return new ExactBoundary(
        new Key(horizon, bar, alphaFit, alphaUnfit, Scope.TRAFFIC),
        Stops.independent(horizon, bar, alphaFit, rule),
        Stops.independent(horizon, 1 - bar, alphaUnfit, rule));
  }

  private static Stops traffic(Key key, double bar, double alpha) {
    int exact = Math.min(key.horizon, EXACT_RESULTS);
    if (alpha == 0) {
      return Stops.never(exact);
    }
    for (double share : UP_TO_THE_HORIZON) {
      var stops = Spending.stops(exact, bar, share * alpha);
      double reserve = Math.min(alpha, (alpha - stops.spent()) / stops.open(exact, bar));
      if (reserve >= LEAST_RESERVE * alpha) {
        return stops.with(bar, reserve);
      }
    }
    throw new IllegalStateException("No reserve for " + key);
  }

  private static ExactBoundary suite(Key key, int exact) {
    int needed = key.needed();
    int spare = key.horizon - needed + 1;
    return new ExactBoundary(
        key,
        key.alphaFit == 0
            ? Stops.never(key.horizon)
            : Stops.drawing(key.horizon, exact, key.bar, needed, key.alphaFit),
        key.alphaUnfit == 0
            ? Stops.never(key.horizon)
            : Stops.drawing(key.horizon, exact, 1 - key.bar, spare, key.alphaUnfit));
  }

  public int horizon() {
    return key.horizon;
  }

  public double bar() {
    return key.bar;
  }

  public Scope scope() {
    return key.scope;
  }

  /// The fewest passes among n results that stop with FIT, n + 1 where nothing can.
  ///
  /// @param n at least 1; in a suite at most the horizon, else at most [#LONGEST]
  public int fitAtLeast(int n) {
    return passes.atLeast(n);
  }

  /// The most passes among n results that stop with UNFIT, -1 where nothing can.
  ///
  /// @param n at least 1; in a suite at most the horizon, else at most [#LONGEST]
  public int unfitAtMost(int n) {
    return n - failures.atLeast(n);
  }

  /// The chance of a false FIT at the bar by the end of the exact recursion; at most alpha_fit.
  public double alphaUsedFit() {
    return StageWiseBound.crossing(walk(key.bar, key.needed() - 1), exact(), this::fitAtLeast);
  }

  /// The chance of a false UNFIT at the bar by the end of the exact recursion; at most alpha_unfit.
  public double alphaUsedUnfit() {
    var walk = walk(1 - key.bar, key.horizon - key.needed());
    return StageWiseBound.crossing(walk, exact(), failures::atLeast);
  }

  private int exact() {
    return Math.min(key.horizon, EXACT_RESULTS);
  }

  private Walk walk(double bar, int tickets) {
    return key.scope == Scope.SUITE
        ? Walk.drawing(exact(), tickets, key.horizon)
        : Walk.independent(exact(), bar);
  }

  /// What this many passes among n results decide.
  Decision at(int n, int passed) {
    if (passed >= fitAtLeast(n)) {
      return Decision.FIT;
    }
    return passed <= unfitAtMost(n) ? Decision.UNFIT : Decision.UNDECIDED;
  }

  double alphaFit() {
    return key.alphaFit;
  }

  double alphaUnfit() {
    return key.alphaUnfit;
  }

  /// The error rate of the reserve, which decides beyond the horizon.
  double reserveFit() {
    return passes.reserve();
  }

  double reserveUnfit() {
    return failures.reserve();
  }

  /// The chances to decide when there are so many results in all.
  ///
  /// @param available in [1, EXACT_RESULTS]
  synchronized Futility futility(int available) {
    var known = futility;
    if (known == null || known.available() != available) {
      known = new Futility(this, available);
      futility = known;
    }
    return known;
  }

  private record Key(int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    Key {
      Checks.within(horizon, 1, LONGEST, "horizon");
      Checks.test(bar, alphaFit, alphaUnfit, scope);
    }

    /// The passes that a suite needs to be fit; counts of n*q are guarded against rounding.
    int needed() {
      return (int) Math.ceil(bar * horizon - 1e-9);
    }
  }
}
