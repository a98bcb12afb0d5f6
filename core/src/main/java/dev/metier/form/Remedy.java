package dev.metier.form;

import dev.metier.core.text.NumberText;
import java.math.BigDecimal;
import java.util.Locale;

/// What to do about a value of the wrong form.
public final class Remedy {
  private Remedy() {}

  /// A remedy for a value of the wrong form, when there is a usual one.
  public static String of(Written written, Shape.Kind kind) {
    if (!(written instanceof Written.Scalar(_, var text, var sort))) {
      return "";
    }
    String words = kind.words();
    String small = text.strip().toLowerCase(Locale.ROOT);
    if (words.startsWith("true or false")) {
      return switch (small) {
        case "yes", "on", "y" -> "Write true.";
        case "no", "off", "n" -> "Write false.";
        default -> "";
      };
    }
    if (words.contains("share") && small.matches("\\d+(\\.\\d+)? *%?")) {
      double value = Double.parseDouble(small.replaceAll("[ %]", ""));
      if (value > 1 && value <= 100) {
        var share = BigDecimal.valueOf(value).movePointLeft(2);
        return "Write it as a share of 1: " + NumberText.plain(share) + ".";
      }
    }
    boolean number = words.contains("number") || words.contains("share");
    if (number && small.matches("-?\\d+,\\d+")) {
      return "Write " + small.replace(',', '.') + ", with a point.";
    }
    boolean quoted = sort == Written.Sort.TEXT && words.contains("number");
    return quoted && small.matches("-?\\d+(\\.\\d+)?") ? "Leave out the quotes." : "";
  }
}
