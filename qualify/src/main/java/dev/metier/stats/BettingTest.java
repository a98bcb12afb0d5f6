package dev.metier.stats;

import dev.metier.stats.BettingProcess.Side;
import org.jspecify.annotations.Nullable;

/// The betting test of a mean of scores in [0, 1]: graded results, paired differences, costs,
/// cluster means.
///
/// At most alpha_fit of all models at or below the bar are ever called FIT, and at most alpha_unfit
/// of those at or above it UNFIT, whatever the distribution of the scores, however one stops and
/// however many results are added. The bets fit the horizon and the bar. A suite is drawn without
/// replacement and always decided at its end; one to which cases were added is decided by
/// arithmetic. Not thread-safe.
///
/// Transforms into and out of the unit range are in [Transforms].
public final class BettingTest implements SequentialTest {
  private static final double ROUNDING = 1e-9;

  /// Going on is hardly worth it below this chance. It is an approximation that errs downwards
  /// while results are few, hence less than what an exact test takes.
  private static final double HOPELESS = 0.015;

  private final int available;
  private final double bar;
  private final double alphaFit;
  private final double alphaUnfit;
  private final Scope scope;

  /// Whether a suite's order is not that of one draw, so that arithmetic alone decides.
  private final boolean arithmetic;

  private final Bets betsForFit;
  private final Bets betsForUnfit;
  private final BettingProcess fit;
  private final BettingProcess unfit;

  /// The same evidence by bets for any horizon; forecasts alone look at it.
  private final BettingProcess likelyFit;

  private final BettingProcess likelyUnfit;
  private final ConfidenceSequence evidence;
  private double sum;
  private int seen;
  private Decision decision = Decision.UNDECIDED;
  private boolean futile;
  private @Nullable Interval interval;
  private double intervalAlpha;

  /// A test that has seen nothing yet, of as many results as its horizon.
  ///
  /// @param horizon the number of results at most, at least 1; for a suite all its cases
  /// @param bar the mean required, in (0, 1), or 1 for a suite
  /// @param alphaFit the chance of a false FIT at most, in [0, 1); 0 disables FIT
  /// @param alphaUnfit the chance of a false UNFIT at most, in [0, 1); 0 disables UNFIT
  /// @throws IllegalArgumentException for values outside, or when both sides are disabled
  public BettingTest(int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    this(horizon, horizon, bar, alphaFit, alphaUnfit, scope);
  }

  /// The same where results were added behind the horizon, or are missing before it.
  ///
  /// @param horizon the number of results that were planned when the first one was asked for
  /// @param available the number of results there can be by now, at least 1
  public BettingTest(
      int horizon, int available, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    Checks.within(horizon, 1, Integer.MAX_VALUE, "horizon");
    Checks.within(available, 1, Integer.MAX_VALUE, "available");
    Checks.test(bar, alphaFit, alphaUnfit, scope);
    this.available = available;
    this.bar = bar;
    this.alphaFit = alphaFit;
    this.alphaUnfit = alphaUnfit;
    this.scope = scope;
    arithmetic = scope == Scope.SUITE && available != horizon;
    int population = scope == Scope.SUITE ? available : 0;
    betsForFit = Bets.planned(horizon, bar, alphaFit);
    betsForUnfit = Bets.planned(horizon, 1 - bar, alphaUnfit);
    fit = new BettingProcess(bar, Side.FIT, population, betsForFit);
    unfit = new BettingProcess(bar, Side.UNFIT, population, betsForUnfit);
    likelyFit = new BettingProcess(bar, Side.FIT, population, Bets.WIDE);
    likelyUnfit = new BettingProcess(bar, Side.UNFIT, population, Bets.WIDE);
    evidence = ConfidenceSequence.of(scope, available);
  }

  @Override
  public void add(double x) {
    add(x, 1);
  }

  @Override
  public void add(double x, double weight) {
    Checks.score(x);
    Checks.weight(weight);
    if (scope == Scope.SUITE) {
      Checks.within(weight, 1, 1, "A suite's weight");
    }
    if (decision != Decision.UNDECIDED) {
      return;
    }
    Checks.state(seen < available, "All results are used up");
    evidence.add(x, weight);
    fit.add(x, weight);
    unfit.add(x, weight);
    likelyFit.add(x, weight);
    likelyUnfit.add(x, weight);
    seen++;
    sum += x;
    interval = null;
    decide();
    if (Futility.asksAt(seen)) {
      futile = chanceToDecide() < HOPELESS;
    }
  }

  @Override
  public Decision decision() {
    return decision;
  }

  @Override
  public int seen() {
    return seen;
  }

  @Override
  public Interval interval(double alpha) {
    Checks.open(alpha, "alpha");
    var known = interval;
    if (known == null || intervalAlpha != alpha) {
      double each = arithmetic ? 0 : alpha / 2;
      known = Interval.agreeing(evidence.lower(each), evidence.upper(each), decision, bar);
      interval = known;
      intervalAlpha = alpha;
    }
    return known;
  }

  @Override
  public Interval oneSidedBounds() {
    return Interval.agreeing(
        evidence.lower(arithmetic ? 0 : alphaFit, betsForFit),
        evidence.upper(arithmetic ? 0 : alphaUnfit, betsForUnfit),
        decision,
        bar);
  }

  @Override
  public double chanceToDecide() {
    if (decision != Decision.UNDECIDED || seen == 0) {
      return 1;
    }
    if (seen >= available) {
      return 0;
    }
    return chanceBy(available);
  }

  private double chanceBy(int results) {
    double z = root(likelyFit) - root(likelyUnfit);
    return Planning.predictiveDecide(
        z, (double) seen / results, critical(alphaFit), critical(alphaUnfit));
  }

  @Override
  public MoreResults forecast() {
    if (decision != Decision.UNDECIDED) {
      return MoreResults.DECIDED;
    }
    boolean suite = scope == Scope.SUITE;
    return MoreResults.of(more -> {
      if (suite && more >= available - seen) {
        return 1;
      }
      return seen == 0 ? 0 : chanceBy(seen + more);
    });
  }

  @Override
  public boolean futile() {
    return futile && decision == Decision.UNDECIDED;
  }

  @Override
  public double remaining() {
    if (decision != Decision.UNDECIDED) {
      return 0;
    }
    double calls =
        Math.min(
            Planning.remaining(likelyFit.growth(), seen, alphaFit),
            Planning.remaining(likelyUnfit.growth(), seen, alphaUnfit));
    return scope == Scope.SUITE ? Math.min(calls, available - seen) : calls;
  }

  private void decide() {
    if (scope == Scope.SUITE && (settledByArithmetic() || arithmetic)) {
      return;
    }
    if (fit.reaches(alphaFit)) {
      decision = Decision.FIT;
    } else if (unfit.reaches(alphaUnfit)) {
      decision = Decision.UNFIT;
    }
  }

  /// Whether the full run's score is already on one side of the bar, whatever the remaining cases
  /// bring.
  private boolean settledByArithmetic() {
    double needed = bar * available - ROUNDING;
    if (alphaFit > 0 && sum >= needed) {
      decision = Decision.FIT;
    } else if (alphaUnfit > 0 && sum + (available - seen) < needed) {
      decision = Decision.UNFIT;
    }
    return decision != Decision.UNDECIDED;
  }

  /// The z statistic, as the signed root of a log likelihood, that this side's growth amounts to.
  private double root(BettingProcess process) {
    return Math.sqrt(2 * seen * Math.max(0, process.growth()));
  }

  private double critical(double alpha) {
    if (alpha == 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (scope == Scope.SUITE) {
      return 0;
    }
    return Planning.criticalFittingBet(alpha);
  }
}
