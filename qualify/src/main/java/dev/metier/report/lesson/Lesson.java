package dev.metier.report.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The pages that teach, in their order.
public enum Lesson {
  KINDS("kinds"),
  NOT_YET("not-yet-a-yes"),
  NO_RANKING("no-ranking"),
  LOCAL_COST("local-cost"),
  DESTINATIONS("where-data-goes"),
  SPEED("fast-and-slow"),
  PAIRS("two-models"),
  CASES("good-cases");

  private final String word;

  Lesson(String word) {
    this.word = word;
  }

  /// Its word in addresses.
  public String word() {
    return word;
  }

  public static Optional<Lesson> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Lesson::word).toList();
  }
}
