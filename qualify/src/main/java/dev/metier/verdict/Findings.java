package dev.metier.verdict;

import dev.metier.core.text.NumberText;
import dev.metier.job.Requirement;
import dev.metier.stats.Decision;
import dev.metier.stats.Interval;
import dev.metier.stats.SequentialTest;
import java.util.Optional;
import java.util.OptionalDouble;

/// Says in the need's own unit, and in words, what its test found.
///
/// @param decided what is known by now
/// @param samples what is shown: what the test counted, or all of a suite
record Findings(
    NeedMeasure measure,
    SequentialTest test,
    Samples samples,
    Draws draws,
    Decision decided,
    Extent extent) {
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
    OptionalDouble estimate =
        samples.counted() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(measure.estimate(samples));
    Interval interval =
        extent.whole() && estimate.isPresent()
            ? new Interval(estimate.getAsDouble(), estimate.getAsDouble())
            : measure.interval(ofMean(test.interval(1 - need().confidence())), this);
    boolean open = status == Finding.Status.UNDECIDED;
    return new Finding(
        need(),
        status,
        samples.cases(),
        draws.cases(),
        interval,
        need().barValue(),
        estimate,
        reason(status),
        open ? test.chanceToDecide() : 1,
        open ? test.remaining() * extent.plan().casesPerResult() : 0,
        open && samples.cases() >= FEWEST && casesHelp()
            ? Optional.of(test.forecast().times(extent.plan().casesPerResult()))
            : Optional.empty());
  }

  /// Whether more cases could decide: not while the judge tells too little.
  private boolean casesHelp() {
    return measure.judged().filter(known -> !known.rates().tells()).isEmpty();
  }

  private Requirement need() {
    return measure.need();
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

  /// Anytime bounds of a quantile by the draws of the test; what is decided, or not, about the bar
  /// holds for them too.
  Interval quantile(double share, boolean lowIsGood) {
    double bar = need().barValue();
    Interval bounds = samples.times().bounds(share, (1 - need().confidence()) / 2);
    double low = bounds.low();
    double high = bounds.high();
    return switch (decided) {
      case UNDECIDED -> new Interval(Math.min(low, bar), Math.max(high, bar));
      case FIT -> lowIsGood ? below(low, high, bar) : above(low, high, bar);
      case UNFIT -> lowIsGood ? above(low, high, bar) : below(low, high, bar);
    };
  }

  private static Interval below(double low, double high, double bar) {
    double end = Math.min(high, bar);
    return new Interval(Math.min(low, end), end);
  }

  private static Interval above(double low, double high, double bar) {
    double begin = Math.max(low, bar);
    return new Interval(begin, Math.max(high, begin));
  }

  private String reason(Finding.Status status) {
    if (samples.counted() == 0) {
      String why = extent.looked() ? measure.unmeasured(samples) : "nothing measured yet";
      return need().label() + ": " + why + ".";
    }
    String sure = percent(need().confidence());
    String what =
        switch (status) {
          case MET -> extent.whole() ? ": met" : ": met with " + sure + " confidence";
          case UNMET -> extent.whole() ? ": not met" : ": not met, with " + sure + " confidence";
          case UNDECIDED ->
              ": undecided after " + samples.cases() + " of " + counted(draws.cases(), "case");
        };
    return need().label() + what + "; " + seen() + "." + measure.remark(this) + byLot() + leftOut();
  }

  private String byLot() {
    if (!extent.plan().byLot()) {
      return "";
    }
    return draws.single()
        ? " With so few cases each score is rounded to 0 or 1 by lot before it is tested."
        : " The share of each cluster is rounded to 0 or 1 by lot before it is tested.";
  }

  /// The mean's bounds, each by itself at the test's own error rates.
  Interval oneSidedBounds() {
    return ofMean(test.oneSidedBounds());
  }

  /// Which answers are left out, and why.
  private String leftOut() {
    int number = samples.unmeasured();
    return number == 0
        ? ""
        : " "
            + counted(number, "more answer")
            + (number == 1 ? " shows" : " show")
            + " no "
            + need().measure()
            + ": "
            + samples.whyUnmeasured()
            + ".";
  }

  /// What was seen, in the need's own terms.
  private String seen() {
    String what = measure.seen(samples, counted(samples.cases(), "case"));
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

  static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String percent(double share) {
    return shown(share * 100) + " %";
  }

  static String shown(double value) {
    return NumberText.rounded(value, 3);
  }
}
