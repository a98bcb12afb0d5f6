package dev.metier.ledger;

import dev.metier.provider.Answer;

/// A kept trial that brought no usable answer.
///
/// @param content hash of the case (see TrialKey)
/// @param status why, as a category: a cause of failure, or REPLY for an answer with nothing in it
/// @param why the same in the words of the server
public record Unserved(String content, int repeat, String status, String why) {
  /// How the reason of a grade begins that there was no answer to give.
  public static final String REASON = "Not served: ";

  /// The category in two or three words, such as `timed out`.
  public String cause() {
    Answer.Cause cause = status.equals("REPLY") ? Answer.Cause.EMPTY : Answer.Cause.valueOf(status);
    return cause.brief();
  }
}
