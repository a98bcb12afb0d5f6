package dev.metier.stats;

import org.jspecify.annotations.Nullable;

/// The exact sequential binomial test of pass/fail results, decided after any result.
///
/// At most alpha_fit of all models at or below the bar are ever called FIT, and at most alpha_unfit
/// of those at or above it UNFIT, however one stops and however many results are added behind the
/// horizon. After FIT the lower bound is the stage-wise one, before it that of the betting
/// confidence sequence. A suite to which cases were added is decided by arithmetic. Not
/// thread-safe.
public final class ExactTest implements SequentialTest {
  private final ExactBoundary boundary;
  private final int available;

  /// Whether a suite's order is not that of one draw, so that arithmetic alone decides.
  private final boolean arithmetic;

  private final ConfidenceSequence evidence;
  private int passes;
  private int seen;
  private int asked;
  private int passesAsked;
  private Decision decision = Decision.UNDECIDED;
  private @Nullable Interval interval;
  private double intervalAlpha;
  private double chance = Double.NaN;

  /// A test that has seen nothing yet, of as many results as its horizon.
  ///
  /// @param horizon the number of results at most, in [1, 1,000,000]; for a suite all its cases
  /// @param bar the share of passes required, in (0, 1), or 1 for a suite
  /// @param alphaFit the chance of a false FIT at most, in [0, 1); 0 disables FIT
  /// @param alphaUnfit the chance of a false UNFIT at most, in [0, 1); 0 disables UNFIT
  /// @throws IllegalArgumentException for values outside, or when both sides are disabled
  public ExactTest(int horizon, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    this(horizon, horizon, bar, alphaFit, alphaUnfit, scope);
  }

  /// The same where results were added behind the horizon, or are missing before it.
  ///
  /// @param horizon the number of results that were planned when the first one was asked for
  /// @param available the number of results there can be by now, in [1, 1,000,000]
  public ExactTest(
      int horizon, int available, double bar, double alphaFit, double alphaUnfit, Scope scope) {
    Checks.within(available, 1, ExactBoundary.LONGEST, "available");
    arithmetic = scope == Scope.SUITE && available != horizon;
    boundary =
        arithmetic
            ? ExactBoundary.arithmetic(available, bar, alphaFit, alphaUnfit)
            : ExactBoundary.of(horizon, bar, alphaFit, alphaUnfit, scope);
    this.available = available;
    evidence = ConfidenceSequence.of(scope, available);
  }

  /// The counts at which it stops.
  public ExactBoundary boundary() {
    return boundary;
  }

  @Override
  public void add(double x) {
    if (x != 0 && x != 1) {
      throw new IllegalArgumentException("An exact test takes 0 or 1, not " + x);
    }
    if (decision != Decision.UNDECIDED) {
      return;
    }
    Checks.state(seen < available, "All results are used up");
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
  public Interval interval(double alpha) {
    Checks.open(alpha, "alpha");
    var known = interval;
    if (known == null || intervalAlpha != alpha) {
      known = Interval.agreeing(low(alpha / 2), high(alpha / 2), decision, boundary.bar());
      interval = known;
      intervalAlpha = alpha;
    }
    return known;
  }

  @Override
  public Interval oneSidedBounds() {
    double low = low(boundary.alphaFit());
    return Interval.agreeing(low, high(boundary.alphaUnfit()), decision, boundary.bar());
  }

  @Override
  public double chanceToDecide() {
    if (decision != Decision.UNDECIDED) {
      return 1;
    }
    if (Double.isNaN(chance)) {
      chance =
          exact()
              ? boundary.futility(available).chance(seen, passes)
              : approximateChance(seen, passes);
    }
    return chance;
  }

  @Override
  public boolean futile() {
    if (decision != Decision.UNDECIDED || seen == 0) {
      return false;
    }
    if (exact()) {
      var futility = boundary.futility(available);
      return futility.futile(seen, passes) || (asked > 0 && futility.futile(asked, passesAsked));
    }
    return asked > 0 && approximateChance(asked, passesAsked) < Futility.HOPELESS;
  }

  @Override
  public double remaining() {
    if (decision != Decision.UNDECIDED) {
      return 0;
    }
    double bar = boundary.bar();
    if (boundary.scope() == Scope.SUITE) {
      int left = available - seen;
      return bar == 1 ? left : Math.min(calls(alpha(false)), left);
    }
    double calls = seen < boundary.horizon() ? calls(alpha(false)) : Double.POSITIVE_INFINITY;
    return seen + calls <= boundary.horizon() ? calls : calls(alpha(true));
  }

  @Override
  public MoreResults forecast() {
    return decision == Decision.UNDECIDED
        ? new Urn(boundary, seen, passes, available).forecast()
        : MoreResults.DECIDED;
  }

  /// What may come, drawn from an urn that starts with what was seen and half a ball of each kind.
  private static final class Urn {
    private final ExactBoundary boundary;
    private final int last;
    private final double[] mass;
    private int n;
    private int low;
    private int high;
    private double decided;

    Urn(ExactBoundary boundary, int seen, int passes, int available) {
      this.boundary = boundary;
      last = boundary.scope() == Scope.SUITE ? available : ExactBoundary.LONGEST;
      mass = new double[MoreResults.MOST + 1];
      mass[0] = 1;
      n = seen;
      low = passes;
      high = passes;
    }

    MoreResults forecast() {
      int first = low;
      return MoreResults.of(_ -> n < last ? drawn(first) : 1);
    }

    /// Draws one more.
    private double drawn(int first) {
      n++;
      high++;
      for (int s = high; s >= low; s--) {
        double stays = s == high ? 0 : mass[s - first] * (1 - pass(s));
        double comes = s == low ? 0 : mass[s - 1 - first] * pass(s - 1);
        mass[s - first] = stays + comes;
      }
      for (; high >= low && high >= boundary.fitAtLeast(n); high--) {
        decided += mass[high - first];
      }
      for (; low <= high && low <= boundary.unfitAtMost(n); low++) {
        decided += mass[low - first];
      }
      return decided;
    }

    private double pass(int passes) {
      return (passes + 0.5) / n;
    }
  }

  private double calls(double alpha) {
    return Planning.remainingCalls(passes, seen, boundary.bar(), alpha);
  }

  /// The error rate of the side that the results lean to: the reserve's, or all of it.
  private double alpha(boolean reserve) {
    boolean above = (passes + 0.5) / (seen + 1) > boundary.bar();
    if (reserve) {
      return above ? boundary.reserveFit() : boundary.reserveUnfit();
    }
    return above ? boundary.alphaFit() : boundary.alphaUnfit();
  }

  private double low(double alpha) {
    if (arithmetic) {
      return evidence.lower(0);
    }
    return decision == Decision.FIT && seen <= ExactBoundary.EXACT_RESULTS
        ? StageWiseBound.lower(boundary, seen, alpha)
        : evidence.lower(alpha);
  }

  private double high(double alpha) {
    if (arithmetic) {
      return evidence.upper(0);
    }
    return decision == Decision.UNFIT && seen <= ExactBoundary.EXACT_RESULTS
        ? StageWiseBound.upper(boundary, seen, alpha)
        : evidence.upper(alpha);
  }

  private boolean exact() {
    return available <= ExactBoundary.EXACT_RESULTS;
  }

  /// The normal form of the chance to decide, against the reserve (or the end of the suite).
  private double approximateChance(int n, int passed) {
    double share = (double) n / available;
    if (n == 0 || n == available) {
      return 1 - share;
    }
    double bar = boundary.bar();
    double z = (passed - n * bar) / Math.sqrt(n * Math.max(bar * (1 - bar), 1e-9));
    boolean suite = boundary.scope() == Scope.SUITE;
    return Planning.predictiveDecide(
        z,
        share,
        critical(suite, boundary.alphaFit(), boundary.reserveFit()),
        critical(suite, boundary.alphaUnfit(), boundary.reserveUnfit()));
  }

  private static double critical(boolean suite, double alpha, double reserve) {
    return suite && alpha > 0 ? 0 : Planning.criticalBet(reserve);
  }
}
