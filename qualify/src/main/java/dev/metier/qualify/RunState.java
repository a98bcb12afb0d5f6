package dev.metier.qualify;

import dev.metier.job.Money;
import dev.metier.run.TimeLeft;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where a whole run stands at a moment.
///
/// @param cells in the order of the project: by job, then by model
/// @param callsMade trials kept, those of earlier runs included
/// @param callsPossible trials of the full grid
/// @param newCalls trials made by this run
/// @param spent money spent by this run (marginal)
/// @param budget most that it may spend by now; it may be raised meanwhile
/// @param left estimated time left, when there is enough to go by
/// @param waiting what holds the run up, one sentence each (a rate limit, a server that loads a
///   model)
/// @param unpriced whether it asks a model of which nobody knows what a call costs
public record RunState(
    List<CellState> cells,
    long callsMade,
    long callsPossible,
    long newCalls,
    Money spent,
    Optional<Money> budget,
    Duration elapsed,
    Optional<TimeLeft> left,
    int inFlight,
    List<String> waiting,
    boolean unpriced) {

  /// A run all of whose prices are known.
  public RunState(
      List<CellState> cells,
      long callsMade,
      long callsPossible,
      long newCalls,
      Money spent,
      Optional<Money> budget,
      Duration elapsed,
      Optional<TimeLeft> left,
      int inFlight,
      List<String> waiting) {
    this(
        cells,
        callsMade,
        callsPossible,
        newCalls,
        spent,
        budget,
        elapsed,
        left,
        inFlight,
        waiting,
        false);
  }

  /// What it spent, in words: what nobody knows is no zero.
  public String spending() {
    if (!unpriced) {
      return spent.toString();
    }
    return spent.equals(Money.ZERO) ? "an unknown amount" : spent + " and an unknown amount";
  }
}
