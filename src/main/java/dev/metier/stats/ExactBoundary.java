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
/// The error rate is spent along the horizon by a fixed rule and the chance of crossing is computed
/// by exact recursion, at the quality where it is greatest. Each side is computed as if the other
/// did not exist, which is conservative and lets one be disabled. A suite is drawn without
/// replacement and always decided at its end, by arithmetic.
///
/// The recursion covers the first [#EXACT_RESULTS] results. Traffic tests with a longer horizon
/// spend 0.8 of alpha on them and 0.2 on the betting test of the counts, which takes over from
/// there; suites beyond it are decided by arithmetic alone. Immutable; safe for any number of
/// threads.
///
/// Source: C. Jennison and B. Turnbull, Group Sequential Methods (2000), chapters 7 and 12; the
/// recursion is that of R's gsDesign::gsBinomialExact.
public final class ExactBoundary {
  /// The number of results that the exact recursion covers.
  public static final int EXACT_RESULTS = 20_000;

  /// The longest horizon accepted.
  public static final int LONGEST = 1_000_000;

  private static final double EXACT_SHARE = 0.8;
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

  private ExactBoundary(Key key) {
    this.key = key;
    passes = stops(key, key.bar, key.alphaFit, key.needed());
    failures = stops(key, 1 - key.bar, key.alphaUnfit, key.horizon - key.needed() + 1);
  }

  /// The boundaries for one requirement; recent ones come from a cache while memory lasts.
  ///
  /// @param horizon the number of results at most, in [1, 1,000,000]
  /// @param bar in (0, 1), or 1 for a suite
  /// @param alphaFit the chance of a false FIT at most, in [0, 1); 0 disables FIT
  /// @param alphaUnfit the chance of a false UNFIT at most, in [0, 1); 0 disables UNFIT
  /// @throws IllegalArgumentException for values outside, or when both sides are disabled
  public static ExactBoundary of(
      int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    Checks.within(horizon, 1, LONGEST, "horizon");
    Checks.test(bar, alphaFit, alphaUnfit, scope);
    var key = new Key(horizon, bar, alphaFit, alphaUnfit, scope);
    var cached = CACHE.get(key);
    var known = cached == null ? null : cached.get();
    if (known != null) {
      return known;
    }
    var made = new ExactBoundary(key);
    CACHE.put(key, new SoftReference<>(made));
    return made;
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
  /// @param n in [1, horizon]
  public int fitAtLeast(int n) {
    return passes.atLeast[n];
  }

  /// The most passes among n results that stop with UNFIT, -1 where nothing can.
  ///
  /// @param n in [1, horizon]
  public int unfitAtMost(int n) {
    return n - failures.atLeast[n];
  }

  /// The chance of a false FIT at the bar that the recursion has spent, at most alpha_fit.
  public double alphaUsedFit() {
    return passes.alphaUsed;
  }

  /// The chance of a false UNFIT at the bar that the recursion has spent, at most alpha_unfit.
  public double alphaUsedUnfit() {
    return failures.alphaUsed;
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

  /// The share of alpha kept for the betting test of a long horizon.
  static double lateAlpha(double alpha) {
    return (1 - EXACT_SHARE) * alpha;
  }

  synchronized Futility futility() {
    if (futility == null) {
      futility = new Futility(this);
    }
    return futility;
  }

  /// Stops for one side, counting passes for FIT and failures for UNFIT, so that both climb to
  /// their boundary.
  private static Stops stops(Key key, double bar, double alpha, int needed) {
    int exact = Math.min(key.horizon, EXACT_RESULTS);
    boolean suite = key.scope == Scope.SUITE;
    var atLeast = new int[key.horizon + 1];
    for (int n = 0; n <= key.horizon; n++) {
      atLeast[n] = n + 1;
    }
    if (alpha == 0) {
      return new Stops(atLeast, 0);
    }
    double early = !suite && key.horizon > exact ? EXACT_SHARE * alpha : alpha;
    var walk = suite ? Walk.drawing(exact, needed - 1, key.horizon) : Walk.independent(exact, bar);
    double used = spend(walk, bar, early, exact, atLeast);
    if (suite) {
      for (int n = 1; n <= key.horizon; n++) {
        atLeast[n] = Math.min(atLeast[n], Math.min(n + 1, needed));
      }
    } else if (key.horizon > exact) {
      bet(atLeast, bar, lateAlpha(alpha), exact + 1);
    }
    return new Stops(atLeast, used);
  }

  private static double spend(Walk walk, double bar, double alpha, int steps, int[] atLeast) {
    double used = 0;
    for (int n = 1; n <= steps; n++) {
      walk.step();
      double budget = spent(alpha, n, steps) - used + 1e-15;
      int floor = (int) Math.floor(n * bar + 1e-9) + 1;
      // Counts above the walk's are free, and looking at each of them would take most of the time.
      int stop = budget < 0 ? n + 1 : Math.max(floor, Math.min(n, walk.high()) + 1);
      double mass = 0;
      while (stop > floor && mass + walk.mass(stop - 1) <= budget) {
        stop--;
        mass += walk.mass(stop);
      }
      atLeast[n] = stop;
      used += mass;
      walk.absorb(stop);
    }
    return used;
  }

  /// How much of alpha may be spent by result n: linear up to a horizon of 200, front-loaded from
  /// 2,000.
  private static double spent(double alpha, int n, int horizon) {
    double share = (double) n / horizon;
    double w = Math.clamp(Math.log(horizon / 200.0) / Math.log(10), 0.0, 1.0);
    double early = 0.5 * Math.log1p(n / 10.0) / Math.log1p(horizon / 10.0);
    return alpha * ((1 - w) * share + w * (early + 0.5 * Math.sqrt(share)));
  }

  /// The betting test's boundary in counts: from one result to the next it stays or climbs by one.
  private static void bet(int[] atLeast, double bar, double alpha, int from) {
    var counts = new BettingProcess.Counts(bar);
    double needed = -Math.log(alpha);
    int stop = counts.atLeast(from, alpha);
    for (int n = from; n < atLeast.length; n++) {
      if (counts.logE(stop, n) < needed) {
        stop++;
      }
      atLeast[n] = stop;
    }
  }

  private record Key(int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    /// The passes that a suite needs to be fit; counts of n*q are guarded against rounding.
    int needed() {
      return (int) Math.ceil(bar * horizon - 1e-9);
    }
  }

  /// One side's boundary by number of results, and what it spends.
  private static final class Stops {
    private final int[] atLeast;
    private final double alphaUsed;

    Stops(int[] atLeast, double alphaUsed) {
      this.atLeast = atLeast;
      this.alphaUsed = alphaUsed;
    }
  }
}
