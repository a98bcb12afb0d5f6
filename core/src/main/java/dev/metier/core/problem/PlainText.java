package dev.metier.core.problem;

import java.util.regex.Pattern;

/// Text of others as it can be shown in a line of a terminal: characters that steer the terminal
/// (ESC, and CSI in one character) or turn the direction of reading become spaces.
public final class PlainText {
  private static final Pattern STEERING =
      Pattern.compile("[\\x{0}-\\x{1F}\\x{7F}-\\x{9F}\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}]+");

  /// The same but for line breaks, tabs and colours.
  private static final Pattern STEERING_LINES =
      Pattern.compile(
          "(\\x1B\\[[0-9;]*m)|[\\x{0}-\\x{8}\\x{B}-\\x{1F}\\x{7F}-\\x{9F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

  private PlainText() {}

  public static String of(String text) {
    return STEERING.matcher(text).replaceAll(" ");
  }

  /// Whole output, whose lines and colours stay.
  public static String ofLines(String text) {
    return STEERING_LINES.matcher(text).replaceAll(found -> found.group(1) == null ? " " : "$0");
  }
}
