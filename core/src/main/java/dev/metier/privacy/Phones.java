package dev.metier.privacy;

/// Phone numbers in their international form, as ITU-T E.164 has it.
final class Phones {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 15;

  /// Shorter ones without groups are signed numbers more often.
  private static final int UNGROUPED = 10;

  private static final int NORTH_AMERICAN = 11;

  /// Country codes of two digits; those of one are 1 and 7, and all others have three.
  private static final String TWO =
      " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63"
          + " 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

  private static final String BEGIN_THREE =
      " 21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99 ";

  private Phones() {}

  /// Looks at the number whose country code would begin here.
  ///
  /// @param start where the number begins with its `+` or `00`
  static void at(String text, int code, int start, DetectionCollector found) {
    boolean zeros = text.charAt(start) == '0';
    if (zeros && inDoi(text, start)) {
      return;
    }
    var digits = new StringBuilder();
    boolean grouped = false;
    boolean bracketed = false;
    int i = code;
    found.looked(LONGEST);
    while (i < text.length() && digits.length() <= LONGEST) {
      char c = text.charAt(i);
      if (Chars.isDigit(c)) {
        digits.append((char) ('0' + Chars.value(c)));
        i++;
        boolean ends = i == text.length() || !Chars.isDigit(text.charAt(i));
        boolean inWord = i < text.length() && Chars.isWord(text.charAt(i));
        // bare digits after zeros are a padded number more often than a phone
        boolean enough = grouped || (!zeros && digits.length() >= UNGROUPED);
        if (ends && !inWord && enough && plausible(digits, bracketed)) {
          found.add(Kind.PHONE, start, i);
          return;
        }
      } else {
        int next = gap(text, i);
        if (next == 0) {
          return;
        }
        grouped = true;
        bracketed |= text.startsWith("(0", next - 1);
        i = next;
      }
    }
  }

  /// Whether what begins here stands in a DOI, behind its prefix as `10.1080/`: those of journals
  /// hold an ISSN, often with zeros first.
  private static boolean inDoi(String text, int start) {
    int i = start - 1;
    if (i < 0 || text.charAt(i) != '/') {
      return false;
    }
    do {
      i--;
    } while (i >= 0 && Chars.isDigit(text.charAt(i)));
    return start - i >= 6 && i >= 2 && text.startsWith("10.", i - 2);
  }

  /// Where the digits go on behind separators and brackets, or 0 when they do not.
  private static int gap(String text, int from) {
    int i = from;
    while (i < text.length() && i - from < 3) {
      char c = text.charAt(i);
      if (Chars.isDigit(c)) {
        return i;
      }
      if (Chars.isWeak(c) || (!Chars.separates(c) && c != '(' && c != ')')) {
        return 0;
      }
      i++;
    }
    return i < text.length() && Chars.isDigit(text.charAt(i)) ? i : 0;
  }

  private static boolean plausible(CharSequence digits, boolean bracketed) {
    int length = digits.length();
    if (length < SHORTEST || length > LONGEST) {
      return false;
    }
    char first = digits.charAt(0);
    if (first == '1') {
      boolean area = digits.charAt(1) >= '2' && length > 4 && digits.charAt(4) >= '2';
      return length == NORTH_AMERICAN && area;
    }
    if (first == '7') {
      return length == NORTH_AMERICAN;
    }
    String two = " " + digits.subSequence(0, 2) + " ";
    // the zero before an area code is left out abroad, but in Italy, or written in brackets
    boolean trunk = digits.charAt(2) == '0' && !bracketed && !two.equals(" 39 ");
    return (TWO.contains(two) && !trunk) || BEGIN_THREE.contains(two);
  }
}
