package dev.metier.report.view.cases;

import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Unserved;
import dev.metier.report.matrix.FailureCauses;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.cases.CasesView.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Why cases failed, in the graders' own words, and why others were not served: reasons that differ
/// only in their values are one cause, and values that several of them share are told below it.
final class Causes {
  private static final int MOST = 8;
  private static final int MOST_WITHIN = 4;
  private static final String NO_VALUE = "\"…\"";

  private final Map<String, Set<FailureCauses.Cause>> byContent = new HashMap<>();

  Causes(List<FailedGrade> failed, List<Unserved> unserved) {
    for (FailedGrade each : failed) {
      if (each.grade().reason().startsWith(Unserved.REASON)) {
        continue;
      }
      Set<FailureCauses.Cause> causes =
          byContent.computeIfAbsent(each.content(), _ -> new LinkedHashSet<>());
      for (FailureCauses.Cause cause : FailureCauses.patterns(each.grade())) {
        causes.add(
            new FailureCauses.Cause(VisibleText.of(cause.pattern()), VisibleText.of(cause.text())));
      }
    }
    for (Unserved each : unserved) {
      byContent
          .computeIfAbsent(each.content(), _ -> new LinkedHashSet<>())
          .add(FailureCauses.unserved(each.cause(), VisibleText.of(each.why())));
    }
  }

  /// Whether a case failed for this cause, or with these values.
  boolean has(String content, String cause) {
    return byContent.getOrDefault(content, Set.of()).stream()
        .anyMatch(each -> each.pattern().equals(cause) || each.text().equals(cause));
  }

  /// How many of these cases failed for a reason that is kept.
  int failed(List<String> contents) {
    return (int) contents.stream().filter(byContent::containsKey).count();
  }

  /// How many of these cases failed for each cause, the commonest first; nothing where all failed
  /// for the same one.
  List<Cause> counted(List<String> contents, Optional<String> asked) {
    Map<String, Map<String, Set<String>>> found = new LinkedHashMap<>();
    for (String content : contents) {
      for (FailureCauses.Cause each : byContent.getOrDefault(content, Set.of())) {
        found
            .computeIfAbsent(each.pattern(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(each.text(), _ -> new LinkedHashSet<>())
            .add(content);
      }
    }
    var causes = new ArrayList<Cause>();
    found.forEach((pattern, texts) -> causes.add(cause(pattern, texts, asked)));
    causes.sort(Comparator.comparingInt(Cause::count).reversed());
    Predicate<Cause> chosen =
        cause -> cause.chosen() || cause.within().stream().anyMatch(Cause::chosen);
    List<Cause> most =
        causes.stream().filter(c -> causes.indexOf(c) < MOST || chosen.test(c)).toList();
    boolean one =
        most.size() == 1
            && most.getFirst().count() == contents.size()
            && most.getFirst().within().isEmpty();
    return one && !chosen.test(most.getFirst()) ? List.of() : most;
  }

  /// A pattern with what several cases have in common beyond it; where all of them have the same
  /// values, it is those.
  private static Cause cause(
      String pattern, Map<String, Set<String>> texts, Optional<String> asked) {
    int cases = (int) texts.values().stream().flatMap(Set::stream).distinct().count();
    if (texts.size() == 1 && pattern.contains(NO_VALUE)) {
      String text = texts.keySet().iterator().next();
      boolean chosen = asked.filter(a -> a.equals(text) || a.equals(pattern)).isPresent();
      return new Cause(text, cases, chosen, List.of());
    }
    List<Cause> within =
        texts.entrySet().stream()
            .filter(e -> e.getValue().size() > 1 || asked.filter(e.getKey()::equals).isPresent())
            .filter(e -> !e.getKey().equals(pattern))
            .map(e ->
                new Cause(
                    e.getKey(),
                    e.getValue().size(),
                    asked.filter(e.getKey()::equals).isPresent(),
                    List.of()))
            .sorted(Comparator.comparingInt(Cause::count).reversed())
            .limit(MOST_WITHIN)
            .toList();
    return new Cause(pattern, cases, asked.filter(pattern::equals).isPresent(), within);
  }
}
