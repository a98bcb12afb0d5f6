package dev.metier.privacy;

/// Kinds of characters. Those below [#SIGN] make words; those up to it make runs.
final class Chars {
  static final byte LOWER = 0;
  static final byte UPPER = 1;
  static final byte DIGIT = 2;

  /// What keys and encoded bytes have between letters: `_`, `-`, `+`, `/`.
  static final byte SIGN = 3;

  static final byte AT = 4;
  static final byte BACKSLASH = 5;
  static final byte OTHER = 6;

  private static final byte[] KINDS = new byte[128];

  static {
    for (int c = 0; c < KINDS.length; c++) {
      KINDS[c] =
          c >= 'a' && c <= 'z' ? LOWER : c >= 'A' && c <= 'Z' ? UPPER : isAscii(c) ? DIGIT : OTHER;
    }
    KINDS['_'] = SIGN;
    KINDS['-'] = SIGN;
    KINDS['+'] = SIGN;
    KINDS['/'] = SIGN;
    KINDS['@'] = AT;
    KINDS['\\'] = BACKSLASH;
  }

  private Chars() {}

  private static boolean isAscii(int c) {
    return c >= '0' && c <= '9';
  }

  static byte kind(char c) {
    if (c < KINDS.length) {
      return KINDS[c];
    }
    if (Character.isDigit(c)) {
      return DIGIT;
    }
    return Character.isLetter(c) && isSpaced(c) ? LOWER : OTHER;
  }

  /// Whether its script parts words by spaces; in others a number may follow a letter directly.
  private static boolean isSpaced(char c) {
    return c < '\u0e00' || (c >= '\u1e00' && c < '\u2000');
  }

  /// Whether it can be in one word with its neighbours.
  static boolean isWord(char c) {
    return kind(c) < SIGN;
  }

  static boolean isDigit(char c) {
    return kind(c) == DIGIT;
  }

  /// What parts the numbers of a list as often as the groups of one number.
  static boolean isWeak(char c) {
    return c == NormalText.WEAK || c == NormalText.BLANKS || c == NormalText.LINE;
  }

  static int value(char c) {
    return c < KINDS.length ? c - '0' : Character.digit(c, 10);
  }

  /// What people write between the groups of a number: spaces, dots and dashes of all kinds.
  static boolean separates(char c) {
    return switch (c) {
      case ' ',
          '.',
          '-',
          '/',
          NormalText.WEAK,
          NormalText.BLANKS,
          NormalText.LINE,
          '\u00a0',
          '\u202f',
          '\u2009',
          '\u2010',
          '\u2011',
          '\u2013' ->
          true;
      default -> false;
    };
  }
}
