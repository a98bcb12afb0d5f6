package dev.metier.wire;

/// Which short strings came, and came again: a bit for each by what its length and its first,
/// middle and last characters make.
final class ShortTexts {
  private static final int LONGEST = 15;

  private final long[] once = new long[LONGEST + 1];
  private final long[] again = new long[LONGEST + 1];

  void add(byte[] json, int from, int to) {
    int length = to - from;
    if (length <= LONGEST && length > 0) {
      long bit = bit(json[from], json[from + length / 2], json[to - 1]);
      again[length] |= once[length] & bit;
      once[length] |= bit;
    }
  }

  boolean mayHold(String text) {
    return (once[text.length()] & bit(text)) != 0;
  }

  boolean mayRepeat(String text) {
    return (again[text.length()] & bit(text)) != 0;
  }

  private static long bit(String text) {
    int length = text.length();
    return bit(text.charAt(0), text.charAt(length / 2), text.charAt(length - 1));
  }

  private static long bit(int first, int middle, int last) {
    return 1L << (first + 5 * middle + 11 * last);
  }
}
