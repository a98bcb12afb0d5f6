package dev.metier.server;

import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.wire.Fields;
import io.airlift.compress.zstd.ZstdInputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Reads the body of one request, within limits of its own and of all requests together. Only for
/// the event loop of its connection.
final class Body {
  private static final byte[] NOTHING = new byte[0];

  /// The first buffer, and by how much the buffer may be larger than what was sent: a client that
  /// only announces a large body holds little.
  private static final int FIRST = 16 << 10;

  private static final int AHEAD = 4;

  /// As it came, and as it goes on to a model.
  private static final long FORMS = 2;

  private static final List<String> PACKINGS = List.of("gzip", "x-gzip", "deflate", "zstd");

  private final RequestContext context;
  private final int limit;
  private final MemoryLimiter.Reservation reservation;
  private final Runnable then;
  private byte[] gathered = NOTHING;
  private int length;
  private long announced;

  /// @param memory of all requests that are being answered
  /// @param then what to do with the fields that were read
  Body(RequestContext context, GatewayOptions options, MemoryLimiter memory, Runnable then) {
    this.context = context;
    this.limit = options.bodyLimit();
    this.reservation = memory.reservation();
    this.then = then;
  }

  void read() {
    HttpServerRequest request = context.request().http();
    context.holds(reservation);
    announced = announced();
    if (announced > limit) {
      refuse(Reason.TOO_LARGE, "The request is larger than " + (limit >> 20) + " MB.");
      return;
    }
    String expects = request.getHeader(HttpHeaders.EXPECT);
    if (expects != null && expects.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
    request.handler(chunk -> RequestPipeline.guarded(context, () -> take(chunk)));
    request.endHandler(nothing -> RequestPipeline.guarded(context, this::end));
    request.exceptionHandler(why -> {
      if (!context.end().isOver()) {
        context.end().gone(dev.metier.chat.Usage.NONE);
      }
    });
  }

  private void take(Buffer chunk) {
    if (context.end().isOver()) {
      return;
    }
    int size = chunk.length();
    if (size > limit - length) {
      refuse(Reason.TOO_LARGE, "The request is larger than " + (limit >> 20) + " MB.");
      return;
    }
    if (length + size > gathered.length) {
      int capacity = capacity(length + size, announced);
      if (!count(capacity - gathered.length)) {
        return;
      }
      gathered = Arrays.copyOf(gathered, capacity);
    }
    chunk.getBytes(gathered, length);
    length += size;
  }

  /// The size of the buffer for a body.
  ///
  /// @param needed bytes that came so far
  /// @param announced bytes that are to come in all; 0 when that is not known
  static int capacity(int needed, long announced) {
    long ahead = Math.max(FIRST, (long) AHEAD * needed);
    long most = announced == 0 ? 2L * needed : Math.min(announced, ahead);
    return (int) Math.max(needed, most);
  }

  private long announced() {
    String text = context.request().http().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private byte[] taken() {
    byte[] bytes = length == gathered.length ? gathered : Arrays.copyOf(gathered, length);
    gathered = NOTHING;
    return bytes;
  }

  /// Counts bytes that are now held; false when the memory limit is reached.
  private boolean count(int bytes) {
    if (!reservation.take(FORMS * bytes)) {
      refuse(MemoryLimiter.refusal());
      return false;
    }
    return true;
  }

  private void refuse(Reason reason, String message) {
    refuse(Refusal.of(reason, message));
  }

  private void refuse(Refusal why) {
    gathered = NOTHING;
    context.end().refuse(why);
  }

  private void end() {
    if (context.end().isOver()) {
      return;
    }
    byte[] bytes = taken();
    String packing =
        context.request().header("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
    if (!packing.equals("identity")) {
      if (!PACKINGS.contains(packing)) {
        context.end().response().header("accept-encoding", String.join(", ", PACKINGS));
        refuse(
            Reason.UNKNOWN_ENCODING,
            "Bodies packed as `" + packing + "` are not read; " + PACKINGS + " are.");
        return;
      }
      try {
        bytes = unpacked(bytes, packing);
      } catch (IOException | RuntimeException e) {
        refuse(Reason.BAD_REQUEST, "The request's body is not packed as " + packing + " says.");
        return;
      }
      if (bytes.length > limit) {
        refuse(Reason.TOO_LARGE, "The request is larger than " + (limit >> 20) + " MB.");
        return;
      }
      if (!count(bytes.length)) {
        return;
      }
    }
    Fields.of(bytes)
        .ifPresentOrElse(
            fields -> {
              context.request().fields(fields);
              then.run();
            },
            () -> refuse(Reason.BAD_REQUEST, "The request's body is not a JSON object."));
  }

  /// The plain bytes, one more than the limit at most.
  private byte[] unpacked(byte[] packed, String packing) throws IOException {
    var from = new ByteArrayInputStream(packed);
    try (InputStream in =
        switch (packing) {
          case "gzip", "x-gzip" -> new GZIPInputStream(from);
          case "deflate" -> new InflaterInputStream(from);
          case "zstd" -> new ZstdInputStream(from);
          default -> throw new IOException("unknown packing");
        }) {
      return in.readNBytes(limit + 1);
    }
  }
}
