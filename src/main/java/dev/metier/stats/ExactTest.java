package dev.metier.stats;

import org.jspecify.annotations.Nullable;

/// The exact sequential binomial test of pass/fail results, decided after any result up to its
/// horizon.
///
/// At most alpha_fit of all models at or below the bar are ever called FIT, and at most alpha_unfit
/// of those at or above it UNFIT, however one stops. After FIT the interval's lower end is the
/// stage-wise bound, before it the betting confidence sequence. Horizons beyond
/// [ExactBoundary#EXACT_RESULTS] are handled as told there. Not thread-safe.
public final class ExactTest implements SequentialTest {
  private final ExactBoundary boundary;
  private final ConfidenceSequence evidence;
  private int passes;
  private int seen;
  private int asked;
  private int passesAsked;
  private Decision decision = Decision.UNDECIDED;
  private @Nullable Interval interval;
  private double chance = Double.NaN;

  /// A test that has seen nothing yet.
  ///
  /// @param horizon the number of results at most, in [1, 1,000,000]; for a suite all its cases
  /// @param bar the share of passes required, in (0, 1), or 1 for a suite
  /// @param alphaFit the chance of a false FIT at most, in [0, 1); 0 disables FIT
  /// @param alphaUnfit the chance of a false UNFIT at most, in [0, 1); 0 disables UNFIT
  /// @throws IllegalArgumentException for values outside, or when both sides are disabled
  public ExactTest(int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    boundary = ExactBoundary.of(horizon, bar, alphaFit, alphaUnfit, scope);
    evidence = ConfidenceSequence.of(scope, horizon);
  }

  @Override
  public void add(double x) {
    if (x != 0 && x != 1) {
      throw new IllegalArgumentException("An exact test takes 0 or 1, not " + x);
    }
    if (decision != Decision.UNDECIDED) {
      return;
    }
    Checks.state(seen < boundary.horizon(), "The horizon is used up");
    evidence.add(x);
    seen++;
    passes += (int) x;
    decision = boundary.at(seen, passes);
    if (Futility.asksAt(seen)) {
      asked = seen;
      passesAsked = passes;
    }
    interval = null;
    chance = Double.NaN;
  }

  @Override
  public void add(double x, double weight) {
    if (weight != 1) {
      throw new IllegalArgumentException("An exact test takes weight 1 only, not " + weight);
    }
    add(x);
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
  public int decidedAt() {
    return decision == Decision.UNDECIDED ? 0 : seen;
  }

  @Override
  public Interval interval() {
    var known = interval;
    if (known == null) {
      known = Interval.agreeing(low(), high(), decision, boundary.bar());
      interval = known;
    }
    return known;
  }

  @Override
  public double chanceToDecide() {
    if (decision != Decision.UNDECIDED) {
      return 1;
    }
    if (Double.isNaN(chance)) {
      chance = exact() ? boundary.futility().chance(seen, passes) : approximateChance(seen, passes);
    }
    return chance;
  }

  @Override
  public boolean futile() {
    if (decision != Decision.UNDECIDED || asked == 0) {
      return false;
    }
    return exact()
        ? boundary.futility().futile(asked, passesAsked)
        : approximateChance(asked, passesAsked) < Futility.HOPELESS;
  }

  @Override
  public double remaining() {
    if (decision != Decision.UNDECIDED) {
      return 0;
    }
    double bar = boundary.bar();
    int left = boundary.horizon() - seen;
    if (bar == 1) {
      return left;
    }
    boolean above = (passes + 0.5) / (seen + 1) > bar;
    double alpha = above ? boundary.alphaFit() : boundary.alphaUnfit();
    double calls = Planning.remainingCalls(passes, seen, bar, alpha);
    return boundary.scope() == Scope.SUITE ? Math.min(calls, left) : calls;
  }

  private double low() {
    return decision == Decision.FIT && seen <= ExactBoundary.EXACT_RESULTS
        ? StageWiseBound.lower(boundary, seen, boundary.alphaFit())
        : evidence.lower(boundary.alphaFit());
  }

  private double high() {
    return decision == Decision.UNFIT && seen <= ExactBoundary.EXACT_RESULTS
        ? StageWiseBound.upper(boundary, seen, boundary.alphaUnfit())
        : evidence.upper(boundary.alphaUnfit());
  }

  private boolean exact() {
    return boundary.horizon() <= ExactBoundary.EXACT_RESULTS;
  }

  /// The normal form of the chance to decide, against the betting boundary (or the end of the
  /// suite).
  private double approximateChance(int n, int passed) {
    double share = (double) n / boundary.horizon();
    if (n == 0 || n == boundary.horizon()) {
      return 1 - share;
    }
    double bar = boundary.bar();
    double z = (passed - n * bar) / Math.sqrt(n * Math.max(bar * (1 - bar), 1e-9));
    return Planning.predictiveDecide(
        z, share, critical(boundary.alphaFit()), critical(boundary.alphaUnfit()));
  }

  private double critical(double alpha) {
    if (boundary.scope() == Scope.SUITE && alpha > 0) {
      return 0;
    }
    return Planning.criticalBet(ExactBoundary.lateAlpha(alpha));
  }
}
