package dev.metier.importer.trace;

/// Why a call of a trace is no case, or a part of a file is passed over.
public enum TraceLoss {
  UNRECORDED("calls whose texts were not recorded"),
  TOOLS("calls with tools, pictures or files"),
  FAILED("calls that failed"),
  UNANSWERED("calls without an answer in text"),
  LONG("calls of more than 24,000 characters"),
  REPEATED("calls that asked the same again"),
  BROKEN("pieces that are no JSON, or of more than 16 MB"),
  UNREADABLE("files that cannot be read");

  private final String words;

  TraceLoss(String words) {
    this.words = words;
  }

  /// For people, behind a number.
  public String words() {
    return words;
  }
}
