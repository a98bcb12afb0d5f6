package dev.metier.job;

/// What the bar of a need is measured in.
public enum BarUnit {
  SHARE("", "", 2, 0, 1),
  DIFFERENCE("", "", 2, -1, 1),
  SECONDS("", " s", 1, 0, Double.MAX_VALUE),
  TOKENS_PER_SECOND("", " tokens/s", 0, 0, Double.MAX_VALUE),
  /// Dollars for a thousand answers.
  DOLLARS("$", "", 2, 0, Double.MAX_VALUE);

  private final String before;
  private final String after;
  private final int digits;
  private final double least;
  private final double most;

  BarUnit(String before, String after, int digits, double least, double most) {
    this.before = before;
    this.after = after;
    this.digits = digits;
    this.least = least;
    this.most = most;
  }

  /// What is written before a number.
  public String before() {
    return before;
  }

  /// What is written behind a number.
  public String after() {
    return after;
  }

  /// The least digits after the point that a number is shown with.
  public int digits() {
    return digits;
  }

  /// The least that can be measured.
  public double least() {
    return least;
  }

  /// The most that can be measured; the largest number where nothing limits it.
  public double most() {
    return most;
  }
}
