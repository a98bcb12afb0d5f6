package dev.metier.provider.http;

import dev.metier.call.CallLimits;
import dev.metier.call.HttpCall.Head;
import dev.metier.chat.ChatEvent;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.wire.MalformedException;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes out one answer and its times. Used by the thread that asked.
final class ResponseCollector {
  /// What was received in the end.
  sealed interface Received {
    record Complete(ReplyAssembly answer, long firstAt, long lastAt, StreamReader reader)
        implements Received {}

    /// The server refused, with a status or inside the stream.
    record Refused(WireError error, Head head) implements Received {}

    record Broken(Failure failure) implements Received {
      static Broken of(Cause cause, String detail) {
        return new Broken(Failure.of(cause, detail));
      }
    }
  }

  private final Dialect dialect;
  private final Keys.Key key;
  private final StreamReader reader;
  private final ReplyAssembly answer = new ReplyAssembly();
  private @Nullable Received received;
  private long firstAt;
  private long lastAt;
  private long size;
  private Head head = new Head(0, MultiMap.caseInsensitiveMultiMap());

  ResponseCollector(Dialect dialect, Keys.Key key) {
    this.dialect = dialect;
    this.key = key;
    this.reader = dialect.reader();
  }

  /// What was received in the end; empty before that.
  Optional<Received> received() {
    return Optional.ofNullable(received);
  }

  /// Whether anything of the answer itself came.
  boolean answering() {
    return firstAt != 0;
  }

  void head(Head begun) {
    head = begun;
  }

  /// Takes bytes that came at this [System#nanoTime()].
  void chunk(byte[] bytes, long nanos) {
    size += bytes.length;
    if (size > CallLimits.ANSWER) {
      failed(Failure.of(Cause.MALFORMED, CallLimits.tooLarge(CallLimits.ANSWER)));
    } else {
      understood(() -> take(reader.read(bytes), nanos));
    }
  }

  void end(long nanos) {
    if (!answer.complete() && !understood(() -> takeRest(nanos))) {
      return;
    }
    if (answer.complete()) {
      stand();
    } else {
      over(
          Received.Broken.of(
              Cause.CUT_OFF,
              size == 0 ? "the answer is empty" : "the answer ended before its end"));
    }
  }

  /// Whether the answer stands already.
  boolean complete() {
    return answer.complete();
  }

  private void stand() {
    over(new Received.Complete(answer, firstAt, lastAt, reader));
  }

  /// What comes only with the end was not streamed, so it has no first token.
  private void takeRest(long nanos) {
    long first = firstAt;
    take(reader.end(), nanos);
    firstAt = first;
  }

  private void take(List<ChatEvent> events, long nanos) {
    for (ChatEvent event : events) {
      answer.add(event);
      switch (event) {
        case ChatEvent.TextDelta t -> content(nanos);
        case ChatEvent.RefusalDelta t -> content(nanos);
        case ChatEvent.ThinkingDelta t -> content(nanos);
        case ChatEvent.ToolStart t -> content(nanos);
        case ChatEvent.ToolDelta t -> content(nanos);
        case ChatEvent.ThinkingSigned s -> {}
        case ChatEvent.ThinkingSealed s -> {}
        case ChatEvent.LogProbs l -> {}
        case ChatEvent.Used u -> {}
        case ChatEvent.Finished f -> {}
      }
      lastAt = nanos;
    }
  }

  private void content(long nanos) {
    if (firstAt == 0) {
      firstAt = nanos;
    }
  }

  private boolean understood(Runnable reading) {
    try {
      reading.run();
    } catch (MalformedException e) {
      over(Received.Broken.of(Cause.MALFORMED, told(e)));
      return false;
    }
    reader.error().ifPresent(error -> over(new Received.Refused(error, head)));
    return reader.error().isEmpty();
  }

  private static String told(MalformedException e) {
    return Optional.ofNullable(e.getMessage()).orElse("not in the vendor's format");
  }

  void refused(Head begun, byte[] text) {
    WireError error = dialect.readError(begun.status(), key.redact(text));
    over(new Received.Refused(withStatus(begun.status(), error), begun));
  }

  /// The status says whose fault it is, and few servers repeat it in their words.
  private static WireError withStatus(int status, WireError error) {
    String words = error.message();
    String told = "status " + status;
    String message =
        "HTTP " + status + (words.startsWith(told) ? words.substring(told.length()) : ": " + words);
    return error.saying(message);
  }

  void failed(Failure failure) {
    if (answer.complete()) {
      stand();
    } else {
      over(new Received.Broken(failure));
    }
  }

  private void over(Received what) {
    if (received == null) {
      received = what;
    }
  }
}
