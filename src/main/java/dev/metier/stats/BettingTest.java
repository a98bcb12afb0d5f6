package dev.metier.stats;

import dev.metier.stats.BettingProcess.Side;
import org.jspecify.annotations.Nullable;

/// The betting test of a mean of scores in [0, 1]: graded results, paired differences, costs,
/// cluster means.
///
/// At most alpha_fit of all models at or below the bar are ever called FIT, and at most alpha_unfit
/// of those at or above it UNFIT, whatever the distribution of the scores and however one stops. A
/// suite is drawn without replacement and always decided at its end. With a final look 0.6 of each
/// alpha goes to the bets and 0.4 to one asymptotic test at the horizon, which
/// [#decidedByFinalLook] then tells. Not thread-safe.
///
/// Transforms into and out of the unit range are in [Transforms].
public final class BettingTest implements SequentialTest {
  /// The shortest horizon that allows a final look.
  public static final int SHORTEST_FOR_FINAL_LOOK = 100;

  private static final double BETTING_SHARE = 0.6;
  private static final double FINAL_SHARE = 0.4;
  private static final double ROUNDING = 1e-9;

  private final int horizon;
  private final double bar;
  private final double alphaFit;
  private final double alphaUnfit;
  private final Scope scope;
  private final boolean finalLook;
  private final BettingProcess fit;
  private final BettingProcess unfit;
  private final ConfidenceSequence evidence;
  private double sum;
  private int seen;
  private Decision decision = Decision.UNDECIDED;
  private boolean decidedByFinalLook;
  private boolean futile;
  private @Nullable Interval interval;

  /// A test that has seen nothing yet.
  ///
  /// @param horizon the number of results at most, at least 1; for a suite all its cases
  /// @param bar the mean required, in (0, 1), or 1 for a suite
  /// @param alphaFit the chance of a false FIT at most, in [0, 1); 0 disables FIT
  /// @param alphaUnfit the chance of a false UNFIT at most, in [0, 1); 0 disables UNFIT
  /// @param finalLook allowed for traffic with a horizon of 100 or more only
  /// @throws IllegalArgumentException for values outside, or when both sides are disabled
  public BettingTest(
      int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope, boolean finalLook) {
    Checks.within(horizon, 1, Integer.MAX_VALUE, "horizon");
    Checks.test(bar, alphaFit, alphaUnfit, scope);
    if (finalLook && (scope == Scope.SUITE || horizon < SHORTEST_FOR_FINAL_LOOK)) {
      throw new IllegalArgumentException(
          "A final look needs traffic scope and a horizon of at least " + SHORTEST_FOR_FINAL_LOOK);
    }
    this.horizon = horizon;
    this.bar = bar;
    this.alphaFit = alphaFit;
    this.alphaUnfit = alphaUnfit;
    this.scope = scope;
    this.finalLook = finalLook;
    int population = scope == Scope.SUITE ? horizon : 0;
    fit = new BettingProcess(bar, Side.FIT, population);
    unfit = new BettingProcess(bar, Side.UNFIT, population);
    evidence = ConfidenceSequence.of(scope, horizon);
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
    Checks.state(seen < horizon, "The horizon is used up");
    evidence.add(x, weight);
    fit.add(x, weight);
    unfit.add(x, weight);
    seen++;
    sum += x;
    interval = null;
    decide();
    if (Futility.asksAt(seen)) {
      futile = chanceToDecide() < Futility.HOPELESS;
    }
  }

  @Override
  public Decision decision() {
    return decision;
  }

  /// Whether the decision rests on the asymptotic final look rather than on the bets.
  public boolean decidedByFinalLook() {
    return decidedByFinalLook;
  }

  @Override
  public int seen() {
    return seen;
  }

  @Override
  public int decidedAt() {
    return decision == Decision.UNDECIDED ? 0 : seen;
  }

  @Override
  public Interval interval() {
    var known = interval;
    if (known == null) {
      known = Interval.agreeing(low(), high(), decision, bar);
      interval = known;
    }
    return known;
  }

  @Override
  public double chanceToDecide() {
    if (decision != Decision.UNDECIDED || seen == 0) {
      return 1;
    }
    if (seen >= horizon) {
      return 0;
    }
    double z = root(fit) - root(unfit);
    return Planning.predictiveDecide(
        z, (double) seen / horizon, critical(alphaFit), critical(alphaUnfit));
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
            Planning.remaining(fit.growth(), seen, betting(alphaFit)),
            Planning.remaining(unfit.growth(), seen, betting(alphaUnfit)));
    return scope == Scope.SUITE ? Math.min(calls, horizon - seen) : calls;
  }

  private void decide() {
    if (scope == Scope.SUITE && settledByArithmetic()) {
      return;
    }
    if (fit.reaches(betting(alphaFit))) {
      decision = Decision.FIT;
    } else if (unfit.reaches(betting(alphaUnfit))) {
      decision = Decision.UNFIT;
    } else if (finalLook && seen == horizon) {
      lookFinally();
    }
  }

  /// Whether the full run's score is already on one side of the bar, whatever the remaining cases
  /// bring.
  private boolean settledByArithmetic() {
    double needed = bar * horizon - ROUNDING;
    if (alphaFit > 0 && sum >= needed) {
      decision = Decision.FIT;
    } else if (alphaUnfit > 0 && sum + (horizon - seen) < needed) {
      decision = Decision.UNFIT;
    }
    return decision != Decision.UNDECIDED;
  }

  private void lookFinally() {
    if (beyond(Side.FIT, alphaFit)) {
      decision = Decision.FIT;
    } else if (beyond(Side.UNFIT, alphaUnfit)) {
      decision = Decision.UNFIT;
    }
    decidedByFinalLook = decision != Decision.UNDECIDED;
  }

  private boolean beyond(Side side, double alpha) {
    return alpha > 0 && new FinalLook(evidence, bar, side).z() >= Planning.z(FINAL_SHARE * alpha);
  }

  private double low() {
    double low = evidence.lower(betting(alphaFit));
    if (decidedByFinalLook && decision == Decision.FIT) {
      double z = Planning.z(FINAL_SHARE * alphaFit);
      return Math.max(low, FinalLook.refuted(evidence, bar, Side.FIT, z));
    }
    return low;
  }

  private double high() {
    double high = evidence.upper(betting(alphaUnfit));
    if (decidedByFinalLook && decision == Decision.UNFIT) {
      double z = Planning.z(FINAL_SHARE * alphaUnfit);
      return Math.min(high, FinalLook.refuted(evidence, bar, Side.UNFIT, z));
    }
    return high;
  }

  private double betting(double alpha) {
    return finalLook ? BETTING_SHARE * alpha : alpha;
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
    return finalLook ? Planning.z(FINAL_SHARE * alpha) : Planning.criticalBet(alpha);
  }
}
