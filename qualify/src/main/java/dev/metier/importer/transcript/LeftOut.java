package dev.metier.importer.transcript;

import dev.metier.core.text.NumberText;

/// Why something of a transcript is no case.
public enum LeftOut {
  TOOLS("turn that used tools", "turns that used tools"),
  INTERRUPTED("turn that was interrupted", "turns that were interrupted"),
  UNANSWERED("turn without an answer in text", "turns without an answer in text"),
  LONG(
      "turn behind more than 24,000 characters of conversation",
      "turns behind more than 24,000 characters of conversation"),
  REPLAYED("turn met twice", "turns met twice"),
  SIDE("session or line of a subagent", "sessions and lines of subagents"),
  ABANDONED("turn of an abandoned branch", "turns of abandoned branches"),
  TOO_LONG("line of more than 16 MB", "lines of more than 16 MB"),
  BROKEN("line that is no JSON", "lines that are no JSON"),
  UNKNOWN("record of an unknown kind", "records of unknown kinds"),
  UNREADABLE("file that cannot be read", "files that cannot be read");

  private final String one;
  private final String several;

  LeftOut(String one, String several) {
    this.one = one;
    this.several = several;
  }

  /// So many of them, for people: `1 merge`, `1,234 merges`.
  public String counted(int count) {
    return NumberText.count(count) + " " + (count == 1 ? one : several);
  }
}
