package dev.metier.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes JSON straight on, as UTF-8 bytes; whoever uses it sees to the grammar. Not thread-safe.
public final class JsonOut {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[512];
  private int size;

  /// Bytes that are JSON already.
  public JsonOut raw(byte[] json) {
    room(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  /// Text that is JSON already, of ASCII characters alone.
  @SuppressWarnings("deprecation")
  public JsonOut raw(String ascii) {
    room(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, size);
    size += ascii.length();
    return this;
  }

  public JsonOut number(long value) {
    return raw(Long.toString(value));
  }

  /// A string, with its quotes. Half of a surrogate pair is written as an escape, since the other
  /// half may come in the next piece of a stream.
  public JsonOut string(String value) {
    room(value.length() * 6 + 2);
    bytes[size++] = '"';
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        pair(Character.toCodePoint(c, value.charAt(++i)));
      } else if (Character.isSurrogate(c)) {
        escape(c);
      } else {
        wide(c);
      }
    }
    bytes[size++] = '"';
    return this;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// All that was written since the last time.
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  private void ascii(char c) {
    if (c >= ' ' && c != '"' && c != '\\') {
      bytes[size++] = (byte) c;
      return;
    }
    switch (c) {
      case '"', '\\' -> pairOf((byte) c);
      case '\n' -> pairOf((byte) 'n');
      case '\r' -> pairOf((byte) 'r');
      case '\t' -> pairOf((byte) 't');
      default -> escape(c);
    }
  }

  private void pairOf(byte second) {
    bytes[size++] = '\\';
    bytes[size++] = second;
  }

  private void escape(char c) {
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(c >> shift) & 15];
    }
  }

  private void wide(char c) {
    if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
    } else {
      bytes[size++] = (byte) (0xE0 | (c >> 12));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void pair(int point) {
    bytes[size++] = (byte) (0xF0 | (point >> 18));
    bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (point & 0x3F));
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
