package dev.metier.importer.trace;

import dev.metier.core.text.NumberText;

/// Why a call of a trace is no case, or a part of a file is passed over.
public enum TraceLoss {
  UNRECORDED("call whose texts were not recorded", "calls whose texts were not recorded"),
  TOOLS("call with tools, pictures or files", "calls with tools, pictures or files"),
  FAILED("call that failed", "calls that failed"),
  UNANSWERED("call without an answer in text", "calls without an answer in text"),
  LONG("call of more than 24,000 characters", "calls of more than 24,000 characters"),
  REPEATED("call that asked the same again", "calls that asked the same again"),
  BROKEN(
      "piece that is no JSON, or of more than 16 MB",
      "pieces that are no JSON, or of more than 16 MB"),
  UNREADABLE("file that cannot be read", "files that cannot be read");

  private final String one;
  private final String several;

  TraceLoss(String one, String several) {
    this.one = one;
    this.several = several;
  }

  /// So many of them, for people: `1 merge`, `1,234 merges`.
  public String counted(int count) {
    return NumberText.count(count) + " " + (count == 1 ? one : several);
  }
}
