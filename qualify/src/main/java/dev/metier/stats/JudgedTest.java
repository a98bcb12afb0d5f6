package dev.metier.stats;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;

/// The sequential test of a share of good answers that only a judge has seen, whose own errors are
/// known from labels.
///
/// While results come, the judge's passes are tested exactly against a raised bar: what a model at
/// the bar would pass if the judge erred in its favour as much as its labels allow. A fifth of
/// alpha goes to each of the two bounds of the judge's rates and three fifths to the test
/// ([ExactTest]). At the horizon, once, the smoothed Rogan-Gladen interval ([JudgeRates#corrected])
/// is asked at three fifths of alpha too, since it is approximate: simulated, both together are
/// wrong at the bar in 5 of 100 runs at most. A judge that tells good from bad too little decides
/// nothing.
///
/// In a suite too the verdict is about what such cases show in general, since what a judge says of
/// all of them is still not what they are. Not thread-safe.
public final class JudgedTest implements SequentialTest {
  private static final double OF_LABELS = 0.2;
  private static final double OF_RESULTS = 0.6;
  private static final double HOPELESS = 0.05;

  private final JudgeRates rates;
  private final Setup setup;
  private final Optional<ExactTest> above;
  private final Optional<ExactTest> below;
  private final ConfidenceSequence evidence;
  private int seen;
  private int passes;
  private Decision decision = Decision.UNDECIDED;
  private @Nullable Ends ends;

  /// What is tested.
  ///
  /// @param horizon the number of results planned
  /// @param available the number of results there can be by now
  /// @param bar the share of good answers required, in (0, 1)
  /// @param alphaFit the chance of a false FIT at most
  /// @param alphaUnfit the chance of a false UNFIT at most
  /// @param behindOthers whether other graders fail some answers before the judge sees them
  public record Setup(
      int horizon,
      int available,
      double bar,
      double alphaFit,
      double alphaUnfit,
      boolean behindOthers) {
    public Setup {
      Checks.within(horizon, 1, ExactBoundary.LONGEST, "horizon");
      Checks.within(available, 1, ExactBoundary.LONGEST, "available");
      Checks.open(bar, "bar");
    }
  }

  /// The counts of passes at the horizon that decide.
  private record Ends(int fitAtLeast, int unfitAtMost) {}

  /// A test that has seen nothing yet.
  public JudgedTest(JudgeRates rates, Setup setup) {
    this.rates = rates;
    this.setup = setup;
    double fitBar = rates.fitBar(setup.bar, OF_LABELS * setup.alphaFit);
    double unfitBar =
        setup.behindOthers
            ? rates.unfitBarBehindOthers(setup.bar, OF_LABELS * setup.alphaUnfit)
            : rates.unfitBar(setup.bar, OF_LABELS * setup.alphaUnfit);
    above = test(fitBar, OF_RESULTS * setup.alphaFit, 0);
    below = test(unfitBar, 0, OF_RESULTS * setup.alphaUnfit);
    evidence = ConfidenceSequence.of(Scope.TRAFFIC, setup.available);
  }

  private Optional<ExactTest> test(double bar, double alphaFit, double alphaUnfit) {
    return rates.tells() && bar > 0 && bar < 1 && alphaFit + alphaUnfit > 0
        ? Optional.of(
            new ExactTest(setup.horizon, setup.available, bar, alphaFit, alphaUnfit, Scope.TRAFFIC))
        : Optional.empty();
  }

  @Override
  public void add(double x) {
    if (x != 0 && x != 1) {
      throw new IllegalArgumentException("A judge passes or fails, so 0 or 1, not " + x);
    }
    if (decision != Decision.UNDECIDED) {
      return;
    }
    Checks.state(seen < setup.available, "All results are used up");
    seen++;
    passes += (int) x;
    evidence.add(x);
    above.ifPresent(test -> test.add(x));
    below.ifPresent(test -> test.add(x));
    if (above.filter(test -> test.decision() == Decision.FIT).isPresent()) {
      decision = Decision.FIT;
    } else if (below.filter(test -> test.decision() == Decision.UNFIT).isPresent()) {
      decision = Decision.UNFIT;
    } else if (seen == setup.horizon) {
      decision = atTheEnd();
    }
  }

  @Override
  public void add(double x, double weight) {
    if (weight != 1) {
      throw new IllegalArgumentException("Judged results have weight 1 only, not " + weight);
    }
    add(x);
  }

  private Decision atTheEnd() {
    if (passes >= ends().fitAtLeast) {
      return Decision.FIT;
    }
    return passes <= ends().unfitAtMost ? Decision.UNFIT : Decision.UNDECIDED;
  }

  private Ends ends() {
    Ends known = ends;
    if (known == null) {
      known = new Ends(fitAtLeast(), unfitAtMost());
      ends = known;
    }
    return known;
  }

  private int fitAtLeast() {
    int n = setup.horizon;
    int count = n + 1;
    double alpha = 2 * OF_RESULTS * setup.alphaFit;
    if (rates.tells() && alpha > 0) {
      while (count > 0 && rates.corrected(count - 1, n, alpha).low() >= setup.bar) {
        count--;
      }
    }
    return count;
  }

  private int unfitAtMost() {
    int n = setup.horizon;
    int count = -1;
    double alpha = 2 * OF_RESULTS * setup.alphaUnfit;
    if (rates.tells() && alpha > 0 && !setup.behindOthers) {
      while (count < n && rates.corrected(count + 1, n, alpha).high() < setup.bar) {
        count++;
      }
    }
    return count;
  }

  @Override
  public Decision decision() {
    return decision;
  }

  @Override
  public int seen() {
    return seen;
  }

  /// Before the end a range valid at any time, as wide as the judge's labels leave it; at the end
  /// the corrected interval.
  @Override
  public Interval interval(double alpha) {
    Checks.open(alpha, "alpha");
    if (seen == setup.horizon && rates.tells() && !setup.behindOthers) {
      Interval corrected = rates.corrected(passes, seen, alpha);
      return Interval.agreeing(corrected.low(), corrected.high(), decision, setup.bar);
    }
    return bounds(alpha / 2, alpha / 2);
  }

  @Override
  public Interval oneSidedBounds() {
    return bounds(setup.alphaFit, setup.alphaUnfit);
  }

  private Interval bounds(double alphaLow, double alphaHigh) {
    double low = alphaLow == 0 ? 0 : evidence.lower(OF_RESULTS * alphaLow);
    double high = alphaHigh == 0 ? 1 : evidence.upper(OF_RESULTS * alphaHigh);
    double alpha = OF_LABELS * Math.max(Double.MIN_NORMAL, Math.min(alphaLow, alphaHigh));
    Interval good = rates.good(new Interval(Math.min(low, high), high), alpha);
    double upper = setup.behindOthers ? 1 : good.high();
    return Interval.agreeing(good.low(), upper, decision, setup.bar);
  }

  @Override
  public double chanceToDecide() {
    if (decision != Decision.UNDECIDED) {
      return 1;
    }
    if (seen >= setup.horizon) {
      return above.map(ExactTest::chanceToDecide).orElse(0.0);
    }
    int left = setup.horizon - seen;
    var more = BinomialDistribution.of(left, (passes + 0.5) / (seen + 1));
    double fit = more.survivalProbability(ends().fitAtLeast - passes - 1);
    double unfit = more.cumulativeProbability(ends().unfitAtMost - passes);
    double atOnce =
        Math.max(
            above.map(ExactTest::chanceToDecide).orElse(0.0),
            below.map(ExactTest::chanceToDecide).orElse(0.0));
    return Math.min(1, Math.max(fit + unfit, atOnce));
  }

  /// A judge whose errors are unknown reports on, since its word counts once they are known; one
  /// that is known to tell too little is asked no more.
  @Override
  public boolean futile() {
    if (decision != Decision.UNDECIDED || seen == 0 || rates.equals(JudgeRates.UNKNOWN)) {
      return false;
    }
    return !rates.tells() || (Futility.asksAt(seen) && chanceToDecide() < HOPELESS);
  }

  @Override
  public double remaining() {
    if (decision != Decision.UNDECIDED) {
      return 0;
    }
    double left = Math.max(1, setup.horizon - seen);
    double soonest =
        Math.min(
            above.map(ExactTest::remaining).orElse(left),
            below.map(ExactTest::remaining).orElse(left));
    return Math.clamp(soonest, 1, left);
  }

  @Override
  public MoreResults forecast() {
    if (decision != Decision.UNDECIDED) {
      return MoreResults.DECIDED;
    }
    boolean good =
        seen > 0 && rates.tells() && rates.corrected((double) passes / seen) >= setup.bar;
    return (good ? above : below)
        .map(ExactTest::forecast)
        .orElse(new MoreResults(OptionalInt.empty(), OptionalInt.empty()));
  }
}
