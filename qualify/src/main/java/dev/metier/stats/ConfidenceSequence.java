package dev.metier.stats;

import dev.metier.stats.BettingProcess.Side;
import java.util.Arrays;

/// Bounds of a mean that hold at every number of results at once: the bars that betting has not
/// refuted.
///
/// Independent results are kept as distinct (value, weight) pairs with counts, so that pass/fail
/// results and short scales cost next to nothing; a finite population's are kept in order, up to
/// [#ORDERED] of them, after which the bounds tighten by arithmetic alone. A bound takes 40
/// evaluations of the evidence. Not thread-safe.
///
/// Source: I. Waudby-Smith and A. Ramdas, [Estimating means of bounded random variables by
/// betting](https://arxiv.org/abs/2010.09686), theorems 3 and 4.
public final class ConfidenceSequence {
  /// How many draws from a finite population enter the bets.
  static final int ORDERED = 20_000;

  private static final int SEARCHED = 16;
  private static final double EDGE = 1e-12;
  private static final int HALVINGS = 40;

  private final int population;
  private double[] values = new double[SEARCHED];
  private double[] weights = new double[SEARCHED];
  private int[] counts = new int[SEARCHED];
  private int distinct;
  private int seen;
  private double sum;

  private ConfidenceSequence(int population) {
    this.population = population;
  }

  /// Bounds of the mean of all traffic.
  public static ConfidenceSequence traffic() {
    return new ConfidenceSequence(0);
  }

  /// Bounds of the mean of a suite's results.
  ///
  /// @param cases at least 1
  public static ConfidenceSequence suite(int cases) {
    Checks.within(cases, 1, Integer.MAX_VALUE, "cases");
    return new ConfidenceSequence(cases);
  }

  static ConfidenceSequence of(Scope scope, int horizon) {
    return scope == Scope.SUITE ? suite(horizon) : traffic();
  }

  public void add(double x) {
    add(x, 1);
  }

  /// Takes one more result.
  ///
  /// @param x in [0, 1]
  /// @param weight in (0, 1]; 1 for a suite
  /// @throws IllegalArgumentException for values outside
  /// @throws IllegalStateException when the suite is used up
  public void add(double x, double weight) {
    Checks.score(x);
    Checks.weight(weight);
    if (population > 0) {
      Checks.state(seen < population, "All " + population + " cases have been drawn");
      Checks.within(weight, 1, 1, "A suite's weight");
    }
    seen++;
    sum += x;
    if (population > 0 && seen > ORDERED) {
      return;
    }
    int at = population > 0 ? distinct : find(x, weight);
    if (at == distinct) {
      append(x, weight);
    }
    counts[at]++;
  }

  public int seen() {
    return seen;
  }

  /// The largest mean refuted from below.
  ///
  /// @param alpha the chance, in [0, 1), that the true mean is ever below any of these bounds; 0
  ///   gives the trivial bound
  /// @return in [0, 1]
  public double lower(double alpha) {
    return lower(alpha, Bets.WIDE);
  }

  /// The same by bets that fit a horizon and a bar.
  double lower(double alpha, Bets bets) {
    double bound = refuted(Side.FIT, alpha, bets);
    return population == 0 ? bound : Math.clamp(sum / population, bound, 1.0);
  }

  /// The smallest mean refuted from above.
  ///
  /// @param alpha the chance, in [0, 1), that the true mean is ever above any of these bounds; 0
  ///   gives the trivial bound
  /// @return in [0, 1]
  public double upper(double alpha) {
    return upper(alpha, Bets.WIDE);
  }

  double upper(double alpha, Bets bets) {
    double bound = 1 - refuted(Side.UNFIT, alpha, bets);
    return population == 0 ? bound : Math.clamp(1 - (seen - sum) / population, 0.0, bound);
  }

  /// Both bounds, each at error alpha.
  public Interval bounds(double alpha) {
    double low = lower(alpha);
    return new Interval(low, Math.max(low, upper(alpha)));
  }

  /// The evidence of these results against the bar.
  private BettingProcess evidence(double bar, Side side, Bets bets) {
    var process = new BettingProcess(bar, side, population, bets);
    for (int i = 0; i < distinct; i++) {
      process.add(values[i], weights[i], counts[i]);
    }
    return process;
  }

  /// The largest refuted bar, measured from 0 for FIT and from 1 for UNFIT.
  private double refuted(Side side, double alpha, Bets bets) {
    Checks.within(alpha, 0, Math.nextDown(1.0), "alpha");
    if (alpha == 0 || seen == 0 || !refutes(side, EDGE, alpha, bets)) {
      return 0;
    }
    double low = EDGE;
    double high = 1 - EDGE;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (refutes(side, middle, alpha, bets)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean refutes(Side side, double distance, double alpha, Bets bets) {
    return evidence(side == Side.FIT ? distance : 1 - distance, side, bets).reaches(alpha);
  }

  private int find(double x, double weight) {
    for (int i = 0; i < Math.min(distinct, SEARCHED); i++) {
      if (values[i] == x && weights[i] == weight) {
        return i;
      }
    }
    return distinct;
  }

  private void append(double x, double weight) {
    if (distinct == values.length) {
      values = Arrays.copyOf(values, 2 * distinct);
      weights = Arrays.copyOf(weights, 2 * distinct);
      counts = Arrays.copyOf(counts, 2 * distinct);
    }
    values[distinct] = x;
    weights[distinct] = weight;
    distinct++;
  }
}
