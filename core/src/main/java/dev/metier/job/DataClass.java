package dev.metier.job;

/// How sensitive a job's data is, from least to most.
public enum DataClass {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  RESTRICTED;

  /// Whether one who is cleared for `clearance` may read data of this class.
  public boolean readableWith(DataClass clearance) {
    return compareTo(clearance) <= 0;
  }
}
