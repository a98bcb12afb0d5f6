package dev.metier.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Reads the strings of one JSON text, looking at eight bytes at a time. Running over the end of
/// the bytes ([ArrayIndexOutOfBoundsException]) and a digit that is none ([NumberFormatException])
/// are for whoever reads the whole. Not thread-safe.
final class JsonStrings {
  private final byte[] in;
  private int at;

  JsonStrings(byte[] in) {
    this.in = in;
  }

  /// Behind the closing quote of the string that was read last.
  int end() {
    return at;
  }

  /// The string whose opening quote stands here.
  String text(int opening) {
    int from = behindQuote(opening);
    int to = Bytes.special(in, from);
    return in[to] == '"' ? plain(from, to) : unescaped(from, to);
  }

  /// The same for one that is likely to come again, and is not made again then.
  String name(int opening) {
    int from = behindQuote(opening);
    int to = Bytes.special(in, from);
    if (in[to] == '"') {
      at = to + 1;
      return Seen.text(in, from, to);
    }
    return unescaped(from, to);
  }

  /// Goes behind the string whose opening quote stands here, checking it.
  void skip(int opening) {
    int found = Bytes.special(in, behindQuote(opening));
    while (in[found] != '"') {
      escape(found);
      found = Bytes.special(in, at);
    }
    at = found + 1;
  }

  /// Text in UTF-8.
  ///
  /// @throws MalformedException when it is something else
  static String utf8(byte[] in, int from, int to) {
    var text = new String(in, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in, from, to - from));
      } catch (CharacterCodingException e) {
        throw new MalformedException("not UTF-8");
      }
    }
    return text;
  }

  private int behindQuote(int opening) {
    if (in[opening] != '"') {
      throw new MalformedException("a quote is missing");
    }
    return opening + 1;
  }

  private String plain(int from, int to) {
    at = to + 1;
    return utf8(in, from, to);
  }

  /// Put together as UTF-8 first, since most of it is.
  private String unescaped(int from, int firstEscape) {
    var text = new Utf8();
    int run = from;
    int found = firstEscape;
    while (in[found] != '"') {
      text.add(in, run, found);
      char unit = escape(found);
      int character = unit;
      if (Character.isSurrogate(unit)) {
        boolean more = in[at] == '\\' && in[at + 1] == 'u';
        char second = more ? escape(at) : unit;
        if (!Character.isSurrogatePair(unit, second)) {
          return halves(from, firstEscape);
        }
        character = Character.toCodePoint(unit, second);
      }
      text.add(character);
      run = at;
      found = in[run] == '\\' ? run : Bytes.special(in, run);
    }
    at = found + 1;
    text.add(in, run, found);
    return utf8(text.bytes, 0, text.size);
  }

  /// With halves of surrogate pairs, which UTF-8 cannot hold.
  private String halves(int from, int firstEscape) {
    var text = new StringBuilder();
    int run = from;
    int found = firstEscape;
    while (in[found] != '"') {
      text.append(utf8(in, run, found)).append(escape(found));
      run = at;
      found = Bytes.special(in, run);
    }
    at = found + 1;
    return text.append(utf8(in, run, found)).toString();
  }

  /// What the escape says whose backslash stands here.
  private char escape(int backslash) {
    if (in[backslash] != '\\') {
      throw new MalformedException("a control character in a string");
    }
    at = backslash + 2;
    byte which = in[backslash + 1];
    return switch (which) {
      case '"', '\\', '/' -> (char) which;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> (char) (digit() << 12 | digit() << 8 | digit() << 4 | digit());
      default -> throw new MalformedException("a wrong escape");
    };
  }

  private int digit() {
    return HexFormat.fromHexDigit(in[at++]);
  }

  /// Bytes that grow.
  private static final class Utf8 {
    private byte[] bytes = new byte[256];
    private int size;

    void add(byte[] from, int start, int end) {
      int length = end - start;
      room(length);
      System.arraycopy(from, start, bytes, size, length);
      size += length;
    }

    void add(int character) {
      room(4);
      if (character < 0x80) {
        bytes[size++] = (byte) character;
      } else if (character < 0x800) {
        bytes[size++] = (byte) (0xC0 | character >> 6);
        rest(character, 0);
      } else if (character < 0x10000) {
        bytes[size++] = (byte) (0xE0 | character >> 12);
        rest(character, 6);
      } else {
        bytes[size++] = (byte) (0xF0 | character >> 18);
        rest(character, 12);
      }
    }

    private void rest(int character, int from) {
      for (int shift = from; shift >= 0; shift -= 6) {
        bytes[size++] = (byte) (0x80 | ((character >> shift) & 0x3F));
      }
    }

    private void room(int more) {
      if (bytes.length - size < more) {
        bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
      }
    }
  }

  /// Strings that were read before. Threads may overwrite each other's, which costs one made twice
  /// and no more.
  private static final class Seen {
    private static final int SIZE = 1024;
    private static final int LONGEST = 32;
    private static final @Nullable One[] ALL = new One[SIZE];

    @SuppressWarnings("ArrayRecordComponent")
    private record One(byte[] bytes, String text) {}

    static String text(byte[] in, int from, int to) {
      if (to - from > LONGEST) {
        return utf8(in, from, to);
      }
      int hash = 0;
      for (int i = from; i < to; i++) {
        hash = 31 * hash + in[i];
      }
      int place = (hash ^ hash >>> 15) & (SIZE - 1);
      One seen = ALL[place];
      if (seen == null || !Arrays.equals(seen.bytes, 0, seen.bytes.length, in, from, to)) {
        seen = new One(Arrays.copyOfRange(in, from, to), utf8(in, from, to));
        ALL[place] = seen;
      }
      return seen.text;
    }
  }
}
