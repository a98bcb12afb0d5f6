package dev.metier.privacy;

import java.util.Set;

/// Numbers that a digit begins: cards, phones, national ids, addresses of machines. A number may be
/// written in groups. Not thread-safe.
final class Numbers {
  private static final int MOST_DIGITS = 19;
  private static final int MOST_GROUPS = 8;

  /// How far from a number the next one of a list or table stands.
  private static final int NEAR = 4;

  /// No number that is looked for has fewer, but for addresses of machines.
  private static final int FEWEST_DIGITS = 9;

  private static final Set<String> CARDS =
      Set.of("4 4 4 4", "4 6 5", "4 6 4", "4 4 4 4 3", "4 4 4 4 2", "4 4 4 4 1");

  /// The sizes of the first two groups in all numbers that are written in groups, as in 44; most
  /// numbers in a row are a table.
  private static final Set<Integer> BEGINNINGS = Set.of(44, 46, 32, 42, 23, 12, 132);

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
    apart(start);
  }

  /// Looks at the number that begins directly behind a word; only cards of the usual schemes, since
  /// many numbers of orders are written so.
  void behindWord(int start) {
    int end = digitsFrom(start, 0);
    if (count == 4) {
      for (int group = 1; group < 4 && count == 4 * group; group++) {
        if (end + 1 >= text.length() || !Chars.separates(text.charAt(end))) {
          return;
        }
        end = digitsFrom(end + 1, count);
      }
    }
    if (!isInWord(end) && CheckDigits.usualCard(digits, count)) {
      found.add(Kind.CARD, start, end);
    }
  }

  /// Reads digits behind the first ones; the place behind them.
  private int digitsFrom(int start, int before) {
    count = before;
    int i = start;
    while (i < text.length() && count < MOST_DIGITS && Chars.isDigit(text.charAt(i))) {
      digits[count++] = (byte) Chars.value(text.charAt(i++));
    }
    found.looked(i - start);
    return i;
  }

  private boolean isInWord(int i) {
    return i < text.length() && (Chars.isWord(text.charAt(i)) || isUnderscore(i));
  }

  /// A card whose digits stand apart, as in `4 1 1 1`: fifteen or sixteen of them, and no more
  /// numbers around.
  private void apart(int start) {
    if (sizes[0] != 1 || isNumberBefore(start)) {
      return;
    }
    count = 0;
    int i = start;
    while (count < MOST_DIGITS && i < text.length() && Chars.isDigit(text.charAt(i))) {
      digits[count++] = (byte) Chars.value(text.charAt(i++));
      if (i + 1 >= text.length()
          || !isApart(text.charAt(i))
          || !Chars.isDigit(text.charAt(i + 1))) {
        break;
      }
      i++;
    }
    found.looked(i - start);
    if (!isInWord(i) && CheckDigits.usualCard(digits, count) && !isNumberBehind(i)) {
      found.add(Kind.CARD, start, i);
    }
  }

  private static boolean isApart(char c) {
    return c == ' ' || c == '-' || c == NormalText.BLANKS || c == '\u00a0' || c == '\u202f';
  }

  private boolean isNumberBefore(int start) {
    int i = start - 1;
    while (i >= 0 && start - i <= NEAR && isBetween(text.charAt(i))) {
      i--;
    }
    return i >= 0 && Chars.isDigit(text.charAt(i));
  }

  private boolean isNumberBehind(int end) {
    int i = end;
    while (i < text.length() && i - end < NEAR && isBetween(text.charAt(i))) {
      i++;
    }
    return i < text.length() && Chars.isDigit(text.charAt(i));
  }

  private static boolean isBetween(char c) {
    return Chars.separates(c) || c <= ' ' || c == ',' || c == ';' || c == '|';
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
      found.looked(i - from + 1);
      boolean inWord = isInWord(i);
      boolean enough = count >= FEWEST_DIGITS || (separator == '.' && group == 3);
      if (!inWord && enough && isFound(shape(group), separator, start, i)) {
        return;
      }
      if (group == 0) {
        Ids.spanish(text, start, i, found);
      } else if (group == 1 && separator != '.' && !BEGINNINGS.contains(10 * sizes[0] + sizes[1])) {
        return;
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
    boolean weak = Chars.isWeak(separator);
    if ((whole || CARDS.contains(shape))
        && CheckDigits.card(digits, count)
        && !(weak && isInList(start, end))) {
      found.add(Kind.CARD, start, end);
      return true;
    }
    if (separator == NormalText.LINE && isBroken(start, end)) {
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

  /// Whether it is one number that the end of a line parts.
  private boolean isBroken(int start, int end) {
    return sizes[0] < count
        && sizes[0] + sizes[1] == count
        && CheckDigits.usualCard(digits, count)
        && !isNumberBefore(start)
        && !isNumberBehind(end);
  }

  /// Whether more numbers stand before or behind it in the same way.
  private boolean isInList(int start, int end) {
    boolean before = start > 0 && Chars.isWeak(text.charAt(start - 1));
    boolean behind =
        end + 3 < text.length()
            && Chars.isWeak(text.charAt(end))
            && Chars.isDigit(text.charAt(end + 3));
    return before || behind;
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
