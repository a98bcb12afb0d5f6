package dev.metier.problem;

import java.util.regex.Pattern;

/// Text of others as it can be shown in a line of a terminal: characters that steer the terminal
/// (ESC, and CSI in one character) or turn the direction of reading become spaces.
public final class PlainText {
  private static final Pattern STEERING =
      Pattern.compile("[\\x{0}-\\x{1F}\\x{7F}-\\x{9F}\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}]+");

  private PlainText() {}

  public static String of(String text) {
    return STEERING.matcher(text).replaceAll(" ");
  }
}
