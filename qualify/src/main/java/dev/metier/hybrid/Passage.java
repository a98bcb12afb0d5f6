package dev.metier.hybrid;

/// What a chain did with one case.
///
/// @param answer what the client gets, with the cost and time of every answer and check on the way
/// @param end why it ended where it did
/// @param reason of a check that did not pass, for programs; empty for others
public record Passage(StageAnswer answer, End end, String reason) {
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

  /// Its end as policies and counters name it: `kept`, `down`, or `failed:` or `broken:` and the
  /// word of the check.
  public String endWord() {
    String check = reason.split(":", 2)[0];
    return switch (end) {
      case KEPT -> "kept";
      case FAILED -> "failed:" + check;
      case BROKEN -> "broken:" + check;
      case SENT -> "sent";
      case DOWN -> "down";
    };
  }

  public boolean kept() {
    return end == End.KEPT;
  }
}
