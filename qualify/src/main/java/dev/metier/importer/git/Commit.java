package dev.metier.importer.git;

/// One commit of a history.
///
/// @param author name and address
/// @param diff against its parent; cut behind what is too long
/// @param parents how many
record Commit(String hash, int parents, String author, String message, String diff) {
  private static final int SHORT = 12;

  /// What it is called.
  String shortHash() {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }
}
