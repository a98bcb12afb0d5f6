package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.stats.Decision;
import dev.metier.stats.Interval;
import dev.metier.stats.JudgeRates;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Quality: the mean grade, or the share of cases passed.
///
/// @param gradedScores whether grades are scores rather than pass or fail
/// @param judged what is known of the judge whose word the grades are, where they are
record QualityMeasure(Requirement.Quality need, boolean gradedScores, Optional<JudgedGrades> judged)
    implements NeedMeasure {
  /// A lower quality than this is no news.
  private static final double LEAST_TOLD = 0.5;

  private static final double ROUNDING = 1e-9;

  @Override
  public double bar() {
    return need.atLeast();
  }

  @Override
  public boolean binary() {
    return !gradedScores;
  }

  @Override
  public boolean scores() {
    return true;
  }

  @Override
  public OptionalDouble number(UnitResult own, Map<ModelName, UnitResult> others) {
    return own.mean(Outcome::score, need.slice());
  }

  @Override
  public boolean broken(UnitResult own, Map<ModelName, UnitResult> others) {
    return own.broken(need.slice());
  }

  @Override
  public Interval interval(Interval mean, Findings findings) {
    return mean;
  }

  @Override
  public double estimate(Samples samples) {
    return judged
        .map(JudgedGrades::rates)
        .filter(JudgeRates::tells)
        .map(rates -> rates.corrected(samples.mean()))
        .orElse(samples.mean());
  }

  @Override
  public String seen(Samples samples, String cases) {
    if (!binary()) {
      return "mean grade " + Findings.shown(samples.mean()) + " over " + cases;
    }
    long passes = Math.round(samples.passes());
    if (judged.isPresent()) {
      return "the judge passed "
          + passes
          + " of "
          + (samples.single()
              ? cases
              : Findings.counted(samples.answers(), "answer") + " to " + cases);
    }
    return samples.single()
        ? passes + " of " + cases + " passed"
        : passes
            + " of "
            + Findings.counted(samples.answers(), "answer")
            + " to "
            + cases
            + " passed";
  }

  /// The bar that the answers do prove, if it is worth a sentence: it may be claimed without a
  /// second look.
  @Override
  public String remark(Findings findings) {
    Optional<JudgedGrades> open = judged.filter(known -> !known.rates().tells());
    if (open.isPresent()) {
      return " " + open.get().unproven();
    }
    if (findings.decided() == Decision.FIT || findings.extent().whole()) {
      return "";
    }
    double below = Math.ceil(need.atLeast() * 100 - ROUNDING) - 1;
    double low = Math.floor(findings.oneSidedBounds().low() * 100);
    double bar = Math.min(low, below) / 100;
    return bar < LEAST_TOLD
        ? ""
        : String.format(Locale.ROOT, " These answers prove a quality of at least %.2f.", bar);
  }
}
