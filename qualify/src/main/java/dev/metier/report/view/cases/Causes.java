package dev.metier.report.view.cases;

import dev.metier.ledger.FailedGrade;
import dev.metier.report.matrix.FailureCauses;
import dev.metier.report.view.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Why cases failed, in the graders' own words: reasons that differ only in numbers and long quotes
/// are one cause.
final class Causes {
  private static final int MOST = 8;

  private final Map<String, Set<String>> byContent = new HashMap<>();

  Causes(List<FailedGrade> failed) {
    for (FailedGrade each : failed) {
      Set<String> causes = byContent.computeIfAbsent(each.content(), _ -> new LinkedHashSet<>());
      FailureCauses.of(each.grade()).forEach(cause -> causes.add(VisibleText.of(cause)));
    }
  }

  /// Whether a case failed for this cause.
  boolean has(String content, String cause) {
    return byContent.getOrDefault(content, Set.of()).contains(cause);
  }

  /// How many of these cases failed for each cause, the commonest first; nothing where all failed
  /// for the same one.
  List<CasesView.Cause> counted(List<String> contents, Predicate<String> chosen) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String content : contents) {
      byContent.getOrDefault(content, Set.of()).forEach(c -> counts.merge(c, 1, Integer::sum));
    }
    var causes = new ArrayList<CasesView.Cause>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(MOST)
        .forEach(e ->
            causes.add(new CasesView.Cause(e.getKey(), e.getValue(), chosen.test(e.getKey()))));
    boolean one = causes.size() == 1 && causes.getFirst().count() == contents.size();
    return one && !causes.getFirst().chosen() ? List.of() : causes;
  }
}
