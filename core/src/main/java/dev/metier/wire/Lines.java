package dev.metier.wire;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// Cuts bytes into lines, whichever way they end (LF, CR or both); a byte order mark at the very
/// beginning is dropped. Not thread-safe.
public final class Lines {
  /// Most bytes of one line.
  public static final int LIMIT = 8 << 20;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean afterCr;
  private boolean first = true;

  public void feed(byte[] chunk, int from, Consumer<byte[]> to) {
    int start = from;
    for (int i = from; i < chunk.length; i++) {
      byte b = chunk[i];
      if (b == '\n' && afterCr) {
        afterCr = false;
        start = i + 1;
        continue;
      }
      afterCr = b == '\r';
      if (b == '\n' || b == '\r') {
        append(chunk, start, i);
        start = i + 1;
        emit(to);
      }
    }
    append(chunk, start, chunk.length);
  }

  /// Gives the last line, when it lacks its end.
  public void end(Consumer<byte[]> to) {
    if (line.size() > 0) {
      emit(to);
    }
  }

  /// Bytes of the line under way.
  int held() {
    return line.size();
  }

  public static boolean blank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private void append(byte[] chunk, int from, int to) {
    if (line.size() + (to - from) > LIMIT) {
      throw new MalformedException("a line is longer than " + (LIMIT >> 20) + " MB");
    }
    line.write(chunk, from, to - from);
  }

  private void emit(Consumer<byte[]> to) {
    byte[] bytes = line.toByteArray();
    line.reset();
    to.accept(first ? withoutMark(bytes) : bytes);
    first = false;
  }

  private static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? java.util.Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }
}
