package dev.metier.job;

/// The name of a job; what a client later puts in its `model` field.
public record JobName(String text) implements Comparable<JobName> {
  private static final int LONGEST = 80;

  public JobName {
    if (!allowed(text)) {
      throw new IllegalArgumentException("not a job name: " + text);
    }
  }

  /// Whether this is a name: ASCII letters and digits, behind the first also `_`, `.` and `-`.
  public static boolean allowed(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !isPlain(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPlain(c) && c != '_' && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(JobName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
