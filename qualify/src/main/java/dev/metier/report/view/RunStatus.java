package dev.metier.report.view;

import dev.metier.job.Money;
import dev.metier.ledger.RunInfo;
import dev.metier.qualify.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where the runs of a project stand.
public sealed interface RunStatus {
  /// Nothing runs.
  ///
  /// @param last the latest run that the ledger knows of
  record Idle(Optional<RunInfo> last) implements RunStatus {}

  /// Models are asked what they are; no case was sent yet.
  ///
  /// @param stopping whether none will be
  record Starting(Instant since, boolean stopping) implements RunStatus {}

  /// A run of this process.
  ///
  /// @param first how it began
  /// @param now how it stands
  /// @param stopping whether only what is in flight is waited for
  record Running(Instant since, RunState first, RunState now, boolean stopping)
      implements RunStatus {}

  /// A run of this process that is over.
  ///
  /// @param run how it stood; empty when there was nothing to ask
  record Ended(Instant at, RunInfo.End how, Optional<Running> run) implements RunStatus {}

  /// A run of this process that could not go on; what was kept before stays.
  ///
  /// @param messages as a terminal shows them
  record Failed(Instant at, List<String> messages) implements RunStatus {}

  /// A run of another process.
  ///
  /// @param process its number
  /// @param since when it began, where the ledger knows
  /// @param budget most that it may spend, where it has a limit that can be raised
  record Elsewhere(long process, Optional<Instant> since, Optional<Money> budget)
      implements RunStatus {}

  /// What the run that goes on may spend at most, where that can be raised.
  default Optional<Money> limit() {
    return switch (this) {
      case Running running -> running.stopping() ? Optional.empty() : running.now().budget();
      case Elsewhere elsewhere -> elsewhere.budget();
      case Starting _, Idle _, Ended _, Failed _ -> Optional.empty();
    };
  }

  /// Whether no other run can start.
  default boolean isGoing() {
    return switch (this) {
      case Starting _, Running _, Elsewhere _ -> true;
      case Idle _, Ended _, Failed _ -> false;
    };
  }
}
