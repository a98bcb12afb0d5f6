package dev.metier.importer.nunjucks;

/// A template has something that is not rendered here.
public final class NotRendered extends Exception {
  private static final long serialVersionUID = 1;

  /// @param what the end of a sentence that begins with `It has`
  public NotRendered(String what) {
    super(what, null, false, false);
  }

  /// What it has.
  public String what() {
    return String.valueOf(getMessage());
  }
}
