package dev.metier.importer.transcript;

/// Why something of a transcript is no case.
public enum LeftOut {
  TOOLS("turns that used tools"),
  INTERRUPTED("turns that were interrupted"),
  UNANSWERED("turns without an answer in text"),
  LONG("turns behind more than 24,000 characters of conversation"),
  REPLAYED("turns met twice"),
  SIDE("sessions and lines of subagents"),
  ABANDONED("turns of abandoned branches"),
  TOO_LONG("lines of more than 16 MB"),
  BROKEN("lines that are no JSON"),
  UNKNOWN("records of unknown kinds"),
  UNREADABLE("files that cannot be read");

  private final String words;

  LeftOut(String words) {
    this.words = words;
  }

  /// For people, behind a number.
  public String words() {
    return words;
  }
}
