package dev.metier.importer.transcript;

import dev.metier.importer.JsonLines;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Counts what is left out. Not thread-safe.
final class LeftOutCounts {
  private final Map<LeftOut, Integer> counts = new EnumMap<>(LeftOut.class);

  void add(LeftOut why) {
    add(why, 1);
  }

  /// Counts a line that is passed over.
  void add(JsonLines.Mistake mistake) {
    add(
        switch (mistake) {
          case TOO_LONG -> LeftOut.TOO_LONG;
          case BROKEN -> LeftOut.BROKEN;
          case NO_OBJECT -> LeftOut.UNKNOWN;
          case UNREADABLE -> LeftOut.UNREADABLE;
        });
  }

  void add(LeftOut why, int more) {
    if (more > 0) {
      counts.merge(why, more, Integer::sum);
    }
  }

  Map<LeftOut, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }
}
