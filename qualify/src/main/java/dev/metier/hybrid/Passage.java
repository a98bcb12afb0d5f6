package dev.metier.hybrid;

import java.util.Optional;

/// What a chain did with one case.
///
/// @param answer what the client gets, with the cost and time of every answer and check on the way
/// @param end why it ended where it did
/// @param reason of a check that did not pass, for programs; empty for others
/// @param middle how the middle model ended, where it was asked
public record Passage(StageAnswer answer, End end, String reason, Optional<Ended> middle) {
  /// Why a chain ended where it did.
  public enum End {
    /// Every check passed.
    KEPT,
    /// A check failed.
    FAILED,
    /// A check could not run.
    BROKEN,
    /// A router chose the later model, and the first one was not asked.
    SENT,
    /// The first model's server gave no answer, which says nothing of the model.
    DOWN
  }

  /// Where one of the models whose answers are checked ended.
  ///
  /// @param reason of a check that did not pass, for programs; `down`; empty for others
  public record Ended(End end, String reason) {
    /// As policies and counters name it: `kept`, `down`, or `failed:` or `broken:` and the word of
    /// the check.
    public String word() {
      String check = reason.split(":", 2)[0];
      return switch (end) {
        case KEPT -> "kept";
        case FAILED -> "failed:" + check;
        case BROKEN -> "broken:" + check;
        case SENT -> "sent";
        case DOWN -> "down";
      };
    }
  }

  /// One in which no middle model was asked.
  public Passage(StageAnswer answer, End end, String reason) {
    this(answer, end, reason, Optional.empty());
  }

  /// The first model's end as policies and counters name it.
  public String endWord() {
    return new Ended(end, reason).word();
  }

  /// Whether an answer that was checked is what the client gets.
  public boolean kept() {
    return keptByFirst() || keptByMiddle();
  }

  public boolean keptByFirst() {
    return end == End.KEPT;
  }

  public boolean keptByMiddle() {
    return middle.filter(ended -> ended.end() == End.KEPT).isPresent();
  }
}
