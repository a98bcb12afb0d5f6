package dev.metier.upstream;

import java.nio.charset.StandardCharsets;

/// Looks for short texts in bytes.
final class Bytes {
  static final byte[] DATA = of("data: {");
  static final byte[] DONE = of("[DONE]");
  static final byte[] USAGE = of("\"usage\":");
  static final byte[] FINISH = of("\"finish_reason\":");
  static final byte[] ERROR = of("\"error\":");
  static final byte[] TIMINGS = of("\"timings\":");
  static final byte[] CHOICES = of("\"choices\":");
  static final byte[] DELTA = of("event: content_block_delta");
  static final byte[] PING = of("event: ping");

  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
    return to - from >= what.length
        && java.util.Arrays.equals(bytes, from, from + what.length, what, 0, what.length);
  }

  static boolean contains(byte[] bytes, int from, int to, byte[] what) {
    return find(bytes, from, to, what) >= 0;
  }

  /// Whether a field stands there whose value is not null.
  static boolean hasValue(byte[] bytes, int from, int to, byte[] field) {
    for (int at = find(bytes, from, to, field);
        at >= 0;
        at = find(bytes, at + field.length, to, field)) {
      int value = at + field.length;
      while (value < to && bytes[value] == ' ') {
        value++;
      }
      if (value < to && bytes[value] != 'n') {
        return true;
      }
    }
    return false;
  }

  /// Whether a field stands there that is an empty list.
  static boolean hasNothing(byte[] bytes, int from, int to, byte[] field) {
    int at = find(bytes, from, to, field);
    int bracket = at < 0 ? to : behindBlanks(bytes, at + field.length, to);
    int end = bracket < to && bytes[bracket] == '[' ? behindBlanks(bytes, bracket + 1, to) : to;
    return end < to && bytes[end] == ']';
  }

  private static int behindBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  /// Whether the last that stands there, blanks aside, closes an object.
  static boolean endsObject(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
      end--;
    }
    return end > from && bytes[end - 1] == '}';
  }

  /// Where the text begins first; -1 when it is not there.
  static int find(byte[] bytes, int from, int to, byte[] what) {
    byte first = what[0];
    byte second = what[1];
    int last = to - what.length;
    for (int i = from; i <= last; i++) {
      if (bytes[i] == first
          && bytes[i + 1] == second
          && java.util.Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }
}
