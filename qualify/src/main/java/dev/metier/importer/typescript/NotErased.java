package dev.metier.importer.typescript;

/// Code has something that is more than a type, or that cannot be read for certain.
public final class NotErased extends Exception {
  private static final long serialVersionUID = 1;
  private final int line;

  /// @param what the end of a sentence that begins with `It has`
  /// @param line where it stands, from 1
  public NotErased(String what, int line) {
    super(what, null, false, false);
    this.line = line;
  }

  /// What it has.
  public String what() {
    return String.valueOf(getMessage());
  }

  /// The line, from 1.
  public int line() {
    return line;
  }
}
