package dev.metier.verdict;

import dev.metier.job.Case;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The critical cases of a job: one failed answer to one of them makes a model UNFIT, and FIT waits
/// for all of them.
///
/// That is a rule of the job and no estimate: nothing is tested, no error rate is spent, and what
/// failed is known for certain wherever it stands in the committed order. Each repeat counts. A
/// call that was not served is no failure, and no pass either.
final class CriticalCases {
  private static final int TOLD = 5;

  private final Map<String, State> states = new LinkedHashMap<>();

  /// What is known of a case.
  private enum State {
    WAITING,
    PASSED,
    FAILED,
    /// No answer came.
    UNSERVED,
    /// The grader failed.
    BROKEN
  }

  CriticalCases(CommittedOrder order) {
    order.criticalUnits().stream()
        .flatMap(unit -> unit.cases().stream())
        .filter(Case::critical)
        .forEach(given -> states.put(given.id(), State.WAITING));
  }

  void add(UnitResult result) {
    Unit unit = result.unit();
    for (int i = 0; i < unit.cases().size(); i++) {
      if (unit.cases().get(i).critical()) {
        states.put(unit.cases().get(i).id(), state(result.outcomes().get(i)));
      }
    }
  }

  private static State state(List<Outcome> repeats) {
    if (repeats.stream().anyMatch(o -> o.served() && !o.broken() && o.score() < 1)) {
      return State.FAILED;
    }
    if (repeats.stream().anyMatch(Outcome::broken)) {
      return State.BROKEN;
    }
    return repeats.stream().anyMatch(Outcome::served) ? State.PASSED : State.UNSERVED;
  }

  boolean failed() {
    return states.containsValue(State.FAILED);
  }

  boolean passed() {
    return states.values().stream().allMatch(State.PASSED::equals);
  }

  /// Whether some are still to be asked.
  boolean waiting() {
    return states.containsValue(State.WAITING);
  }

  boolean broken() {
    return states.containsValue(State.BROKEN);
  }

  /// Which failed; empty when none did.
  Optional<String> failure() {
    return told(State.FAILED, "failed: one failed answer is enough to be UNFIT.");
  }

  /// That all passed; empty when there are none.
  String passes() {
    return states.isEmpty()
        ? ""
        : states.size() == 1
            ? "The critical case passed."
            : "All " + states.size() + " critical cases passed.";
  }

  /// What keeps the model from being FIT, while none failed.
  String open() {
    return List.of(
            told(State.WAITING, "not asked yet: FIT waits for all of them."),
            told(State.UNSERVED, "not served: FIT waits for all of them."),
            told(State.BROKEN, "not graded, since the grader failed."))
        .stream()
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
  }

  /// `2 of 7 critical cases (refund-1, refund-9) failed: ...`
  private Optional<String> told(State state, String what) {
    var ids =
        states.entrySet().stream()
            .filter(each -> each.getValue() == state)
            .map(Map.Entry::getKey)
            .toList();
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    String names = ids.stream().limit(TOLD).collect(Collectors.joining(", "));
    String which = "(" + names + (ids.size() > TOLD ? ", ..." : "") + ") ";
    return Optional.of(
        ids.size()
            + " of "
            + Findings.counted(states.size(), "critical case")
            + " "
            + which
            + what);
  }
}
