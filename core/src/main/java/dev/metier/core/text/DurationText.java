package dev.metier.core.text;

import java.time.Duration;
import java.util.Locale;

/// Durations as people read them.
public final class DurationText {
  private DurationText() {}

  /// Two or three digits: `340 ms`, `1.2 s`, `75 s`, `2:14 min`, `1:05 h`.
  public static String rounded(Duration time) {
    long millis = time.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = Math.round(millis / 1000.0);
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }
}
