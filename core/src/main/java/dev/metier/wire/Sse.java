package dev.metier.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Server-sent events, of which only the data matters: every vendor repeats the event's name in it.
/// A body that is one JSON object instead, from a server that does not stream, comes out whole; an
/// object that stands between the events by itself, as Google writes its errors, is an event too.
/// See <https://html.spec.whatwg.org/multipage/server-sent-events.html>.
public final class Sse implements Framing {
  private enum Mode {
    UNKNOWN,
    EVENTS,
    WHOLE
  }

  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

  private final Lines lines = new Lines();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private Mode mode = Mode.UNKNOWN;
  private boolean hasData;
  private boolean sawField;
  private boolean bare;
  private Optional<byte[]> unexpected = Optional.empty();

  @Override
  public void feed(byte[] chunk, BiConsumer<Kind, byte[]> to) {
    int from = 0;
    if (mode == Mode.UNKNOWN) {
      while (from < chunk.length && precedesContent(chunk[from])) {
        from++;
      }
      if (from == chunk.length) {
        return;
      }
      mode = modeOf(chunk, from);
    }
    if (mode == Mode.WHOLE) {
      append(chunk, from);
    } else {
      lines.feed(chunk, from, line -> line(line, to));
    }
  }

  @Override
  public void end(BiConsumer<Kind, byte[]> to) {
    if (mode == Mode.WHOLE) {
      to.accept(Kind.WHOLE, data.toByteArray());
      return;
    }
    lines.end(line -> line(line, to));
    dispatch(Kind.REST, to);
    if (!sawField && unexpected.isPresent()) {
      throw new MalformedException("not an event stream: " + Json.quote(unexpected.get()));
    }
  }

  @Override
  public int held() {
    return lines.held() + data.size();
  }

  private static boolean precedesContent(byte b) {
    return switch (b) {
      case ' ', '\t', '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> true;
      default -> false;
    };
  }

  private static Mode modeOf(byte[] chunk, int from) {
    if (chunk[from] == '<') {
      byte[] page = Arrays.copyOfRange(chunk, from, chunk.length);
      throw new MalformedException("a web page instead of an answer: " + Json.quote(page));
    }
    return chunk[from] == '{' ? Mode.WHOLE : Mode.EVENTS;
  }

  private void line(byte[] line, BiConsumer<Kind, byte[]> to) {
    if (line.length == 0) {
      dispatch(Kind.EVENT, to);
      return;
    }
    bare |= sawField && !hasData && line[0] == '{';
    if (bare) {
      hasData = true;
      append(line, 0);
      return;
    }
    int colon = colon(line);
    if (colon == 0) {
      return;
    }
    if (colon == DATA.length && Arrays.equals(line, 0, colon, DATA, 0, colon)) {
      if (hasData) {
        data.write('\n');
      }
      hasData = true;
      sawField = true;
      int start = colon + 1;
      append(
          line,
          Math.min(line.length, start < line.length && line[start] == ' ' ? start + 1 : start));
    } else if (isField(new String(line, 0, colon, StandardCharsets.ISO_8859_1))) {
      sawField = true;
    } else if (unexpected.isEmpty()) {
      unexpected = Optional.of(line);
    }
  }

  private static boolean isField(String name) {
    return switch (name) {
      case "event", "id", "retry" -> true;
      default -> false;
    };
  }

  private static int colon(byte[] line) {
    for (int i = 0; i < line.length; i++) {
      if (line[i] == ':') {
        return i;
      }
    }
    return line.length;
  }

  private void dispatch(Kind kind, BiConsumer<Kind, byte[]> to) {
    if (hasData) {
      byte[] event = data.toByteArray();
      data.reset();
      hasData = false;
      bare = false;
      if (!Lines.blank(event)) {
        to.accept(kind, event);
      }
    }
  }

  private void append(byte[] bytes, int from) {
    if (data.size() + bytes.length - from > Lines.LIMIT) {
      throw new MalformedException("an event is longer than " + (Lines.LIMIT >> 20) + " MB");
    }
    data.write(bytes, from, bytes.length - from);
  }
}
