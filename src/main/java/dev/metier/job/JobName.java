package dev.metier.job;

import java.util.regex.Pattern;

/// The name of a job; what a client later puts in its `model` field.
public record JobName(String text) implements Comparable<JobName> {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,79}");

  public JobName {
    if (!ALLOWED.matcher(text).matches()) {
      throw new IllegalArgumentException("not a job name: " + text);
    }
  }

  public static boolean allowed(String text) {
    return ALLOWED.matcher(text).matches();
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
