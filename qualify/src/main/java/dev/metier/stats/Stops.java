package dev.metier.stats;

import dev.metier.stats.StageWiseBound.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One side's boundary: the fewest counts, by number of results, at which a test stops.
///
/// For independent results it may be followed by a reserve, the betting test of the same counts at
/// an error rate of its own, which has no horizon: there the boundary grows as far as it is asked
/// for. Safe for any number of threads.
final class Stops {
  private final double spent;
  private final Reserve reserve;
  private volatile int[] atLeast;

  private Stops(int[] atLeast, double spent, Reserve reserve) {
    this.atLeast = atLeast;
    this.spent = spent;
    this.reserve = reserve;
  }

  /// The chance to stop after n results at such a count.
  record Mass(int n, int count, double chance) {}

  /// The betting test that goes on beyond the horizon.
  ///
  /// @param alpha 0 for none
  private record Reserve(double bar, double alpha) {
    static final Reserve NONE = new Reserve(0.5, 0);

    /// From one result to the next its count stays or climbs by one.
    void lower(int[] atLeast, int from) {
      var counts = new BettingProcess.Counts(bar);
      double needed = -Math.log(alpha);
      int stop = counts.atLeast(from, alpha);
      for (int n = from; n < atLeast.length; n++) {
        if (counts.logE(stop, n) < needed) {
          stop++;
        }
        atLeast[n] = Math.min(atLeast[n], stop);
      }
    }
  }

  /// A side that never stops.
  static Stops never(int horizon) {
    return new Stops(open(horizon), 0, Reserve.NONE);
  }

  /// Stops of independent results that spend at most alpha at the bar, the whole boundary without
  /// reserve.
  static Stops independent(int horizon, double bar, double alpha, Spending rule) {
    int[] atLeast = open(horizon);
    double used = spend(Walk.independent(horizon, bar), bar, alpha, horizon, rule, atLeast);
    return new Stops(atLeast, used, Reserve.NONE);
  }

  /// Stops of draws without replacement; enough is enough by arithmetic too.
  ///
  /// @param exact the draws, at most all, that error is spent on
  static Stops drawing(int cases, int exact, double bar, int needed, double alpha) {
    int[] atLeast = open(cases);
    double used = 0;
    if (exact > 0) {
      var walk = Walk.drawing(exact, needed - 1, cases);
      used = spend(walk, bar, alpha, exact, Spending.GRADUAL, atLeast);
    }
    for (int n = 1; n <= cases; n++) {
      atLeast[n] = Math.min(atLeast[n], Math.min(n + 1, needed));
    }
    return new Stops(atLeast, used, Reserve.NONE);
  }

  /// These stops up to their horizon, and beyond it those of the betting test of the same counts at
  /// this error rate, without end.
  Stops with(double bar, double reserved) {
    int[] all = atLeast.clone();
    // A count that stops for certain with the next result stops now.
    for (int n = all.length - 2; n > 0; n--) {
      all[n] = Math.min(all[n], all[n + 1]);
    }
    return new Stops(all, spent, new Reserve(bar, reserved));
  }

  /// The fewest counts among n results that stop, n + 1 where nothing can.
  int atLeast(int n) {
    int[] known = atLeast;
    return n < known.length ? known[n] : grown(n)[n];
  }

  /// The chance at the bar that was spent on the exact recursion.
  double spent() {
    return spent;
  }

  /// The error rate of the betting test beyond the horizon; 0 where there is none.
  double reserve() {
    return reserve.alpha;
  }

  /// The mean at the bar of the betting test's evidence at the horizon, counted as nothing for
  /// walks that have stopped; above 0, at most 1.
  double open(int horizon, double bar) {
    var walk = Walk.independent(horizon, bar);
    for (int n = 1; n <= horizon; n++) {
      walk.step();
      walk.absorb(atLeast(n));
    }
    var evidence = new BettingProcess.Counts(bar);
    double mean = 0;
    for (int s = walk.low(); s <= walk.high(); s++) {
      mean += Math.exp(Math.log(walk.mass(s)) + evidence.logE(s, horizon));
    }
    return mean;
  }

  /// Where a walk at this quality stops, and with what chance.
  List<Mass> masses(int horizon, double quality) {
    List<Mass> masses = new ArrayList<>();
    var walk = Walk.independent(horizon, quality);
    for (int n = 1; n <= horizon; n++) {
      walk.step();
      for (int s = atLeast(n); s <= walk.high(); s++) {
        masses.add(new Mass(n, s, walk.mass(s)));
      }
      walk.absorb(atLeast(n));
    }
    return masses;
  }

  private synchronized int[] grown(int n) {
    int[] known = atLeast;
    if (n < known.length) {
      return known;
    }
    int[] more = Arrays.copyOf(known, Math.min(2 * n, ExactBoundary.LONGEST) + 1);
    for (int i = known.length; i < more.length; i++) {
      more[i] = i + 1;
    }
    if (reserve.alpha > 0) {
      reserve.lower(more, known.length);
    }
    atLeast = more;
    return more;
  }

  private static int[] open(int horizon) {
    var atLeast = new int[horizon + 1];
    for (int n = 0; n <= horizon; n++) {
      atLeast[n] = n + 1;
    }
    return atLeast;
  }

  private static double spend(
      Walk walk, double bar, double alpha, int steps, Spending rule, int[] atLeast) {
    double used = 0;
    for (int n = 1; n <= steps; n++) {
      walk.step();
      double budget = alpha * rule.by(n, steps) - used + 1e-15;
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
}
