package dev.metier.job;

import java.util.regex.Pattern;

/// The name the team gives a candidate.
public record ModelName(String text) implements Comparable<ModelName> {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,79}");

  public ModelName {
    if (!ALLOWED.matcher(text).matches()) {
      throw new IllegalArgumentException("not a model name: " + text);
    }
  }

  public static boolean allowed(String text) {
    return ALLOWED.matcher(text).matches();
  }

  @Override
  public int compareTo(ModelName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
