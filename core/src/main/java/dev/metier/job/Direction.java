package dev.metier.job;

/// On which side of its bar a need is met.
public enum Direction {
  AT_LEAST(" >= ", " at least "),
  AT_MOST(" <= ", " at most ");

  private final String sign;
  private final String words;

  Direction(String sign, String words) {
    this.sign = sign;
    this.words = words;
  }

  /// As it stands between what is measured and the bar.
  String sign() {
    return sign;
  }

  /// The same in words.
  String words() {
    return words;
  }
}
