package dev.metier.qualify;

import dev.metier.evidence.BrokenGrade;
import dev.metier.evidence.Ledger;
import dev.metier.evidence.Outcome;
import dev.metier.evidence.Unserved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The sentences about one job and model that a reader must know before the verdict's reason: what
/// happened to the answers besides being right or wrong.
///
/// @param setting hash under which the ledger keeps the answers
/// @param grading hash under which it keeps their grades
/// @param known what the kept trials of the job's cases came to
record Notes(Ledger ledger, String setting, String grading, List<Outcome> known) {
  private static final int LONGEST = 300;

  /// All of them, the most telling first.
  List<String> all() {
    var notes = new ArrayList<String>();
    brokenGrades().ifPresent(notes::add);
    notServed().ifPresent(notes::add);
    return notes;
  }

  /// On how many answers the grader failed, and why on most of them.
  private Optional<String> brokenGrades() {
    Set<String> broken = trials(Outcome::broken);
    if (broken.isEmpty()) {
      return Optional.empty();
    }
    List<String> reasons =
        ledger.brokenGrades(setting, grading).stream()
            .filter(b -> broken.contains(b.content() + b.repeat()))
            .map(BrokenGrade::reason)
            .toList();
    return Optional.of(
        "The grader failed, not the model, on "
            + share(broken.size())
            + told(commonest(reasons))
            + ".");
  }

  /// How many trials brought no usable answer, and why most of them did not: the words of the
  /// commonest cause, and where these differ (ids, times), the commonest of them.
  private Optional<String> notServed() {
    Set<String> failed = trials(outcome -> !outcome.served());
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    List<Unserved> failures =
        ledger.unserved(setting).stream()
            .filter(f -> failed.contains(f.content() + f.repeat()))
            .toList();
    Optional<String> status = commonest(failures.stream().map(Unserved::status).toList());
    List<String> words =
        failures.stream()
            .filter(f -> status.filter(f.status()::equals).isPresent())
            .map(Unserved::why)
            .toList();
    return Optional.of(
        share(failed.size())
            + (known.size() == 1 ? " was" : " were")
            + " not served"
            + told(commonest(words))
            + ".");
  }

  private Set<String> trials(Predicate<Outcome> which) {
    return known.stream()
        .filter(which)
        .map(outcome -> outcome.content() + outcome.repeat())
        .collect(Collectors.toSet());
  }

  private String share(int number) {
    return count(number)
        + " of "
        + count(known.size())
        + (known.size() == 1 ? " answer" : " answers");
  }

  private static Optional<String> commonest(List<String> texts) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    texts.forEach(text -> counts.merge(text, 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  private static String told(Optional<String> why) {
    return why.map(words -> "; most often: " + clipped(words)).orElse("");
  }

  private static String clipped(String text) {
    String line = text.strip().replaceFirst("[.\\s]+$", "");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
