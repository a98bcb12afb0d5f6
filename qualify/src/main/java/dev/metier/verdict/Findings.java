package dev.metier.verdict;

import dev.metier.job.Requirement;
import dev.metier.stats.Decision;
import dev.metier.stats.Interval;
import dev.metier.stats.SequentialTest;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Says in the need's own unit, and in words, what its test found.
///
/// @param decided what is known by now
/// @param samples what is shown: what the test counted, or all of a suite
record Findings(
    Requirement need,
    Measure measure,
    Cap cap,
    SequentialTest test,
    Samples samples,
    Draws draws,
    Decision decided,
    Extent extent) {
  /// A lower quality than this is no news.
  private static final double LEAST_TOLD = 0.5;

  private static final double ROUNDING = 1e-9;

  /// Fewer cases than these foretell nothing.
  private static final int FEWEST = 10;

  /// How far what was seen reaches.
  ///
  /// @param whole whether all of a suite is known
  /// @param looked whether there were answers to look at
  /// @param dearest what the dearest answer cost that should have been impossible, in billionths of
  ///   a dollar; 0 when there was none
  record Extent(boolean whole, boolean looked, double dearest, NeedTest.Plan plan) {}

  Finding finding() {
    Finding.Status status =
        switch (decided) {
          case FIT -> Finding.Status.MET;
          case UNFIT -> Finding.Status.UNMET;
          case UNDECIDED -> Finding.Status.UNDECIDED;
        };
    OptionalDouble estimate = samples.counted() == 0 ? OptionalDouble.empty() : estimate();
    Interval interval =
        extent.whole() && estimate.isPresent()
            ? new Interval(estimate.getAsDouble(), estimate.getAsDouble())
            : interval();
    boolean open = status == Finding.Status.UNDECIDED;
    return new Finding(
        need,
        status,
        samples.cases(),
        draws.cases(),
        interval,
        bar(),
        estimate,
        reason(status),
        open ? test.chanceToDecide() : 1,
        open ? test.remaining() * extent.plan().casesPerResult() : 0,
        open && samples.cases() >= FEWEST
            ? Optional.of(test.forecast().times(extent.plan().casesPerResult()))
            : Optional.empty());
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
    Interval share = ofMean(test.interval(1 - need.confidence()));
    return switch (need) {
      case Requirement.Quality _ -> share;
      case Requirement.NotWorse _ -> new Interval(2 * share.low() - 1, 2 * share.high() - 1);
      case Requirement.Regressions _ -> new Interval(1 - share.high(), 1 - share.low());
      case Requirement.Cost _ ->
          new Interval(
              perThousand(share.high()),
              cap.known() && extent.dearest() == 0
                  ? perThousand(share.low())
                  : Double.POSITIVE_INFINITY);
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
          case Requirement.Latency l -> samples.times().quantile(l.share());
          case Requirement.Speed s -> samples.times().quantile(1 - s.share());
        });
  }

  /// A suite's small units were counted as if the rest of their weight lay on the bar: the range of
  /// the mean without that.
  private Interval ofMean(Interval counted) {
    double weight = draws.meanWeight();
    if (!extent.plan().suite() || weight == 1) {
      return counted;
    }
    double padding = (1 - weight) * measure.bar();
    return new Interval(
        Math.clamp((counted.low() - padding) / weight, 0.0, 1.0),
        Math.clamp((counted.high() - padding) / weight, 0.0, 1.0));
  }

  private double perThousand(double cheapness) {
    return (1 - cheapness) * cap.used() * 1000 / 1e9;
  }

  /// Anytime bounds of a quantile by the draws of the test; what is decided, or not, about the bar
  /// holds for them too.
  private Interval quantile(double share, boolean lowIsGood) {
    Interval bounds = samples.times().bounds(share, (1 - need.confidence()) / 2);
    double low = bounds.low();
    double high = bounds.high();
    return switch (decided) {
      case UNDECIDED -> new Interval(Math.min(low, bar()), Math.max(high, bar()));
      case FIT -> lowIsGood ? below(low, high) : above(low, high);
      case UNFIT -> lowIsGood ? above(low, high) : below(low, high);
    };
  }

  private Interval below(double low, double high) {
    double end = Math.min(high, bar());
    return new Interval(Math.min(low, end), end);
  }

  private Interval above(double low, double high) {
    double begin = Math.max(low, bar());
    return new Interval(begin, Math.max(high, begin));
  }

  private String reason(Finding.Status status) {
    if (samples.counted() == 0) {
      return need.label() + ": " + (extent.looked() ? unmeasured() : "nothing measured yet") + ".";
    }
    String sure = percent(need.confidence());
    String what =
        switch (status) {
          case MET -> extent.whole() ? ": met" : ": met with " + sure + " confidence";
          case UNMET -> extent.whole() ? ": not met" : ": not met, with " + sure + " confidence";
          case UNDECIDED ->
              ": undecided after " + samples.cases() + " of " + counted(draws.cases(), "case");
        };
    return need.label()
        + what
        + "; "
        + seen()
        + "."
        + proven(status)
        + byLot()
        + tooDear()
        + leftOut();
  }

  /// Why answers told nothing about the need.
  private String unmeasured() {
    return switch (need) {
      case Requirement.Cost _ ->
          "open, since no price of this model was known; write `price` for it in metier.yaml";
      case Requirement.Latency _ -> "open, since no answer has a time";
      case Requirement.Speed _ when samples.unmeasured() > 0 ->
          "open, since the server reports no speed and no answer shows one by its times: of "
              + counted(samples.unmeasured(), "answer")
              + " "
              + samples.whyUnmeasured();
      case Requirement.Quality _,
          Requirement.NotWorse _,
          Requirement.Regressions _,
          Requirement.Speed _ ->
          "nothing measured yet";
    };
  }

  /// The bar that the answers do prove, if it is worth a sentence: it may be claimed without a
  /// second look.
  private String proven(Finding.Status status) {
    if (!(need instanceof Requirement.Quality quality)
        || status == Finding.Status.MET
        || extent.whole()) {
      return "";
    }
    double below = Math.ceil(quality.atLeast() * 100 - ROUNDING) - 1;
    double low = Math.floor(ofMean(test.oneSidedBounds()).low() * 100);
    double bar = Math.min(low, below) / 100;
    return bar < LEAST_TOLD
        ? ""
        : String.format(Locale.ROOT, " These answers prove a quality of at least %.2f.", bar);
  }

  private String byLot() {
    if (!measure.byLot()) {
      return "";
    }
    return draws.single()
        ? " With so few cases each score is rounded to 0 or 1 by lot before it is tested."
        : " The share of each cluster is rounded to 0 or 1 by lot before it is tested.";
  }

  /// Which answers are left out, and why.
  private String leftOut() {
    int number = samples.unmeasured();
    return number == 0
        ? ""
        : " "
            + counted(number, "more answer")
            + (number == 1 ? " shows" : " show")
            + " no speed: "
            + samples.whyUnmeasured()
            + ".";
  }

  /// Why a need about cost cannot be met any more, if so.
  private String tooDear() {
    if (need instanceof Requirement.Cost && !cap.known() && !extent.whole()) {
      return " Nothing limits how long an answer may be, so no sample can prove it.";
    }
    return extent.dearest() == 0 || extent.whole()
        ? ""
        : " An answer cost $"
            + shown(extent.dearest() / 1e9)
            + ", and max_tokens and the price allow $"
            + shown(cap.stated() / 1e9)
            + " at most: with such answers no sample can prove it.";
  }

  /// What was seen, in the need's own terms.
  private String seen() {
    String cases = counted(samples.cases(), "case");
    String what =
        switch (need) {
          case Requirement.Quality _ -> passed(cases);
          case Requirement.NotWorse r ->
              "mean difference to "
                  + r.than()
                  + " "
                  + shown(2 * samples.mean() - 1)
                  + " over "
                  + cases;
          case Requirement.Regressions r ->
              Math.round(samples.answers() - samples.passes())
                  + " of "
                  + (single() ? cases : counted(samples.answers(), "answer"))
                  + " lost against "
                  + r.than();
          case Requirement.Latency _, Requirement.Speed _ ->
              samples.within() + " of " + samples.measured() + " within the limit";
          case Requirement.Cost _ ->
              "mean $" + shown(perThousand(samples.mean())) + " per 1,000 over " + cases;
        };
    String blocks =
        extent
            .plan()
            .block()
            .map(b -> ", in " + counted(samples.times().draws(), "block") + " of " + b.calls())
            .orElse("");
    String clusters =
        !blocks.isEmpty() || draws.single() || samples.counted() == samples.cases()
            ? blocks
            : ", in " + counted(samples.counted(), "cluster");
    return what
        + clusters
        + (samples.notServed() == 0 ? "" : " (" + samples.notServed() + " not served)");
  }

  private String passed(String cases) {
    if (!measure.binary()) {
      return "mean grade " + shown(samples.mean()) + " over " + cases;
    }
    long passes = Math.round(samples.passes());
    return single()
        ? passes + " of " + cases + " passed"
        : passes + " of " + counted(samples.answers(), "answer") + " to " + cases + " passed";
  }

  /// Whether each case was asked once.
  private boolean single() {
    return samples.answers() == samples.cases();
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String percent(double share) {
    return shown(share * 100) + " %";
  }

  private static String shown(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
