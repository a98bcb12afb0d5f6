package dev.metier.importer.transcript;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Counts what is left out. Not thread-safe.
final class LeftOutCounts {
  private final Map<LeftOut, Integer> counts = new EnumMap<>(LeftOut.class);

  void add(LeftOut why) {
    add(why, 1);
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
