package dev.metier.core.log;

import java.util.OptionalLong;

/// Lets some lines through at once and then one a second, so that no failure floods the log, and
/// counts those it leaves out. Thread-safe.
final class LogRate {
  private static final int AT_ONCE = 50;
  private static final long NANOS = 1_000_000_000;

  private long spent;
  private long leftOut;

  /// @param nanos of now, as [System#nanoTime()]
  LogRate(long nanos) {
    this.spent = nanos - AT_ONCE * NANOS;
  }

  /// How many lines were left out since the last one, where one more may be written now; empty
  /// where not.
  ///
  /// @param nanos of now, as [System#nanoTime()]
  synchronized OptionalLong take(long nanos) {
    spent = Math.max(spent, nanos - AT_ONCE * NANOS);
    if (nanos - spent < NANOS) {
      leftOut++;
      return OptionalLong.empty();
    }
    spent += NANOS;
    long before = leftOut;
    leftOut = 0;
    return OptionalLong.of(before);
  }
}
