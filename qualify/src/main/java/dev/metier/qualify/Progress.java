package dev.metier.qualify;

import java.time.Duration;

/// Is told how a run goes; called from one thread.
public interface Progress {
  /// About ten times a second, and once at the start.
  void moved(RunState run);

  /// A verdict was reached.
  void decided(CellState cell, RunState run);

  /// The run was stopped by hand; calls in flight are waited for, as long as `grace` at most.
  void ending(RunState run, Duration grace);

  /// The run is over: everything decided or exhausted, or `stopped` by hand or for want of money.
  void ended(RunState run, boolean stopped);
}
