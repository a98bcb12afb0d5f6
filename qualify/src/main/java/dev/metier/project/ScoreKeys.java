package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.Check;
import dev.metier.job.Check.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A score among the checks of a hybrid: what it weighs.
final class ScoreKeys {
  private static final int MOST_SIGNALS = 8;

  /// A signal and where it is written.
  private record Placed(Signal signal, Place place) {}

  private static final Slot<List<Placed>> OF =
      key(
              "of",
              Shape.some(
                  Shape.either(
                      word(),
                      CheckKeys.PART.map(
                          part -> new Placed(new Signal.Says(part.check()), part.place())))),
              "What is weighed: `length`, `tokens`, `loops`, or what a check says. `agree` counts"
                  + " as the share of the other answers that say the same, `logprob` as the mean,"
                  + " every other check as 1 or 0.",
              "[length, logprob, {agree: {samples: 3}}]")
          .needed();

  static final Shape<Check> SCORE =
      Table.shape("score", "Several signals, weighed together.", OF).then(ScoreKeys::score);

  private ScoreKeys() {}

  private static Shape<Placed> word() {
    Map<String, Signal> known = new LinkedHashMap<>();
    Map<String, String> docs = new LinkedHashMap<>();
    for (Signal.Measure measure : Signal.Measure.values()) {
      known.put(measure.word(), measure);
      docs.put(
          measure.word(),
          switch (measure) {
            case LENGTH -> "How long the answer is.";
            case TOKENS -> "How many tokens were written for it, reasoning included.";
            case LOOPS -> "It calls a tool with what the conversation called it with twice.";
          });
    }
    CheckKeys.bare().forEach((word, check) -> known.put(word, new Signal.Says(check)));
    docs.putAll(CheckKeys.meanings());
    return new Shape<>(
        new Shape.Kind.Choice(docs),
        w -> w instanceof Written.Scalar s && s.sort() == Written.Sort.TEXT,
        (written, reading) -> {
          String word = ((Written.Scalar) written).text();
          Signal signal = known.get(word);
          if (signal == null && !CheckKeys.graded(word, written.place(), reading)) {
            reading.problem(
                written.place(),
                "Unknown signal `" + word + "`.",
                Nearest.hint(word, List.copyOf(known.keySet())));
          }
          return Optional.ofNullable(signal).map(each -> new Placed(each, written.place()));
        });
  }

  private static Optional<Check> score(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    int before = reading.count();
    var signals = new ArrayList<Signal>();
    for (Placed placed : table.value(OF)) {
      if (signals.stream().anyMatch(each -> each.word().equals(placed.signal().word()))) {
        reading.problem(
            placed.place(), "The signal `" + placed.signal().word() + "` is written twice.", "");
      }
      if (placed.signal() instanceof Signal.Says(Check.Agree(_, int least, _)) && least != 2) {
        reading.problem(
            placed.place(),
            "A score weighs the share that agrees, and `least` cuts it off.",
            "Leave `least` out.");
      }
      signals.add(placed.signal());
    }
    if (signals.size() < 2 || signals.size() > MOST_SIGNALS) {
      reading.problem(
          table.valuePlace(OF),
          signals.size() < 2
              ? "A score weighs several signals, and one is named."
              : "A score weighs at most " + MOST_SIGNALS + " signals, not " + signals.size() + ".",
          signals.size() < 2
              ? "Name another one, or write it as a check of its own."
              : "Each one more takes more cases to weigh.");
    }
    return reading.count() > before ? Optional.empty() : Optional.of(new Check.Score(signals));
  }
}
