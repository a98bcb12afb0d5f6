package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.evidence.Outcome;
import dev.metier.job.Job;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.Unit;
import dev.metier.verdict.UnitResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All outcomes of one job and model by their place in the committed order; shared by every verdict
/// that looks at them.
final class Track {
  private static final int FEWEST_TOLD = 64;
  private static final int MOST_TOLD = 4096;

  private final Job job;
  private final Model model;
  private final CommittedOrder order;
  private final Questions questions;
  private final int repeats;
  private final @Nullable Outcome[] outcomes;
  private final int[] firstOf;
  private final BitSet started = new BitSet();
  private int nextUnit;
  private int told;
  private long kept;
  private Optional<String> trouble = Optional.empty();

  Track(Job job, Model model, CommittedOrder order, Questions questions) {
    this.job = job;
    this.model = model;
    this.order = order;
    this.questions = questions;
    this.repeats = job.repeats();
    this.firstOf = new int[order.units().size() + 1];
    for (Unit unit : order.units()) {
      firstOf[unit.index() + 1] = firstOf[unit.index()] + unit.cases().size() * repeats;
    }
    this.outcomes = new Outcome[firstOf[order.units().size()]];
  }

  Job job() {
    return job;
  }

  Model model() {
    return model;
  }

  Questions questions() {
    return questions;
  }

  /// Takes over what earlier runs kept.
  void recall(Iterable<Outcome> known) {
    // What was asked in the committed order was kept nearly in it.
    int next = 0;
    for (Outcome outcome : known) {
      int place = order.place(outcome.content(), next);
      next = outcome.repeat() + 1 < repeats ? Math.max(place, 0) : place + 1;
      if (place >= 0 && outcome.repeat() < repeats) {
        keep(place * repeats + outcome.repeat(), outcome);
      }
    }
  }

  /// Takes the outcome of a trial that this track started.
  void put(Trial trial, Outcome outcome) {
    Unit unit = order.units().get(trial.index());
    int which = unit.contents().indexOf(trial.key().content());
    keep(firstOf[unit.index()] + which * repeats + trial.key().repeat(), outcome);
  }

  private void keep(int place, Outcome outcome) {
    started.set(place);
    if (outcomes[place] == null) {
      kept++;
    }
    outcomes[place] = outcome;
  }

  /// The trials of the first unit below `demand` that were not started yet; marks them as started.
  /// Empty when there is none.
  List<Trial> start(int demand) {
    while (nextUnit < Math.min(demand, order.units().size())) {
      Unit unit = order.units().get(nextUnit);
      var trials = new ArrayList<Trial>();
      for (int place = firstOf[nextUnit]; place < firstOf[nextUnit + 1]; place++) {
        if (!started.get(place)) {
          started.set(place);
          int within = place - firstOf[nextUnit];
          trials.add(questions.trial(unit, within / repeats, within % repeats));
        }
      }
      nextUnit++;
      if (!trials.isEmpty()) {
        return trials;
      }
    }
    return List.of();
  }

  /// The cases that will probably be started next, names by hashes, each told once: every time as
  /// many as were started before, so that few are told in vain.
  Map<String, String> upcoming() {
    if (nextUnit <= told) {
      return Map.of();
    }
    int more = Math.clamp(nextUnit, FEWEST_TOLD, MOST_TOLD);
    int end = Math.min(nextUnit + more, order.units().size());
    Map<String, String> upcoming = new LinkedHashMap<>();
    for (Unit unit : order.units().subList(told, end)) {
      for (int i = 0; i < unit.cases().size(); i++) {
        upcoming.put(unit.contents().get(i), unit.cases().get(i).id());
      }
    }
    told = end;
    return upcoming;
  }

  /// Whether a unit below `demand` is still to be started.
  boolean hasMore(int demand) {
    while (nextUnit < Math.min(demand, order.units().size())) {
      if (started.nextClearBit(firstOf[nextUnit]) < firstOf[nextUnit + 1]) {
        return true;
      }
      nextUnit++;
    }
    return false;
  }

  boolean done(int unit) {
    for (int place = firstOf[unit]; place < firstOf[unit + 1]; place++) {
      if (outcomes[place] == null) {
        return false;
      }
    }
    return true;
  }

  /// All known outcomes, in the committed order.
  List<Outcome> known() {
    var known = new ArrayList<Outcome>(Math.toIntExact(kept));
    for (Outcome outcome : outcomes) {
      if (outcome != null) {
        known.add(outcome);
      }
    }
    return known;
  }

  UnitResult result(int index) {
    Unit unit = order.units().get(index);
    var cases = new ArrayList<List<Outcome>>(unit.cases().size());
    for (int place = firstOf[index]; place < firstOf[index + 1]; place += repeats) {
      var outcomesOfCase = new ArrayList<Outcome>(repeats);
      for (int repeat = 0; repeat < repeats; repeat++) {
        Outcome outcome = outcomes[place + repeat];
        if (outcome == null) {
          throw new IllegalStateException("unit " + index + " is not done");
        }
        outcomesOfCase.add(outcome);
      }
      cases.add(outcomesOfCase);
    }
    return new UnitResult(unit, cases);
  }

  int units() {
    return order.units().size();
  }

  int nextUnit() {
    return nextUnit;
  }

  /// Trials whose outcome is known.
  long kept() {
    return kept;
  }

  /// Trials there could be.
  long possible() {
    return outcomes.length;
  }

  /// Why the model cannot be asked any more, if so.
  Optional<String> trouble() {
    return trouble;
  }

  void fail(String why) {
    trouble = trouble.or(() -> Optional.of(why));
  }
}
