package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.provider.DecodeSpeed.Missing;
import dev.metier.stats.Interval;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a need looks at: a number in 0..1 for each unit, whose mean is compared with a bar; and how
/// that reads in the need's own unit.
sealed interface NeedMeasure
    permits CostMeasure, NotWorseMeasure, QualityMeasure, QuantileMeasure, RegressionsMeasure {
  /// What a need looks at.
  ///
  /// @param gradedScores whether the job's grades are scores rather than pass or fail
  /// @param mostPerAnswer the most one answer can cost, in billionths of a dollar; 0 when nothing
  ///   limits it
  /// @param judged what is known of the judge whose word the grades are
  static NeedMeasure of(
      Requirement need, boolean gradedScores, double mostPerAnswer, Optional<JudgedGrades> judged) {
    return switch (need) {
      case Requirement.Quality quality -> new QualityMeasure(quality, gradedScores, judged);
      case Requirement.NotWorse notWorse -> new NotWorseMeasure(notWorse);
      case Requirement.Regressions regressions -> new RegressionsMeasure(regressions);
      case Requirement.Latency latency -> new LatencyMeasure(latency);
      case Requirement.Speed speed -> new SpeedMeasure(speed);
      case Requirement.Cost cost -> CostMeasure.of(cost, mostPerAnswer);
    };
  }

  Requirement need();

  /// The limit of the mean, in 0..1.
  double bar();

  /// Whether each number is 0 or 1, when a unit is one case asked once.
  boolean binary();

  /// Whether the number is a score of one model's answers, so that a perfect model has 1.
  boolean scores();

  /// Whether any sample can show that the need is met.
  default boolean provable() {
    return true;
  }

  /// The number of one unit, below 0 for an answer that costs more than can be; empty when the unit
  /// says nothing about the need (another slice, a cold start, no timing).
  ///
  /// @param others the same unit of the models that are compared with
  OptionalDouble number(UnitResult own, Map<ModelName, UnitResult> others);

  /// The number of one answer, where blocks of consecutive calls make draws; NaN when it says
  /// nothing.
  default double ofAnswer(Outcome outcome) {
    throw new IllegalStateException("calls of this need make no blocks: " + need().label());
  }

  /// Whether the grader failed on an answer that the need looks at.
  default boolean broken(UnitResult own, Map<ModelName, UnitResult> others) {
    return false;
  }

  /// What is known of the judge whose word the numbers are, where one's are.
  default Optional<JudgedGrades> judged() {
    return Optional.empty();
  }

  /// What an answer cost that should have been impossible, in billionths of a dollar; 0 for others.
  default double excess(Outcome outcome) {
    return 0;
  }

  /// What is kept of one answer for quantiles, in the unit of the need; NaN when nothing is.
  default double figure(Outcome outcome) {
    return Double.NaN;
  }

  /// The largest figure on the lower side of the bar; empty where no figures are kept.
  default OptionalDouble edge() {
    return OptionalDouble.empty();
  }

  /// Why an answer that came shows no figure, if that is to be told.
  default Optional<Missing> missing(Outcome outcome) {
    return Optional.empty();
  }

  /// Where the measured quantity lies, in the unit of the need.
  ///
  /// @param mean where the mean number lies
  Interval interval(Interval mean, Findings findings);

  /// The measured quantity of what was seen, in the unit of the need.
  double estimate(Samples samples);

  /// What was seen, in the need's own terms.
  ///
  /// @param cases how many cases, in words
  String seen(Samples samples, String cases);

  /// Why answers told nothing about the need.
  default String unmeasured(Samples samples) {
    return "nothing measured yet";
  }

  /// A further sentence about what was found, after a space; empty when there is none.
  default String remark(Findings findings) {
    return "";
  }

  /// The result of a model on the same unit.
  static UnitResult other(Map<ModelName, UnitResult> others, ModelName name) {
    UnitResult other = others.get(name);
    if (other == null) {
      throw new IllegalStateException("no result of " + name + " to compare with");
    }
    return other;
  }
}
