package dev.metier.core.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text from a person's file, made safe to show: what looks like a key or a password is starred
/// out, letter by letter, so that columns stay where they were.
public final class Masked {
  /// Each pattern's first group is what is hidden.
  private static final List<Pattern> SECRETS =
      List.of(
          Pattern.compile(
              "(?i)(?<![\\w-])[\"']?(?:x-)?(?:api[_-]?|auth[_-]?|access[_-]?|secret[_-]?)?"
                  + "(?:key|token|secret|password|passwd|authorization)[\"']?\\s*[:=]\\s*+"
                  + "(?!env:|file:|[\"'](?:env|file):)([^,}#]*[^,}#\\s])"),
          Pattern.compile("(?i)\\bbearer\\s+([\\w.~+/=-]{6,})"),
          Pattern.compile(
              "(?<!\\w)((?:sk|pk|rk|gsk|hf|xai|xox[abprs]|gh[pousr]|glpat|mk)[-_][\\w-]{6,})"),
          Pattern.compile("\\b(AKIA[0-9A-Z]{12,}|AIza[\\w-]{20,}|eyJ[\\w-]{8,}\\.[\\w.-]+)"),
          Pattern.compile("://([^/@\\s]+)@"),
          Pattern.compile(
              "(?<!\\w)((?=[A-Za-z0-9]*[A-Za-z])(?=(?:[A-Za-z]*[0-9]){4})[A-Za-z0-9]{32,})(?!\\w)"),
          Pattern.compile("\\b(\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12})\\b"),
          Pattern.compile(
              "(?<![\\w+=-])((?=[\\w+=-]*[a-z])(?=[\\w+=-]*[A-Z])(?=[\\w+=-]*[0-9])[\\w+=-]{32,})"));

  private Masked() {}

  /// The text with its secrets starred out.
  public static String of(String text) {
    String shown = text;
    for (Pattern secret : SECRETS) {
      shown = starred(secret.matcher(shown), shown);
    }
    return shown;
  }

  private static String starred(Matcher secret, String text) {
    var shown = new StringBuilder(text);
    while (secret.find()) {
      for (int i = secret.start(1); i < secret.end(1); i++) {
        shown.setCharAt(i, '*');
      }
    }
    return shown.toString();
  }
}
