package dev.metier.importer.table;

import dev.metier.grade.value.Amount;
import dev.metier.grade.value.Day;
import dev.metier.grade.value.Figure;
import dev.metier.grade.value.JsonComparison;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What expected answers look like, which decides how answers are graded.
enum ExpectedKind {
  /// Objects, compared field by field.
  OBJECTS("JSON objects"),
  DATES("dates"),
  NUMBERS("numbers"),
  MONEY("amounts of money"),
  /// A few texts that repeat.
  LABELS("labels"),
  /// Texts so short that a right answer is the same text.
  SHORT("short texts"),
  /// Texts of which a right answer need not be a copy.
  FREE("free text"),
  NONE("nothing");

  private static final int LONGEST_LABEL = 40;
  private static final int MOST_LABELS = 30;
  private static final int LONGEST_SHORT = 60;
  private static final int WORDS_SHORT = 5;

  private final String words;

  ExpectedKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// What all these values look like.
  static ExpectedKind of(List<String> values) {
    if (values.isEmpty()) {
      return NONE;
    }
    if (values.stream().allMatch(ExpectedKind::isObject)) {
      return OBJECTS;
    }
    if (values.stream().allMatch(v -> Day.whole(v, Optional.empty()).isPresent())) {
      return DATES;
    }
    if (values.stream().allMatch(v -> Figure.whole(v).isPresent())) {
      return NUMBERS;
    }
    if (values.stream()
        .allMatch(v -> Amount.whole(v).filter(a -> a.currency().isPresent()).isPresent())) {
      return MONEY;
    }
    if (areLabels(values)) {
      return LABELS;
    }
    boolean brief =
        values.stream()
            .allMatch(
                v -> v.length() <= LONGEST_SHORT && v.split("\\s+", -1).length <= WORDS_SHORT);
    return brief ? SHORT : FREE;
  }

  private static boolean isObject(String value) {
    return value.startsWith("{")
        && JsonComparison.parse(value) instanceof JsonComparison.Good(var node)
        && node.isObject();
  }

  private static boolean areLabels(List<String> values) {
    var distinct = values.stream().map(v -> v.toLowerCase(Locale.ROOT)).distinct().toList();
    return distinct.size() <= MOST_LABELS
        && distinct.size() * 2 <= values.size()
        && distinct.stream().allMatch(v -> v.length() <= LONGEST_LABEL && !v.contains("\n"));
  }
}
