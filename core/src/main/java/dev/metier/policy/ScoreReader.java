package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.Check.Score;
import dev.metier.job.Check.Signal;
import java.util.List;
import java.util.Optional;

/// A score as it stands in a policy file: its signals with their weights, and its bar.
final class ScoreReader {
  private static final double MOST = 1e9;

  private static final Slot<Signal> SIGNAL =
      key(
              "signal",
              Shape.<Signal>either(
                  ScalarReader.words(
                          Signal.Measure.values(),
                          "how long the answer is",
                          "how many tokens were written for it, reasoning included",
                          "whether it calls a tool again with what it was called with twice")
                      .onlyFor(written -> written instanceof Written.Scalar),
                  CheckReader.PART.map(Signal.Says::new)),
              "What is seen of the answer: measured of itself, or what a check says.",
              "\"length\"")
          .needed();
  private static final Slot<Double> MIDDLE =
      key("middle", number(), "Its mean on the evidence.", "5.2").needed();
  private static final Slot<Double> SPREAD =
      key("spread", ScalarReader.positive(), "Its standard deviation on the evidence.", "0.9")
          .needed();
  private static final Slot<Double> WEIGHT =
      key(
              "weight",
              number(),
              "What one standard deviation more adds to the natural logarithm of the odds.",
              "-0.31")
          .needed();

  /// A signal with its weight.
  private record Weight(Signal signal, Score.Term term) {}

  private static final Slot<List<Weight>> OF =
      key(
              "of",
              Shape.some(
                  Table.shape("signal", "A signal and its weight.", SIGNAL, MIDDLE, SPREAD, WEIGHT)
                      .then((table, _, _) -> weight(table))),
              "What is weighed.",
              "[{\"signal\": \"length\", \"middle\": 5.2, \"spread\": 0.9, \"weight\": -0.31}]")
          .needed();
  private static final Slot<Double> BASE =
      key("base", number(), "Logarithm of the odds where each signal is in its middle.", "0.4")
          .needed();
  private static final Slot<Double> AT_LEAST =
      key(
              "at_least",
              ScalarReader.number(
                  "a number from 0 to 1",
                  value -> value >= 0 && value <= 1,
                  ",\"minimum\":0,\"maximum\":1"),
              "The chance of being right from which on an answer passes.",
              "0.81")
          .needed();

  static final Shape<Score> SCORE =
      Table.shape("score", "", OF, BASE, AT_LEAST).then(ScoreReader::score);

  private ScoreReader() {}

  private static Shape<Double> number() {
    return ScalarReader.number("a number", value -> Math.abs(value) <= MOST, "");
  }

  private static Optional<Weight> weight(Table table) {
    return table.sound()
        ? Optional.of(
            new Weight(
                table.value(SIGNAL),
                new Score.Term(table.value(MIDDLE), table.value(SPREAD), table.value(WEIGHT))))
        : Optional.empty();
  }

  private static Optional<Score> score(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    var signals = table.value(OF).stream().map(Weight::signal).toList();
    if (signals.size() < 2 || signals.stream().distinct().count() < signals.size()) {
      reading.problem(
          place, "A score weighs several signals, each once.", "Compile the policy again.");
      return Optional.empty();
    }
    var terms = table.value(OF).stream().map(Weight::term).toList();
    var known = new Score.Weighed(table.value(BASE), terms, table.value(AT_LEAST));
    return Optional.of(new Score(signals, Optional.of(known)));
  }
}
