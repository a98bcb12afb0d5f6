package dev.metier.provider.http;

import dev.metier.call.CallFailures;
import dev.metier.call.CallLimits;
import dev.metier.chat.ChatEvent;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.wire.MalformedException;
import io.vertx.core.MultiMap;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes out one answer and its times. Used by the thread that asked.
final class ResponseCollector {
  /// What was heard in the end.
  sealed interface Heard {
    record Complete(ReplyAssembly answer, long firstAt, long lastAt, StreamReader reader)
        implements Heard {}

    /// The server refused, with a status or inside the stream.
    record Refused(WireError error, MultiMap headers) implements Heard {}

    record Broken(Failure failure) implements Heard {
      static Broken of(Cause cause, String detail) {
        return new Broken(Failure.of(cause, detail));
      }
    }
  }

  private final Dialect dialect;
  private final Keys.Key key;
  private final StreamReader reader;
  private final ReplyAssembly answer = new ReplyAssembly();
  private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
  private @Nullable Heard heard;
  private long firstAt;
  private long lastChunkAt;
  private long lastAt;
  private long size;
  private int status;
  private MultiMap headers = MultiMap.caseInsensitiveMultiMap();

  ResponseCollector(Dialect dialect, Keys.Key key) {
    this.dialect = dialect;
    this.key = key;
    this.reader = dialect.reader();
  }

  /// What was heard in the end; empty before that.
  Optional<Heard> heard() {
    return Optional.ofNullable(heard);
  }

  /// When the first content came; 0 before that.
  long firstAt() {
    return firstAt;
  }

  long lastChunkAt() {
    return lastChunkAt;
  }

  /// Takes the head; false when no more is wanted.
  boolean head(int code, MultiMap with) {
    status = code;
    headers = with;
    CallFailures.ofHead(code, this::header).ifPresent(this::over);
    return heard == null;
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// Takes bytes that came at this [System#nanoTime()]; false when no more is wanted.
  boolean chunk(byte[] bytes, long nanos) {
    if (heard != null) {
      return false;
    }
    lastChunkAt = nanos;
    size += bytes.length;
    if (status >= 300) {
      refusal.write(bytes, 0, Math.min(bytes.length, CallLimits.REFUSAL - refusal.size()));
      return refusal.size() < CallLimits.REFUSAL || refused();
    }
    if (size > CallLimits.ANSWER) {
      over(Heard.Broken.of(Cause.MALFORMED, CallLimits.tooLarge(CallLimits.ANSWER)));
      return false;
    }
    return understood(() -> take(reader.read(bytes), nanos));
  }

  void end(long nanos) {
    if (heard != null) {
      return;
    }
    if (status >= 300) {
      refused();
      return;
    }
    if (!answer.complete() && !understood(() -> takeRest(nanos))) {
      return;
    }
    if (answer.complete()) {
      stand();
    } else {
      over(
          Heard.Broken.of(
              Cause.CUT_OFF,
              size == 0 ? "the answer is empty" : "the answer ended before its end"));
    }
  }

  /// Whether the answer stands already.
  boolean complete() {
    return answer.complete();
  }

  private void stand() {
    over(new Heard.Complete(answer, firstAt, lastAt, reader));
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
        case ChatEvent.ThinkingDelta t -> content(nanos);
        case ChatEvent.ToolStart t -> content(nanos);
        case ChatEvent.ToolDelta t -> content(nanos);
        case ChatEvent.ThinkingSigned s -> {}
        case ChatEvent.ThinkingSealed s -> {}
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
      over(Heard.Broken.of(Cause.MALFORMED, told(e)));
      return false;
    }
    reader.error().ifPresent(error -> over(new Heard.Refused(error, headers)));
    return reader.error().isEmpty();
  }

  private static String told(MalformedException e) {
    return Optional.ofNullable(e.getMessage()).orElse("not in the vendor's format");
  }

  private boolean refused() {
    byte[] body = CallFailures.readable(refusal.toByteArray(), this::header);
    over(new Heard.Refused(withStatus(dialect.readError(status, key.redact(body))), headers));
    return false;
  }

  /// The status says whose fault it is, and few servers repeat it in their words.
  private WireError withStatus(WireError error) {
    String words = error.message();
    String told = "status " + status;
    String message =
        "HTTP " + status + (words.startsWith(told) ? words.substring(told.length()) : ": " + words);
    return error.saying(message);
  }

  void failed(Throwable why, HttpCall.Progress progress) {
    if (answer.complete()) {
      stand();
      return;
    }
    switch (progress) {
      case CONNECTING -> over(CallFailures.unconnected(why));
      case SENDING, SENT, ANSWERING ->
          over(CallFailures.broken(why, progress == HttpCall.Progress.ANSWERING));
    }
  }

  private void over(Failure failure) {
    over(new Heard.Broken(failure));
  }

  private void over(Heard what) {
    if (heard == null) {
      heard = what;
    }
  }
}
