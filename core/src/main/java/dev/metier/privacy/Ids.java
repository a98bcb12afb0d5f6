package dev.metier.privacy;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Numbers that letters begin or end: bank accounts, and the ids of Spain and of the United
/// Kingdom. Not thread-safe.
final class Ids {
  private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String BRITISH_NEVER_FIRST = "DFIQUV";
  private static final String BRITISH_NEVER_SECOND = "DFIOQUV";
  private static final String BRITISH_NEVER = " BG GB NK KN TN NT ZZ ";

  /// May stand directly before an IBAN.
  private static final String WORD = "iban";

  /// The first four characters of an IBAN are six digits, since a letter is two.
  private static final int HEAD = 1_000_000 % 97;

  /// How long an IBAN is in each country, from the registry of ISO 13616.
  private static final Map<String, Integer> LENGTHS =
      Stream.of(
              ("AD24,AE23,AL28,AT20,AZ28,BA20,BE16,BG22,BH22,BI27,BR29,BY28,CH21,CR22,CY28,"
                      + "CZ24,DE22,DJ27,DK18,DO28,EE20,EG29,ES24,FI18,FK18,FO18,FR27,GB22,GE22,GI23,"
                      + "GL18,GR27,GT28,HN28,HR21,HU28,IE22,IL23,IQ23,IS26,IT27,JO30,KW30,KZ20,LB28,"
                      + "LC32,LI21,LT20,LU20,LV21,LY25,MC27,MD24,ME22,MK19,MN20,MR27,MT31,MU30,NI28,"
                      + "NL18,NO15,OM23,PK24,PL28,PS29,PT25,QA29,RO24,RS22,RU33,SA24,SC31,SD18,SE24,"
                      + "SI19,SK24,SM27,SO23,ST25,SV28,TL23,TN24,TR26,UA29,VA22,VG24,XK20,YE30")
                  .split(",", -1))
          .collect(
              Collectors.toUnmodifiableMap(
                  entry -> entry.substring(0, 2), entry -> Integer.valueOf(entry.substring(2))));

  private final String text;
  private final DetectionCollector found;

  Ids(String text, DetectionCollector found) {
    this.text = text;
    this.found = found;
  }

  /// Looks at the word that begins here with a letter.
  void at(int start) {
    if (text.regionMatches(true, start, WORD, 0, WORD.length())) {
      iban(start + WORD.length());
      return;
    }
    char second = letterOrDigit(start + 1);
    if (Chars.isDigit(second)) {
      foreigner(start);
      return;
    }
    char third = letterOrDigit(start + 2);
    if (Chars.isDigit(third)) {
      iban(start);
      british(start);
    } else if (third == ' ' && Chars.isDigit(letterOrDigit(start + 3))) {
      british(start);
    }
  }

  private char letterOrDigit(int i) {
    return i < text.length() ? text.charAt(i) : '\n';
  }

  private void iban(int start) {
    int end = Math.min(text.length(), start + 2);
    Integer length = LENGTHS.get(text.substring(start, end).toUpperCase(Locale.ROOT));
    if (length == null) {
      return;
    }
    found.looked(length);
    int rest = 0;
    int head = 0;
    int i = start;
    int taken = 0;
    while (taken < length && i < text.length()) {
      char c = text.charAt(i++);
      boolean group = taken % 4 == 0 && c != NormalText.WEAK;
      boolean space = taken > 0 && Chars.separates(c) && (group || c == NormalText.LINE);
      if (space) {
        continue;
      }
      int value = c < 128 ? Character.digit(c, 36) : -1;
      if (value < 0) {
        return;
      }
      if (taken < 4) {
        head = shifted(head, value);
      } else {
        rest = shifted(rest, value);
      }
      taken++;
    }
    boolean ends = i == text.length() || !Chars.isWord(text.charAt(i));
    // the first four characters belong behind the others
    if (taken == length && ends && (rest * HEAD + head) % 97 == 1) {
      found.add(Kind.IBAN, start, i);
    }
  }

  private static int shifted(int number, int value) {
    return (number * (value > 9 ? 100 : 10) + value) % 97;
  }

  /// A Spanish DNI: eight digits and the letter that they give.
  static void spanish(String text, int start, int end, DetectionCollector found) {
    if (end - start != 8) {
      return;
    }
    int letter = end < text.length() && text.charAt(end) == '-' ? end + 1 : end;
    if (isSpanish(text, Integer.parseInt(text, start, end, 10), letter)) {
      found.add(Kind.NATIONAL_ID, start, letter + 1);
    }
  }

  /// A Spanish NIE: X, Y or Z for the first digit.
  private void foreigner(int start) {
    int first = "XYZ".indexOf(text.charAt(start));
    int end = start + 1;
    while (end < text.length() && end - start <= 8 && Chars.isDigit(text.charAt(end))) {
      end++;
    }
    if (first >= 0 && end - start == 8) {
      int letter = end < text.length() && text.charAt(end) == '-' ? end + 1 : end;
      int number = first * 10_000_000 + Integer.parseInt(text, start + 1, end, 10);
      if (isSpanish(text, number, letter)) {
        found.add(Kind.NATIONAL_ID, start, letter + 1);
      }
    }
  }

  private static boolean isSpanish(String text, int number, int at) {
    boolean ends = at + 1 >= text.length() || !Chars.isWord(text.charAt(at + 1));
    return at < text.length() && ends && SPANISH.charAt(number % 23) == text.charAt(at);
  }

  /// A British National Insurance number: two letters, six digits, and a letter from A to D.
  private void british(int start) {
    var number = new StringBuilder();
    found.looked(9);
    int i = start;
    while (i < text.length() && number.length() < 9 && i - start < 13) {
      char c = text.charAt(i);
      if (c != ' ') {
        number.append(c);
      }
      i++;
    }
    boolean ends = i == text.length() || !Chars.isWord(text.charAt(i));
    if (ends && isBritish(number)) {
      found.add(Kind.NATIONAL_ID, start, i);
    }
  }

  private static boolean isBritish(CharSequence n) {
    if (n.length() != 9 || n.charAt(8) < 'A' || n.charAt(8) > 'D') {
      return false;
    }
    for (int i = 2; i < 8; i++) {
      if (n.charAt(i) < '0' || n.charAt(i) > '9') {
        return false;
      }
    }
    char first = n.charAt(0);
    char second = n.charAt(1);
    return first >= 'A'
        && first <= 'Z'
        && second >= 'A'
        && second <= 'Z'
        && BRITISH_NEVER_FIRST.indexOf(first) < 0
        && BRITISH_NEVER_SECOND.indexOf(second) < 0
        && !BRITISH_NEVER.contains(" " + first + second + " ");
  }
}
