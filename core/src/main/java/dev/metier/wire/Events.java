package dev.metier.wire;

import java.util.Arrays;

/// Cuts a stream into whole server-sent events without reading them, so that they can be forwarded
/// as they are. Not thread-safe.
public final class Events {
  /// Takes one event, its blank line included, as a range of the bytes.
  public interface Sink {
    void event(byte[] bytes, int from, int to);
  }

  /// Most bytes of one event.
  public static final int LIMIT = Lines.LIMIT;

  private static final byte[] NOTHING = new byte[0];

  private byte[] held = NOTHING;
  private int length;
  private int scanned;
  private boolean lineBegan;

  /// Hands on every event that this chunk completes.
  ///
  /// @throws MalformedException when an event is longer than [#LIMIT]
  public void feed(byte[] chunk, Sink to) {
    byte[] bytes = chunk;
    int end = chunk.length;
    if (length > 0) {
      end = length + chunk.length;
      bytes = end <= held.length ? held : Arrays.copyOf(held, Math.max(end, 2 * length));
      System.arraycopy(chunk, 0, bytes, length, chunk.length);
    }
    int from = 0;
    int at = scanned;
    while (at < end) {
      int stop = Bytes.either(bytes, at, end, '\n', '\r');
      lineBegan |= stop != at;
      if (stop < 0) {
        at = end;
        break;
      }
      // a lone CR ends a line too; whether one follows is known with the next byte
      if (bytes[stop] == '\r' && stop + 1 == end) {
        at = stop;
        break;
      }
      at = stop + (bytes[stop] == '\r' && bytes[stop + 1] == '\n' ? 2 : 1);
      if (!lineBegan) {
        to.event(bytes, from, at);
        from = at;
      }
      lineBegan = false;
    }
    if (end - from > LIMIT) {
      throw new MalformedException("an event is longer than " + (LIMIT >> 20) + " MB");
    }
    scanned = at - from;
    keep(bytes, from, end);
  }

  /// What is not complete is kept with room to grow, so that a long event is not copied for each
  /// piece of it.
  private void keep(byte[] bytes, int from, int end) {
    length = end - from;
    if (length == 0) {
      held = NOTHING;
    } else {
      held = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, end);
    }
  }

  /// Bytes of memory that the event under way takes.
  public int held() {
    return held.length;
  }

  /// What is left when the stream ends: an event without its blank line, or nothing.
  public byte[] rest() {
    return Arrays.copyOf(held, length);
  }
}
