package dev.metier.grade.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of every script and of LaTeX, spelled as in plain text.
public final class Numerals {
  private static final String WIDE = "．－＋％＄￥٪٫٬";
  private static final String PLAIN = ".-+%$¥%.,";
  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
  private static final String LOWERED = "0123456789-+";
  private static final Pattern POWER = Pattern.compile("(?<=10)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+");
  private static final Pattern COMMA = Pattern.compile("(?<=\\d)\\{,\\}(?=\\d)");
  private static final Pattern SPACE = Pattern.compile("(?<=\\d)(?:\\\\[,:; ]|~)(?=\\d{3}(?!\\d))");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([$%€£])");
  private static final Pattern TIMES = Pattern.compile("\\\\(?:times|cdot)\\b\\s*");
  private static final String LATEX = "\\{~";
  private static final String BOX = "\\boxed{";

  private Numerals() {}

  /// The text with ASCII digits, and without what LaTeX puts between them.
  public static String plain(String text) {
    String spelled = spelled(text);
    return spelled.chars().anyMatch(c -> LATEX.indexOf(c) >= 0) ? withoutLatex(spelled) : spelled;
  }

  /// What stands in the last `\\boxed{...}`, where LaTeX has its result; else the whole text.
  public static String result(String text) {
    int from = text.lastIndexOf(BOX);
    if (from < 0) {
      return text;
    }
    int start = from + BOX.length();
    int open = 1;
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) {
        return text.substring(start, at);
      }
    }
    return text.substring(start);
  }

  private static String spelled(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    var spelled = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      int wide = WIDE.indexOf(c);
      if (wide >= 0) {
        spelled.append(PLAIN.charAt(wide));
      } else {
        spelled.append(Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c);
      }
    }
    return POWER
        .matcher(spelled)
        .replaceAll(power -> "^" + Matcher.quoteReplacement(lowered(power.group())));
  }

  private static String lowered(String raised) {
    var lowered = new StringBuilder();
    raised.chars().forEach(c -> lowered.append(LOWERED.charAt(RAISED.indexOf(c))));
    return lowered.toString();
  }

  private static String withoutLatex(String text) {
    String grouped = COMMA.matcher(text.replace("\\!", "")).replaceAll(",");
    String spaced = SPACE.matcher(grouped).replaceAll("\u2009");
    return TIMES.matcher(ESCAPED.matcher(spaced).replaceAll("$1")).replaceAll("×");
  }
}
