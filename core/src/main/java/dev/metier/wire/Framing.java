package dev.metier.wire;

import java.util.function.BiConsumer;

/// Cuts a stream of bytes into the pieces of JSON that it carries. Not thread-safe.
public interface Framing {
  /// What a piece is.
  enum Kind {
    /// One event of a stream.
    EVENT,
    /// What was left when the stream ended; it may be cut in the middle.
    REST,
    /// A whole answer from a server that did not stream.
    WHOLE
  }

  void feed(byte[] chunk, BiConsumer<Kind, byte[]> to);

  void end(BiConsumer<Kind, byte[]> to);

  /// Bytes of the piece under way.
  int held();

  /// One JSON object on each line.
  static Framing lines() {
    var lines = new Lines();
    return new Framing() {
      @Override
      public void feed(byte[] chunk, BiConsumer<Kind, byte[]> to) {
        lines.feed(chunk, 0, line -> frame(Kind.EVENT, line, to));
      }

      @Override
      public void end(BiConsumer<Kind, byte[]> to) {
        // only what begins like an object can be the beginning of one
        lines.end(line -> frame(line[0] == '{' ? Kind.REST : Kind.EVENT, line, to));
      }

      @Override
      public int held() {
        return lines.held();
      }

      private static void frame(Kind kind, byte[] line, BiConsumer<Kind, byte[]> to) {
        if (!Lines.blank(line)) {
          to.accept(kind, line);
        }
      }
    };
  }
}
