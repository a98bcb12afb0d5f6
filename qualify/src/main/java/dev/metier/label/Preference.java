package dev.metier.label;

import dev.metier.job.JobName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Which of two answers to the same case a person prefers.
///
/// @param caseId what the case was called
/// @param content hash of the case as the person saw it, see [Label#content]
/// @param left the answer that was shown first
/// @param right the other one
/// @param note the person's remark; may be empty
public record Preference(
    JobName job,
    String caseId,
    String content,
    LabelledAnswer left,
    LabelledAnswer right,
    Labeller by,
    Side value,
    String note,
    Instant at) {
  /// Which answer is preferred.
  public enum Side {
    LEFT,
    RIGHT,
    TIE;

    /// As it stands in files.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Side> of(String word) {
      for (Side each : values()) {
        if (each.word().equals(word)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  /// What is compared, by whom: of preferences with equal keys the last one counts.
  record Key(String subject, Labeller by) {}

  Key key() {
    return new Key(subject(), by);
  }

  /// What identifies the two answers to this case, whichever stood on the left.
  public String subject() {
    return subject(content, left, right);
  }

  /// The same of two answers that nobody has compared yet.
  public static String subject(String content, LabelledAnswer one, LabelledAnswer other) {
    String first = one.hash();
    String second = other.hash();
    return content
        + " "
        + (first.compareTo(second) <= 0 ? first + " " + second : second + " " + first);
  }

  /// 1 where the answer of this text is preferred, -1 where the other one is, 0 for a tie.
  public int of(String text) {
    return switch (value) {
      case TIE -> 0;
      case LEFT -> left.text().equals(text) ? 1 : -1;
      case RIGHT -> right.text().equals(text) ? 1 : -1;
    };
  }
}
