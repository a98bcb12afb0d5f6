package dev.metier.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A random sample in which each slice has its share (largest remainders), and each a case where
/// there is room.
public final class SliceSample {
  private SliceSample() {}

  /// So many of the cases, in their order; all when there are no more.
  ///
  /// @param size at least 1
  /// @param seed the same one draws the same cases
  public static List<ImportedCase> of(List<ImportedCase> cases, int size, long seed) {
    if (size >= cases.size()) {
      return cases;
    }
    Map<List<String>, List<Integer>> strata = new LinkedHashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      var slices = cases.get(i).slices().stream().sorted().toList();
      strata.computeIfAbsent(slices, _ -> new ArrayList<>()).add(i);
    }
    var random = new Random(seed);
    Map<List<String>, Integer> shares = shares(strata, size, cases.size());
    Set<Integer> drawn = new HashSet<>();
    strata.forEach((slices, places) -> {
      Collections.shuffle(places, random);
      drawn.addAll(places.subList(0, shares.getOrDefault(slices, 0)));
    });
    return drawn.stream().sorted().map(cases::get).toList();
  }

  private static Map<List<String>, Integer> shares(
      Map<List<String>, List<Integer>> strata, int size, int all) {
    Map<List<String>, Integer> shares = new HashMap<>();
    Map<List<String>, Double> rests = new HashMap<>();
    int least = size >= strata.size() ? 1 : 0;
    int left = size;
    for (var stratum : strata.entrySet()) {
      double exact = (double) size * stratum.getValue().size() / all;
      int share = Math.max(least, (int) exact);
      shares.put(stratum.getKey(), share);
      rests.put(stratum.getKey(), exact - share);
      left -= share;
    }
    var byRest = new ArrayList<>(strata.keySet());
    byRest.sort(Comparator.comparingDouble((List<String> key) -> -rests.getOrDefault(key, 0.0)));
    for (int i = 0; left > 0; i = (i + 1) % byRest.size()) {
      if (shares.getOrDefault(byRest.get(i), 0)
          < strata.getOrDefault(byRest.get(i), List.of()).size()) {
        shares.merge(byRest.get(i), 1, Integer::sum);
        left--;
      }
    }
    for (int i = byRest.size() - 1; left < 0; i = i == 0 ? byRest.size() - 1 : i - 1) {
      if (shares.getOrDefault(byRest.get(i), 0) > least) {
        shares.merge(byRest.get(i), -1, Integer::sum);
        left++;
      }
    }
    return shares;
  }
}
