package dev.metier.report.screen;

import java.util.ArrayList;
import java.util.List;

/// A piece of a sentence: words, or what is to be typed or named. Public only for the templates.
public record TextSpan(String text, boolean code) {
  private static final int SHORT = 22;

  /// Whether it is a name that fits into a line of a phone, and so is not parted at its hyphens.
  public boolean isShortName() {
    return code && text.length() <= SHORT;
  }

  /// A sentence in which what is to be typed stands between backticks.
  public static List<TextSpan> of(String sentence) {
    var spans = new ArrayList<TextSpan>();
    int from = 0;
    for (int open = sentence.indexOf('`'); open >= 0; open = sentence.indexOf('`', from)) {
      int close = sentence.indexOf('`', open + 1);
      if (close < 0) {
        break;
      }
      spans.add(new TextSpan(sentence.substring(from, open), false));
      spans.add(new TextSpan(sentence.substring(open + 1, close), true));
      from = close + 1;
    }
    spans.add(new TextSpan(sentence.substring(from), false));
    return spans;
  }
}
