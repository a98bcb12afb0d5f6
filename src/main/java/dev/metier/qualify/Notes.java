package dev.metier.qualify;

import dev.metier.evidence.Ledger;
import dev.metier.evidence.Outcome;
import dev.metier.evidence.Unserved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The sentences about one job and model that a reader must know before the verdict's reason: what
/// happened to the answers besides being right or wrong.
///
/// @param setting hash under which the ledger keeps the answers
/// @param known what the kept trials of the job's cases came to
record Notes(Ledger ledger, String setting, List<Outcome> known) {
  private static final int LONGEST = 300;

  /// All of them, the most telling first.
  List<String> all() {
    var notes = new ArrayList<String>();
    notServed().ifPresent(notes::add);
    return notes;
  }

  /// How many trials brought no usable answer, and why most of them did not.
  private Optional<String> notServed() {
    var failed = new HashMap<String, Outcome>();
    for (Outcome outcome : known) {
      if (!outcome.served()) {
        failed.put(outcome.content() + outcome.repeat(), outcome);
      }
    }
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    List<Unserved> failures =
        ledger.unserved(setting).stream()
            .filter(f -> failed.containsKey(f.content() + f.repeat()))
            .toList();
    return Optional.of(
        count(failed.size())
            + " of "
            + count(known.size())
            + (known.size() == 1 ? " answer was" : " answers were")
            + " not served"
            + commonest(failures).map(why -> "; most often: " + why).orElse("")
            + ".");
  }

  /// The words of the commonest cause; where they differ (ids, times), the commonest of them.
  private static Optional<String> commonest(List<Unserved> failures) {
    return commonestOf(failures.stream().map(Unserved::status).toList())
        .flatMap(status ->
            commonestOf(
                failures.stream()
                    .filter(f -> f.status().equals(status))
                    .map(Unserved::why)
                    .toList()))
        .map(Notes::clipped);
  }

  private static Optional<String> commonestOf(List<String> texts) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    texts.forEach(text -> counts.merge(text, 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  private static String clipped(String text) {
    String line = text.strip().replaceFirst("[.\\s]+$", "");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
