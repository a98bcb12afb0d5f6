package dev.metier.stats;

import java.util.Arrays;

/// The evidence, as a betting gain E, against "the mean is at most the bar" (side FIT) or "at least
/// the bar" (side UNFIT).
///
/// A mixture of fixed betting fractions ([Bets]). Under the null hypothesis the chance that E ever
/// reaches 1/alpha is at most alpha, whatever the distribution on [0, 1] and whenever one stops.
/// Fixed fractions make E independent of the order (with replacement) and monotone in the bar. Not
/// thread-safe.
///
/// Source: I. Waudby-Smith and A. Ramdas, [Estimating means of bounded random variables by
/// betting](https://arxiv.org/abs/2010.09686), sections 4 and 5, with a mixture over fractions as
/// in Cover's universal portfolio.
public final class BettingProcess {
  /// The decision that the evidence speaks for.
  public enum Side {
    FIT,
    UNFIT
  }

  private static final double SMALL = 1e-100;
  private static final double LARGE = 1e100;
  private static final double ROUNDING = 1e-9;

  private final double bar;
  private final Side side;
  private final int population;
  private final Bets bets;
  private final double[] log;
  private final double[] settled;
  private final double[] product;
  private double sum;
  private int seen;
  private boolean certain;

  /// Evidence from independent results, by bets for any horizon.
  ///
  /// @param bar the mean under test, in [0, 1]
  public BettingProcess(double bar, Side side) {
    this(bar, side, 0, Bets.WIDE);
  }

  /// Evidence from drawing a finite population without replacement.
  ///
  /// @param bar the mean under test, in [0, 1]
  /// @param population the number of cases, at least 1; 0 stands for independent results
  BettingProcess(double bar, Side side, int population, Bets bets) {
    Checks.within(bar, 0, 1, "bar");
    Checks.within(population, 0, Integer.MAX_VALUE, "population");
    this.bar = side == Side.FIT ? bar : 1 - bar;
    this.side = side;
    this.population = population;
    this.bets = bets;
    log = new double[bets.count()];
    settled = new double[bets.count()];
    product = new double[bets.count()];
    Arrays.fill(settled, 1);
    Arrays.fill(product, 1);
  }

  /// Log E of independent pass/fail results, from their counts alone.
  ///
  /// @param bar the mean under test, in (0, 1)
  /// @param passes in [0, n]
  public static double logE(double bar, Side side, int passes, int n) {
    return side == Side.FIT
        ? new Counts(bar).logE(passes, n)
        : new Counts(1 - bar).logE(n - passes, n);
  }

  public void add(double x) {
    add(x, 1);
  }

  /// Bets on one result.
  ///
  /// @param x in [0, 1]
  /// @param weight in (0, 1], fixed before x was known; 1 without replacement
  /// @throws IllegalArgumentException for values outside
  /// @throws IllegalStateException when the population is used up
  public void add(double x, double weight) {
    double r = gain(x, weight);
    boolean settle = false;
    for (int k = 0; k < log.length; k++) {
      double p = product[k] * (1 + bets.fraction(k) * r);
      product[k] = p;
      settle = settle || p < SMALL || p > LARGE;
    }
    if (settle) {
      settle();
    }
  }

  /// Bets on the same independent result many times.
  void add(double x, double weight, int times) {
    if (times == 1) {
      add(x, weight);
      return;
    }
    double r = gain(x, weight);
    seen += times - 1;
    for (int k = 0; k < log.length; k++) {
      log[k] += times * Math.log1p(bets.fraction(k) * r);
      settled[k] = Math.exp(log[k]);
    }
  }

  /// The natural logarithm of E, infinite when the null hypothesis has become impossible.
  public double logE() {
    if (certain) {
      return Double.POSITIVE_INFINITY;
    }
    var terms = new double[log.length];
    for (int k = 0; k < log.length; k++) {
      terms[k] = log[k] + Math.log(product[k]);
    }
    return logMean(terms);
  }

  public int seen() {
    return seen;
  }

  /// Whether log E has reached `-ln(alpha)`; the same as asking [#logE] but without a logarithm in
  /// the usual case.
  boolean reaches(double alpha) {
    return alpha > 0 && (certain || (e() >= (1 - ROUNDING) / alpha && logE() >= -Math.log(alpha)));
  }

  /// The best fraction's growth of log wealth per result, with half a pass and half a failure added
  /// as for a proportion.
  double growth() {
    double best = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < log.length; k++) {
      double c = bets.fraction(k);
      double prior = (bar > 0 ? 0.5 * Math.log1p(c * (1 / bar - 1)) : 0) + 0.5 * Math.log1p(-c);
      best = Math.max(best, log[k] + Math.log(product[k]) + prior);
    }
    return certain ? Double.POSITIVE_INFINITY : best / (seen + 1);
  }

  private double gain(double x, double weight) {
    Checks.score(x);
    Checks.weight(weight);
    if (population > 0 && (seen >= population || weight != 1)) {
      Checks.state(seen < population, "All " + population + " cases have been drawn");
      throw new IllegalArgumentException("A finite population takes weight 1 only, not " + weight);
    }
    double y = side == Side.FIT ? x : 1 - x;
    double left = population * bar - sum;
    double m = population == 0 ? bar : Math.abs(left) < ROUNDING ? 0 : left / (population - seen);
    sum += y;
    seen++;
    if (m < 0 || (m == 0 && y > 0)) {
      certain = true;
    }
    return m > 0 ? weight * (y / m - 1) : 0;
  }

  private double e() {
    double total = 0;
    for (int k = 0; k < log.length; k++) {
      total += settled[k] * product[k];
    }
    return total / log.length;
  }

  /// Moves the running products into the logarithms before they can leave the range of a double.
  private void settle() {
    for (int k = 0; k < log.length; k++) {
      log[k] += Math.log(product[k]);
      settled[k] = Math.exp(log[k]);
      product[k] = 1;
    }
  }

  private static double logMean(double[] terms) {
    double max = Double.NEGATIVE_INFINITY;
    for (double term : terms) {
      max = Math.max(max, term);
    }
    double total = 0;
    for (double term : terms) {
      total += Math.exp(term - max);
    }
    return max + Math.log(total / terms.length);
  }

  /// The closed form for pass/fail results: log E for FIT from counts, for any counts at one bar,
  /// by bets for any horizon.
  static final class Counts {
    private final double[] pass = new double[Bets.WIDE.count()];
    private final double[] fail = new double[Bets.WIDE.count()];
    private final double[] terms = new double[Bets.WIDE.count()];

    Counts(double bar) {
      Checks.open(bar, "bar");
      for (int k = 0; k < terms.length; k++) {
        pass[k] = Math.log1p(Bets.WIDE.fraction(k) * (1 / bar - 1));
        fail[k] = Math.log1p(-Bets.WIDE.fraction(k));
      }
    }

    double logE(int passes, int n) {
      for (int k = 0; k < terms.length; k++) {
        terms[k] = passes * pass[k] + (double) (n - passes) * fail[k];
      }
      return logMean(terms);
    }

    /// The smallest count of passes among n with E at least 1/alpha, n + 1 if there is none.
    int atLeast(int n, double alpha) {
      int low = 0;
      int high = n + 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (logE(middle, n) >= -Math.log(alpha)) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }
  }
}
