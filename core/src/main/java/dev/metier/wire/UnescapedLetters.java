package dev.metier.wire;

import java.util.Arrays;

/// The letters of JSON text behind its escapes, and behind those of JSON that stands in its
/// strings: however many backslashes stand before `u0073`, it is an `s`. What has no one byte is
/// left to whoever reads on as the letters it is written with.
public final class UnescapedLetters {
  private static final int HEX = 16;
  private static final int DIGITS = 4;
  private static final int ASCII = 0x80;

  private final byte[] letters;
  private final int[] places;
  private final int length;

  private UnescapedLetters(byte[] letters, int[] places, int length) {
    this.letters = letters;
    this.places = places;
    this.length = length;
  }

  /// The letters of these bytes.
  ///
  /// @param to behind the last byte
  public static UnescapedLetters of(byte[] bytes, int from, int to) {
    var letters = new byte[to - from];
    var places = new int[to - from + 1];
    var reader = new Reader();
    int length = 0;
    int start = from;
    for (int at = from; at < to; at++) {
      int letter = reader.read(bytes[at]);
      if (letter >= 0) {
        letters[length] = (byte) letter;
        places[length++] = start;
        start = at + 1;
      }
    }
    places[length] = to;
    return new UnescapedLetters(letters, places, length);
  }

  /// Whether an ASCII letter or a slash is written with an escape there.
  public static boolean any(byte[] bytes) {
    int at = Bytes.find(bytes, 0, bytes.length, '\\');
    while (at >= 0 && at + 1 < bytes.length) {
      boolean letter =
          bytes[at + 1] == 'u'
              && at + 3 < bytes.length
              && bytes[at + 2] == '0'
              && bytes[at + 3] == '0';
      if (letter || bytes[at + 1] == '/') {
        return true;
      }
      at = Bytes.find(bytes, at + 1, bytes.length, '\\');
    }
    return false;
  }

  public byte[] letters() {
    return Arrays.copyOf(letters, length);
  }

  /// Where in the bytes a letter begins; behind the last letter the end.
  public int place(int letter) {
    return places[letter];
  }

  /// Reads letters byte by byte, as they come. Not thread-safe.
  public static final class Reader {
    private boolean escaped;
    private int digits = -1;
    private int code;

    /// Whether an escape has begun.
    public boolean open() {
      return escaped;
    }

    /// The letter that ends with this byte; -1 when it goes on.
    public int read(byte next) {
      if (!escaped) {
        escaped = next == '\\';
        return escaped ? -1 : next & 0xFF;
      }
      if (digits < 0) {
        if (next == '\\') {
          return -1;
        }
        digits = next == 'u' ? 0 : -1;
        code = 0;
        escaped = next == 'u';
        return escaped ? -1 : next & 0xFF;
      }
      return digit(next);
    }

    private int digit(byte next) {
      int digit = Character.digit((char) next, HEX);
      code = code * HEX + Math.max(0, digit);
      if (digit >= 0 && ++digits < DIGITS) {
        return -1;
      }
      escaped = false;
      boolean whole = digits == DIGITS;
      digits = -1;
      return whole && code < ASCII ? code : whole ? 0 : next & 0xFF;
    }
  }
}
