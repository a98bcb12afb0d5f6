package dev.metier.verdict;

import dev.metier.job.Direction;
import dev.metier.ledger.Outcome;
import dev.metier.provider.DecodeSpeed.Missing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a need has seen, kept for estimates and quantiles only; decisions do not look at it.
final class Samples {
  /// Runs of independent calls are so few in 1 of 1,000.
  private static final double SPELLS = -3.1;

  private final NeedMeasure measure;
  private final Draws draws;
  private final Times times = new Times();
  private final Map<Missing, Integer> unmeasured = new EnumMap<>(Missing.class);
  private double sum;
  private double weights;
  private double passes;
  private int counted;
  private int cases;
  private int answers;
  private int notServed;

  Samples(NeedMeasure measure, Draws draws) {
    this.measure = measure;
    this.draws = draws;
  }

  /// @param x the unit's number
  /// @param weight what it weighs beside others
  void add(UnitResult own, double x, double weight) {
    int ofNeed = draws.cases(own.unit());
    sum += weight * x;
    weights += weight;
    counted++;
    int repeats = own.outcomes().getFirst().size();
    cases += ofNeed;
    answers += ofNeed * repeats;
    passes += x * ofNeed * repeats;
    for (int i = 0; i < own.outcomes().size(); i++) {
      if (draws.concern(own.unit().cases().get(i))) {
        own.outcomes().get(i).forEach(this::look);
      }
    }
  }

  /// Takes note of a unit that says nothing about the need.
  void leaveOut(UnitResult own) {
    own.outcomes().forEach(repeats -> repeats.forEach(this::noteUnmeasured));
  }

  private void noteUnmeasured(Outcome outcome) {
    measure.missing(outcome).ifPresent(why -> unmeasured.merge(why, 1, Integer::sum));
  }

  private void look(Outcome outcome) {
    notServed += outcome.served() ? 0 : 1;
    times.add(measure.figure(outcome), times.draws());
    noteUnmeasured(outcome);
  }

  /// The weighted mean number.
  double mean() {
    return counted == 0 ? 0 : sum / weights;
  }

  /// The numbers of all answers together: how many passed, where each passes or does not.
  double passes() {
    return passes;
  }

  /// Units.
  int counted() {
    return counted;
  }

  int cases() {
    return cases;
  }

  /// Cases times repeats.
  int answers() {
    return answers;
  }

  /// How many times or speeds are known.
  int measured() {
    return times.size();
  }

  /// How many of them keep within the limit.
  int within() {
    OptionalDouble edge = measure.edge();
    if (edge.isEmpty()) {
      return 0;
    }
    int low = times.atMost(edge.getAsDouble());
    return measure.need().direction() == Direction.AT_MOST ? low : times.size() - low;
  }

  /// That slow answers came in spells, if they did.
  Optional<String> spells() {
    OptionalDouble edge = measure.edge();
    if (edge.isEmpty() || times.runs(edge.getAsDouble()) >= SPELLS) {
      return Optional.empty();
    }
    return Optional.of(
        (times.size() - within())
            + " of "
            + times.size()
            + " answers were slow, and in spells rather than now and then: so many calls say less"
            + " than as many independent ones. `block: 20` in the need takes account of it.");
  }

  /// How many answers show no speed.
  int unmeasured() {
    return unmeasured.values().stream().mapToInt(n -> n).sum();
  }

  /// Why they show none: `12 had a single token and 8 came at once`.
  String whyUnmeasured() {
    var reasons = new ArrayList<String>();
    unmeasured.forEach((why, count) -> reasons.add(count + " " + words(why)));
    String last = reasons.removeLast();
    return reasons.isEmpty() ? last : String.join(", ", reasons) + " and " + last;
  }

  private static String words(Missing why) {
    return switch (why) {
      case FIRST_TOKEN -> "had no time to the first token";
      case TOKENS -> "had no count of tokens";
      case SECOND_TOKEN -> "had a single token";
      case PIECES -> "came at once";
    };
  }

  /// Times or speeds by the draws of the test.
  Times times() {
    return times;
  }

  /// Whether each case was asked once.
  boolean single() {
    return answers == cases;
  }

  /// Trials that brought no usable answer.
  int notServed() {
    return notServed;
  }
}
