package dev.metier.run;

import dev.metier.core.text.DurationText;
import java.time.Duration;

/// How long a run may still take, at the pace of each server so far.
///
/// @param low if verdicts are decided when they are expected to be
/// @param high if every case is asked that an open verdict may ask for; at least `low`
/// @param slower whether the end has moved back, since servers are slower than they were, or were
///   away
public record TimeLeft(Duration low, Duration high, boolean slower) {
  private static final double ALIKE = 0.8;

  public TimeLeft {
    if (low.compareTo(high) > 0) {
      throw new IllegalArgumentException(low + " is more than " + high);
    }
  }

  /// `45 s to 2:14 min left`, with the reason where it has become more.
  public String words() {
    return range()
        + " left"
        + (slower ? " (more than before: servers are slower, or were away)" : "");
  }

  /// `45 s to 2:14 min`; one number where the ends are nearly the same.
  public String range() {
    String most = DurationText.rounded(high);
    return low.toNanos() >= ALIKE * high.toNanos()
        ? most
        : DurationText.rounded(low) + " to " + most;
  }
}
