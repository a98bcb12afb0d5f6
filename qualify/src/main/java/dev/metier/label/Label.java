package dev.metier.label;

import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.JobName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What one person, or a model, says of one answer to one case.
///
/// @param caseId what the case was called
/// @param content hash of the case as the labeller saw it: its variables and what is expected
/// @param note the labeller's remark; may be empty
/// @param showing which time the labeller was shown this answer
public record Label(
    JobName job,
    String caseId,
    String content,
    LabelledAnswer answer,
    Labeller by,
    Value value,
    String note,
    Instant at,
    Showing showing) {
  /// What is said of an answer.
  public enum Value {
    PASS,
    FAIL,
    CANNOT_TELL;

    /// As it stands in files.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Value> of(String word) {
      for (Value each : values()) {
        if (each.word().equals(word)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  /// Why an answer is shown.
  public enum Showing {
    FIRST,
    /// Unannounced once more, to see how often the labeller says the same.
    REPEAT,
    /// Once more because two people said different things of it; takes the place of the first.
    RESOLVE,
    /// Beside the name of its model and what its grader said: such a label never calibrates a
    /// judge, and the answer is shown blind all the same.
    OPEN;

    /// As it stands in files.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What is labelled, by whom, at which showing: of labels with equal keys the last one counts.
  record Key(String content, String answer, Labeller by, Showing showing) {}

  Key key() {
    return new Key(content, answer.hash(), by, showing);
  }

  /// What identifies the answer as one to this case.
  public String subject() {
    return subject(content, answer);
  }

  /// The same, of an answer that has no label yet.
  public static String subject(String content, LabelledAnswer answer) {
    return content + " " + answer.hash();
  }

  /// The same with another value or note, at another moment.
  public Label with(Value other, String remark, Instant moment) {
    return new Label(job, caseId, content, answer, by, other, remark, moment, showing);
  }

  /// The hash of a case as a labeller sees it: what is asked and what is expected, whatever the
  /// case is called and however it is graded.
  public static String content(Case given) {
    return CaseReview.content(given);
  }
}
