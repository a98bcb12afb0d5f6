package dev.metier.job;

import dev.metier.core.text.Digest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a person says of a case itself: whether what is expected of it is right.
///
/// @param given the case as its file has it
/// @param place how many cases stand before it in the file
/// @param expected what is expected in place of it; only of one that is labelled wrongly
/// @param by who says so
/// @param note a remark; may be empty
public record CaseReview(
    Case given,
    int place,
    Value value,
    Optional<String> expected,
    String by,
    Instant at,
    String note) {
  /// What is said of a case's label.
  public enum Value {
    /// Somebody looked at it and agrees.
    RIGHT,
    /// It counts no more, for any model, or what is expected is replaced.
    WRONG,
    /// Somebody looked at it and does not know; the case counts as before.
    CANNOT_TELL;

    /// As it stands in files.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The value of this word, if any.
    public static Optional<Value> of(String word) {
      for (Value each : values()) {
        if (each.word().equals(word)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  public CaseReview {
    if (expected.isPresent() && value != Value.WRONG) {
      throw new IllegalArgumentException("only what is wrong is replaced");
    }
  }

  /// Whether the case counts no more.
  public boolean setsAside() {
    return value == Value.WRONG && expected.isEmpty();
  }

  /// Whether verdicts may depend on it.
  public boolean changes() {
    return value == Value.WRONG;
  }

  /// The case as it counts; empty when it does not.
  public Optional<Case> counted() {
    return setsAside()
        ? Optional.empty()
        : Optional.of(expected.map(given::expecting).orElse(given));
  }

  /// The same at another moment, without a remark.
  public CaseReview at(Instant moment) {
    return new CaseReview(given, place, value, expected, by, moment, "");
  }

  /// The hash of what is asked and what is expected in a case, whatever it is called and however it
  /// is graded: what is said of it holds as long as this stays.
  public static String content(Case given) {
    var hash = new Digest();
    hash.add("labelled/1").add(given.expected().isPresent() ? 1 : 0);
    hash.add(given.expected().orElse(""));
    for (Map.Entry<String, String> each : new TreeMap<>(given.vars()).entrySet()) {
      hash.add(each.getKey()).add(each.getValue());
    }
    return hash.hex();
  }
}
