package dev.metier.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks for single bytes in bytes, eight at a time: most of what passes through is looked at once
/// for a quote or the end of a line, and forwarded as it is.
public final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  private Bytes() {}

  /// Where this byte stands first; -1 when it does not stand there.
  ///
  /// @param to behind the last byte that is looked at; at most the length
  public static int find(byte[] in, int from, int to, char what) {
    return either(in, from, to, what, what);
  }

  /// Where one of the two stands first; -1 when neither stands there.
  ///
  /// @param one an ASCII character
  /// @param other an ASCII character
  /// @param to behind the last byte that is looked at; at most the length
  public static int either(byte[] in, int from, int to, char one, char other) {
    long ones = ONES * one;
    long others = ONES * other;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long eight = (long) LONGS.get(in, at);
      // only the lowest mark counts: a byte above a found one may be marked by mistake
      long found = ((eight ^ ones) - ONES | (eight ^ others) - ONES) & ~eight & TOPS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; at < to; at++) {
      if (in[at] == one || in[at] == other) {
        return at;
      }
    }
    return -1;
  }

  /// Where these bytes stand first; -1 when they do not stand there.
  ///
  /// @param to behind the last byte that is looked at; at most the length
  public static int find(byte[] in, int from, int to, byte[] what) {
    int last = what.length - 1;
    int end = from + last;
    while (end < to) {
      int back = 0;
      while (back <= last && in[end - back] == what[last - back]) {
        back++;
      }
      if (back > last) {
        return end - last;
      }
      end += step(in[end], what);
    }
    return -1;
  }

  /// How far the pattern moves until its last byte could be this one
  /// (<https://doi.org/10.1002/spe.4380100608>).
  private static int step(byte seen, byte[] what) {
    int last = what.length - 1;
    int at = last - 1;
    while (at >= 0 && what[at] != seen) {
      at--;
    }
    return last - at;
  }

  /// Where a byte stands first that a JSON string cannot hold as it is: a control character, a
  /// quote or a backslash; the end when there is none.
  static int special(byte[] in, int from) {
    int at = from;
    for (; at + Long.BYTES <= in.length; at += Long.BYTES) {
      long found = specials((long) LONGS.get(in, at));
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < in.length && (in[at] < 0 || in[at] >= ' ') && in[at] != '"' && in[at] != '\\') {
      at++;
    }
    return at;
  }

  /// The top bit of every ASCII byte that is a control character, a quote or a backslash; only the
  /// lowest mark counts.
  private static long specials(long eight) {
    long below = eight - ONES * ' ';
    long quote = (eight ^ (ONES * '"')) - ONES;
    long backslash = (eight ^ (ONES * '\\')) - ONES;
    return (below | quote | backslash) & ~eight & TOPS;
  }
}
