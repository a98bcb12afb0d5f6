package dev.metier.qualify;

import dev.metier.plan.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells the cases that will probably be started next, each once. Used by one thread.
final class Upcoming {
  private static final int FEWEST = 64;
  private static final int MOST = 4096;

  private int told;

  /// Names by hashes: every time as many as were started before, so that few are told in vain.
  ///
  /// @param next the first unit that was not started
  Map<String, String> cases(List<Unit> units, int next) {
    if (next <= told) {
      return Map.of();
    }
    int end = Math.min(next + Math.clamp(next, FEWEST, MOST), units.size());
    Map<String, String> upcoming = new LinkedHashMap<>();
    for (Unit unit : units.subList(told, end)) {
      for (int i = 0; i < unit.cases().size(); i++) {
        upcoming.put(unit.contents().get(i), unit.cases().get(i).identity());
      }
    }
    told = end;
    return upcoming;
  }
}
