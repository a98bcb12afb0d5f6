package dev.metier.privacy;

import java.util.List;
import java.util.Set;

/// Texts that follow one another, as the parts of a message or the elements of a list do: a number
/// may begin in one and end in the next. Only numbers with check digits are looked for across them,
/// since anything else is made by chance where two texts meet.
final class AdjacentTexts {
  private static final Set<Kind> KINDS = Set.of(Kind.CARD, Kind.IBAN);

  /// Longer than every number that is looked for, however it is grouped.
  private static final int REACH = 64;

  private static final int SHORTEST = 13;

  /// Keeps numbers that are cut here from being taken for whole ones.
  private static final char CUT = '_';

  private final DetectionCollector lines = new DetectionCollector(KINDS);
  private final DetectionCollector cut = new DetectionCollector(KINDS);

  /// What is found across the borders of these texts.
  Set<Kind> search(List<String> texts) {
    boolean any = false;
    for (int i = 1; i < texts.size(); i++) {
      if (mayCross(texts.get(i - 1), texts.get(i))) {
        any = true;
        cutInTwo(texts.get(i - 1), texts.get(i));
      }
    }
    if (any) {
      inLines(texts);
    }
    lines.kinds().addAll(cut.kinds());
    return lines.kinds();
  }

  /// Whether one ends as a number goes on and the next begins so.
  private static boolean mayCross(String one, String next) {
    int end = one.length() - 1;
    while (end >= 0 && Chars.separates(one.charAt(end))) {
      end--;
    }
    int begin = 0;
    while (begin < next.length() && Chars.separates(next.charAt(begin))) {
      begin++;
    }
    return end >= 0
        && begin < next.length()
        && isOfNumber(one.charAt(end))
        && isOfNumber(next.charAt(begin));
  }

  private static boolean isOfNumber(char c) {
    return Chars.isDigit(c) || (c >= 'A' && c <= 'Z');
  }

  /// As if each stood in a line of its own: the groups of a number.
  private void inLines(List<String> texts) {
    var all = new StringBuilder();
    for (String text : texts) {
      if (text.length() > 2 * REACH) {
        all.append(text, 0, REACH).append(CUT).append(CUT);
        all.append(text, text.length() - REACH, text.length());
      } else {
        all.append(text);
      }
      all.append('\n');
    }
    scan(all.toString(), lines);
  }

  /// As if nothing stood between the two.
  private void cutInTwo(String one, String next) {
    String end = one.substring(Math.max(0, one.length() - REACH));
    String begin = next.substring(0, Math.min(next.length(), REACH));
    if (end.length() + begin.length() >= SHORTEST) {
      cut.across(end.length());
      scan(end + begin, cut);
    }
  }

  private static void scan(String text, DetectionCollector found) {
    found.next(0, List.of());
    new TextScan(text, found).run();
    NormalText.of(text).ifPresent(plain -> plain.scan(found));
  }
}
