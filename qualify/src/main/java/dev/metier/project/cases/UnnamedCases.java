package dev.metier.project.cases;

import dev.metier.core.text.Digest;
import dev.metier.job.Case;
import dev.metier.job.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Identifies cases that were given no id by what a model sees of them, so that a row that is
/// inserted above them changes nothing.
public final class UnnamedCases {
  private static final int LENGTH = 16;

  private UnnamedCases() {}

  /// The cases of all files in a row; those of a single file whose cases have ids are shared, not
  /// copied.
  public static List<Case> identified(List<CaseFiles.Loaded> loaded, Prompt prompt) {
    var seen = new TreeSet<>(prompt.variables());
    seen.remove("id");
    boolean shown = loaded.stream().anyMatch(file -> !file.images().isEmpty());
    boolean blind = seen.isEmpty() && !shown;
    if (loaded.size() == 1 && (blind || loaded.getFirst().unnamed().isEmpty())) {
      return loaded.getFirst().cases();
    }
    var cases = new ArrayList<Case>();
    Map<String, Integer> alike = new HashMap<>();
    for (var file : loaded) {
      for (int i = 0; i < file.cases().size(); i++) {
        Case given = file.cases().get(i);
        cases.add(
            (seen.isEmpty() && given.pictures().isEmpty()) || !file.unnamed().get(i)
                ? given
                : given.identifiedBy(distinct(hash(seen, given), alike)));
      }
    }
    return List.copyOf(cases);
  }

  private static String hash(SortedSet<String> variables, Case given) {
    var digest = new Digest().add("unnamed/1");
    for (String name : variables) {
      given.value(name).ifPresent(value -> digest.add(name).add(value));
    }
    given.pictures().forEach(picture -> digest.add("picture").add(picture.hash()));
    return digest.hex().substring(0, LENGTH);
  }

  /// Cases in which a model sees the same are told apart by their order.
  private static String distinct(String hash, Map<String, Integer> alike) {
    int count = alike.merge(hash, 1, Integer::sum);
    return count == 1 ? hash : hash + "-" + count;
  }
}
