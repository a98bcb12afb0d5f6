package dev.metier.pipeline;

import dev.metier.call.EventLoopContext;
import dev.metier.protocol.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The client's side of an context: what it is sent, and how fast it reads. Only for the event loop
/// of its connection.
public final class ClientResponse implements EventLoopContext.Timed {
  /// What may wait for a slow reader before its model has to wait too.
  private static final int UNREAD_BYTES = 16 << 10;

  private static final int KEPT_LIMIT = 1 << 20;
  private static final String JSON = "application/json";
  private static final int DRAINED_STATUS = 200;

  /// The header of every answer that tells its request's id, beside the one of the client's
  /// protocol.
  public static final String ID_HEADER = "x-metier-request-id";

  private static final CharSequence OPTIMIZED_ID_HEADER = HttpHeaders.createOptimized(ID_HEADER);

  private record Header(CharSequence name, String value) {}

  private final ClientRequest request;
  private final HttpServerResponse response;
  private final List<Header> headers = new ArrayList<>(4);
  private Runnable onFull = () -> {};
  private Runnable onRoom = () -> {};
  private Function<Refusal, Optional<byte[]>> ending = refusal -> Optional.empty();
  private Duration silence = Duration.ZERO;
  private Optional<ByteArrayOutputStream> kept = Optional.empty();
  private Optional<Long> firstByte = Optional.empty();
  private long lastByte = System.nanoTime();
  private int status = DRAINED_STATUS;
  private Optional<byte[]> waiting = Optional.empty();
  private Future<Void> sent = Future.succeededFuture();
  private boolean headSent;
  private boolean cutsOff;
  private boolean watched;

  ClientResponse(ClientRequest request) {
    this.request = request;
    this.response = request.http().response();
    response.setWriteQueueMaxSize(UNREAD_BYTES);
  }

  /// Adds a header to the answer, which must not have begun.
  public void header(CharSequence name, String value) {
    headers.add(new Header(name, value));
  }

  /// What to do when the client reads too slowly, and when it has caught up.
  public void flow(Runnable full, Runnable room) {
    onFull = full;
    onRoom = room;
    response.drainHandler(nothing -> onRoom.run());
  }

  /// How whoever writes the stream would end it with a refusal.
  public void closingError(Function<Refusal, Optional<byte[]>> words) {
    ending = words;
  }

  /// Keeps a copy of what is sent, up to 1 MB.
  public void keep() {
    if (kept.isEmpty()) {
      kept = Optional.of(new ByteArrayOutputStream());
    }
  }

  /// The copy; empty when none was asked for, or when there was more.
  public Optional<byte[]> kept() {
    return kept.map(ByteArrayOutputStream::toByteArray);
  }

  /// From now on a silent stream gets a sign of life after so much silence.
  public void keepAlive(Duration after) {
    silence = after;
    if (!watched) {
      watched = true;
      request.loop().watch(this);
    }
  }

  @Override
  public void tick(long now) {
    if (now - lastByte > silence.toNanos() && !response.closed()) {
      head();
      write(request.protocol().keepAlive());
    }
  }

  /// Sends bytes of the answer; a stream's head goes before them.
  public void stream(byte[] bytes) {
    head();
    if (firstByte.isEmpty()) {
      firstByte = Optional.of(System.nanoTime());
    }
    copy(bytes);
    write(bytes);
  }

  /// Sends JSON that is all of an answer, or a part of a long one: the first waits for the next, or
  /// for the end.
  public void whole(byte[] bytes) {
    copy(bytes);
    if (firstByte.isEmpty()) {
      firstByte = Optional.of(System.nanoTime());
      waiting = Optional.of(bytes);
      return;
    }
    if (!headSent) {
      headSent = true;
      cutsOff = true;
      response.setChunked(true);
      start(JSON);
    }
    waiting.ifPresent(this::write);
    waiting = Optional.empty();
    write(bytes);
  }

  /// Ends the answer.
  void end() {
    rest();
    if (response.ended() || response.closed()) {
      return;
    }
    if (waiting.isPresent()) {
      headSent = true;
      start(JSON);
      sent = response.end(EventLoopContext.wrapped(waiting.get()));
    } else {
      sent = response.end();
    }
  }

  /// Does this once the client was sent all, or has left.
  public void whenSent(Runnable then) {
    sent.onComplete(done -> then.run());
  }

  void refuse(Refusal refusal) {
    rest();
    int told = request.protocol().status(refusal.reason());
    if (headSent) {
      status = told;
      if (cutsOff) {
        // no error can stand in the middle of an object
        EventLoopContext.cut(request.http().connection());
      } else if (!response.ended() && !response.closed()) {
        byte[] event =
            ending
                .apply(refusal)
                .orElseGet(() -> request.protocol().writeErrorEvent(refusal, request.id()));
        sent = response.end(EventLoopContext.wrapped(event));
      }
      return;
    }
    headSent = true;
    status = told;
    if (response.closed()) {
      return;
    }
    refusal
        .waitsFor()
        .ifPresent(wait ->
            header("retry-after", Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000))));
    header("x-should-retry", Boolean.toString(refusal.reason().retry()));
    if (!request.http().isEnded()) {
      readToItsEnd();
    }
    start(JSON);
    response.end(EventLoopContext.wrapped(request.protocol().writeError(refusal, request.id())));
  }

  /// Drain the unread request body before closing; otherwise the client may not read the error
  /// response.
  private void readToItsEnd() {
    header("connection", "close");
    request.http().handler(chunk -> {}).endHandler(nothing -> request.http().connection().close());
  }

  private void rest() {
    if (watched) {
      watched = false;
      request.loop().forget(this);
    }
  }

  private void head() {
    if (!headSent) {
      headSent = true;
      response.setChunked(true);
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
      start("text/event-stream");
    }
  }

  private void start(String type) {
    response.setStatusCode(status);
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    response.putHeader(OPTIMIZED_ID_HEADER, request.id());
    response.putHeader(request.protocol().requestIdHeader(), request.id());
    headers.forEach(header -> response.putHeader(header.name, header.value));
  }

  private void write(byte[] bytes) {
    lastByte = System.nanoTime();
    if (bytes.length > 0 && !response.closed()) {
      response.write(EventLoopContext.wrapped(bytes));
      if (response.writeQueueFull()) {
        onFull.run();
      }
    }
  }

  private void copy(byte[] bytes) {
    if (kept.isPresent()) {
      if (kept.get().size() + bytes.length > KEPT_LIMIT) {
        kept = Optional.empty();
      } else {
        kept.get().writeBytes(bytes);
      }
    }
  }

  /// Status of the answer that was sent.
  int status() {
    return status;
  }

  /// When the first byte of the answer was sent, by [System#nanoTime()].
  public Optional<Long> firstByte() {
    return firstByte;
  }
}
