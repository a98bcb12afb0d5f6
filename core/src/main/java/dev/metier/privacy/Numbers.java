package dev.metier.privacy;

import java.util.Set;

/// Numbers that a digit begins: cards, phones, national ids, addresses of machines. A number may be
/// written in groups. Not thread-safe.
final class Numbers {
  private static final int MOST_DIGITS = 19;
  private static final int MOST_GROUPS = 8;

  /// No number that is looked for has fewer, but for addresses of machines.
  private static final int FEWEST_DIGITS = 9;

  private static final Set<String> CARDS =
      Set.of("4 4 4 4", "4 6 5", "4 6 4", "4 4 4 4 3", "4 4 4 4 2", "4 4 4 4 1");

  private final String text;
  private final DetectionCollector found;
  private final byte[] digits = new byte[MOST_DIGITS];
  private final int[] sizes = new int[MOST_GROUPS];
  private int count;

  Numbers(String text, DetectionCollector found) {
    this.text = text;
    this.found = found;
  }

  /// Looks at the number that begins here; the character before is no part of it.
  void at(int start) {
    boolean plus = start > 0 && text.charAt(start - 1) == '+';
    if (plus && (start < 2 || !Chars.isWord(text.charAt(start - 2)))) {
      Phones.at(text, start, start - 1, found);
      return;
    }
    if (text.startsWith("00", start)) {
      Phones.at(text, start + 2, start, found);
    }
    if (start > 1 && isPoint(text.charAt(start - 1)) && Chars.isDigit(text.charAt(start - 2))) {
      return;
    }
    groups(start);
  }

  private static boolean isPoint(char c) {
    return c == '.' || c == ',';
  }

  private void groups(int start) {
    count = 0;
    int i = start;
    char separator = ' ';
    for (int group = 0; group < MOST_GROUPS; group++) {
      int from = i;
      while (i < text.length() && Chars.isDigit(text.charAt(i))) {
        if (count == MOST_DIGITS) {
          return;
        }
        digits[count++] = (byte) Chars.value(text.charAt(i++));
      }
      sizes[group] = i - from;
      boolean inWord = i < text.length() && (Chars.isWord(text.charAt(i)) || isUnderscore(i));
      boolean enough = count >= FEWEST_DIGITS || (separator == '.' && group == 3);
      if (!inWord && enough && isFound(shape(group), separator, start, i)) {
        return;
      }
      if (group == 0) {
        Ids.spanish(text, start, i, found);
      }
      boolean more =
          !inWord
              && i + 1 < text.length()
              && Chars.separates(text.charAt(i))
              && Chars.isDigit(text.charAt(i + 1));
      if (!more) {
        return;
      }
      separator = text.charAt(i++);
    }
  }

  /// The sizes of the groups, as in `4 4 4 4`.
  private String shape(int last) {
    var shape = new StringBuilder().append(sizes[0]);
    for (int group = 1; group <= last; group++) {
      shape.append(' ').append(sizes[group]);
    }
    return shape.toString();
  }

  private boolean isUnderscore(int i) {
    return text.charAt(i) == '_';
  }

  private boolean isFound(String shape, char separator, int start, int end) {
    boolean whole = shape.indexOf(' ') < 0;
    boolean weak = isWeak(separator);
    if ((whole || CARDS.contains(shape))
        && CheckDigits.card(digits, count)
        && !(weak && isInList(start, end))) {
      found.add(Kind.CARD, start, end);
      return true;
    }
    if (!weak && id(shape, separator)) {
      found.add(Kind.NATIONAL_ID, start, end);
      return true;
    }
    if (separator == '.' && shape.chars().filter(c -> c == ' ').count() == 3) {
      address(shape, start, end);
    }
    return false;
  }

  /// Whether more numbers stand before or behind it in the same way.
  private boolean isInList(int start, int end) {
    boolean before = start > 0 && isWeak(text.charAt(start - 1));
    boolean behind =
        end + 3 < text.length() && isWeak(text.charAt(end)) && Chars.isDigit(text.charAt(end + 3));
    return before || behind;
  }

  private static boolean isWeak(char separator) {
    return separator == NormalText.WEAK || separator == NormalText.BLANKS;
  }

  private boolean id(String shape, char separator) {
    return switch (shape) {
      case "3 2 4" -> separator != '.' && separator != '/' && CheckDigits.american(digits);
      case "9" ->
          (CheckDigits.american(digits) || CheckDigits.dutch(digits)) && found.speaksOfIds();
      case "4 2 3" -> separator == '.' && CheckDigits.dutch(digits);
      case "11" -> CheckDigits.german(digits) || CheckDigits.polish(digits);
      case "2 3 3 3" -> CheckDigits.german(digits);
      case "15", "1 2 2 2 3 3 2", "13 2" -> CheckDigits.french(digits);
      default -> false;
    };
  }

  /// Four numbers up to 255 that are no private, local or shared address.
  private void address(String shape, int start, int end) {
    if (!found.wants(Kind.IP_ADDRESS)) {
      return;
    }
    int[] bytes = new int[4];
    int at = 0;
    int group = 0;
    for (String length : shape.split(" ", -1)) {
      int size = Integer.parseInt(length);
      for (int i = 0; i < size && size <= 3; i++) {
        bytes[group] = bytes[group] * 10 + digits[at + i];
      }
      at += size;
      if (size > 3 || bytes[group++] > 255) {
        return;
      }
    }
    boolean own =
        bytes[0] == 0
            || bytes[0] == 10
            || bytes[0] == 127
            || bytes[0] >= 224
            || (bytes[0] == 172 && bytes[1] >= 16 && bytes[1] < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 169 && bytes[1] == 254);
    // short ones are versions more often than addresses
    if (!own && end - start > 7) {
      found.add(Kind.IP_ADDRESS, start, end);
    }
  }
}
