package dev.metier.qualify;

import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import dev.metier.verdict.Assessment;
import dev.metier.verdict.UnitResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model of which every answer is the same: as good, fast and cheap as can be, or useless.
///
/// @param good which of both
record Imagined(Job job, boolean good) {

  /// Counts its answers in the committed order until the verdict.
  ///
  /// @param reference the model that it is compared with, where it is
  /// @return the units that it took, or all
  int decide(Assessment assessment, CommittedOrder order, Imagined reference) {
    for (Unit unit : order.units()) {
      Map<ModelName, UnitResult> others = new HashMap<>();
      for (ModelName name : Board.comparedWith(job)) {
        others.put(name, reference.result(unit));
      }
      assessment.add(result(unit), others);
      if (assessment.decided()) {
        return assessment.counted();
      }
    }
    return order.units().size();
  }

  UnitResult result(Unit unit) {
    var outcomes = new ArrayList<List<Outcome>>();
    for (String content : unit.contents()) {
      var repeats = new ArrayList<Outcome>();
      for (int repeat = 0; repeat < job.repeats(); repeat++) {
        repeats.add(outcome(content, repeat));
      }
      outcomes.add(repeats);
    }
    return new UnitResult(unit, outcomes);
  }

  private Outcome outcome(String content, int repeat) {
    double score = good ? 1 : 0;
    double speed = good ? 1e9 : 0;
    long cost = good ? 0 : 1;
    return new Outcome(
        content, repeat, score, good, 1, 1, speed, cost, false, Optional.empty(), false);
  }
}
