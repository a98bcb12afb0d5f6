package dev.metier.verdict;

import dev.metier.job.Requirement;
import dev.metier.stats.Decision;
import dev.metier.stats.Interval;
import dev.metier.stats.QuantileRanks;
import dev.metier.stats.SequentialTest;
import java.util.Locale;
import java.util.OptionalDouble;

/// Says in the need's own unit, and in words, what its test found.
record Findings(
    Requirement need,
    Measure measure,
    double cap,
    SequentialTest test,
    Samples samples,
    int horizon) {

  Finding finding() {
    Finding.Status status =
        switch (test.decision()) {
          case FIT -> Finding.Status.MET;
          case UNFIT -> Finding.Status.UNMET;
          case UNDECIDED -> Finding.Status.UNDECIDED;
        };
    Interval interval = interval();
    OptionalDouble estimate = samples.counted() == 0 ? OptionalDouble.empty() : estimate();
    return new Finding(
        need,
        status,
        test.seen(),
        horizon,
        interval,
        bar(),
        estimate,
        reason(status),
        status == Finding.Status.UNDECIDED ? test.chanceToDecide() : 1,
        status == Finding.Status.UNDECIDED ? test.remaining() : 0);
  }

  /// The limit in the need's own unit.
  private double bar() {
    return switch (need) {
      case Requirement.Quality q -> q.atLeast();
      case Requirement.NotWorse n -> -n.margin();
      case Requirement.Regressions r -> r.atMost();
      case Requirement.Latency l -> l.limit().toNanos() / 1e9;
      case Requirement.Speed s -> s.tokensPerSecond();
      case Requirement.Cost c -> c.perThousand().dollars();
    };
  }

  private Interval interval() {
    Interval share = test.interval();
    return switch (need) {
      case Requirement.Quality _ -> share;
      case Requirement.NotWorse _ -> new Interval(2 * share.low() - 1, 2 * share.high() - 1);
      case Requirement.Regressions _ -> new Interval(1 - share.high(), 1 - share.low());
      case Requirement.Cost _ -> new Interval(perThousand(share.high()), perThousand(share.low()));
      case Requirement.Latency l -> quantile(l.share(), true);
      case Requirement.Speed s -> quantile(1 - s.share(), false);
    };
  }

  private OptionalDouble estimate() {
    return OptionalDouble.of(
        switch (need) {
          case Requirement.Quality _ -> samples.mean();
          case Requirement.NotWorse _ -> 2 * samples.mean() - 1;
          case Requirement.Regressions _ -> 1 - samples.mean();
          case Requirement.Cost _ -> perThousand(samples.mean());
          case Requirement.Latency l -> point(l.share());
          case Requirement.Speed s -> point(1 - s.share());
        });
  }

  private double perThousand(double cheapness) {
    return (1 - cheapness) * cap * 1000 / 1e9;
  }

  /// Anytime bounds of a quantile; what the decision has proved about the bar tightens them.
  private Interval quantile(double share, boolean lowIsGood) {
    double[] sorted = samples.sorted();
    if (sorted.length == 0) {
      return new Interval(0, Double.POSITIVE_INFINITY);
    }
    var ranks = QuantileRanks.of(sorted.length, share, 1 - need.confidence());
    double low = ranks.lowerRank().isPresent() ? sorted[ranks.lowerRank().getAsInt() - 1] : 0;
    double high =
        ranks.upperRank().isPresent()
            ? sorted[ranks.upperRank().getAsInt() - 1]
            : Double.POSITIVE_INFINITY;
    boolean below = test.decision() == (lowIsGood ? Decision.FIT : Decision.UNFIT);
    boolean above = test.decision() == (lowIsGood ? Decision.UNFIT : Decision.FIT);
    if (below) {
      high = Math.min(high, bar());
      low = Math.min(low, high);
    }
    if (above) {
      low = Math.max(low, bar());
      high = Math.max(low, high);
    }
    return new Interval(low, high);
  }

  private double point(double share) {
    double[] sorted = samples.sorted();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length - 1e-9);
    return sorted[Math.clamp(rank, 1, sorted.length) - 1];
  }

  private String reason(Finding.Status status) {
    if (test.seen() == 0) {
      return need.label() + ": nothing measured yet.";
    }
    String sure = percent(need.confidence());
    return switch (status) {
      case MET -> need.label() + ": met with " + sure + " confidence; " + seen() + ".";
      case UNMET -> need.label() + ": not met, with " + sure + " confidence; " + seen() + ".";
      case UNDECIDED ->
          need.label()
              + ": undecided after "
              + test.seen()
              + " of "
              + horizon
              + "; "
              + seen()
              + ".";
    };
  }

  /// What was seen, in the need's own terms.
  private String seen() {
    int n = samples.counted();
    String cases = n == 1 ? " case" : " cases";
    String what =
        switch (need) {
          case Requirement.Quality _ ->
              measure.binary() && isWhole(samples.sum())
                  ? Math.round(samples.sum()) + " of " + n + cases + " passed"
                  : "mean grade " + shown(samples.mean()) + " over " + n + cases;
          case Requirement.NotWorse r ->
              "mean difference to "
                  + r.than()
                  + " "
                  + shown(2 * samples.mean() - 1)
                  + " over "
                  + n
                  + cases;
          case Requirement.Regressions r ->
              Math.round(n - samples.sum()) + " of " + n + cases + " lost against " + r.than();
          case Requirement.Latency _, Requirement.Speed _ ->
              Math.round(samples.sum()) + " of " + n + " within the limit";
          case Requirement.Cost _ ->
              "mean $" + shown(perThousand(samples.mean())) + " per 1,000 over " + n + cases;
        };
    return samples.notServed() == 0 ? what : what + " (" + samples.notServed() + " not served)";
  }

  private static boolean isWhole(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-9;
  }

  private static String percent(double share) {
    return shown(share * 100) + " %";
  }

  private static String shown(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
