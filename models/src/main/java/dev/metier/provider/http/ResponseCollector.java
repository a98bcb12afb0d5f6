package dev.metier.provider.http;

import dev.metier.chat.ChatEvent;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.provider.Answer.Cause;
import dev.metier.wire.MalformedException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.MultiMap;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes out one answer and its times. Used by the thread that asked.
final class ResponseCollector {
  /// Most bytes of an answer.
  static final int LIMIT = 16 << 20;

  /// Most bytes of a refusal that are read.
  private static final int REFUSAL_LIMIT = 1 << 20;

  /// What was heard in the end.
  sealed interface Heard {
    record Complete(ReplyAssembly answer, long firstAt, long lastAt, StreamReader reader)
        implements Heard {}

    /// The server refused, with a status or inside the stream.
    record Refused(WireError error, MultiMap headers) implements Heard {}

    record Broken(Cause cause, String detail) implements Heard {}
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
    String encoding = header("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
    if (code >= 300 && code < 400) {
      over(new Heard.Broken(Cause.NOT_FOUND, redirect()));
    } else if (!encoding.equals("identity")) {
      over(
          new Heard.Broken(
              Cause.MALFORMED,
              "the answer is compressed (" + encoding + ") though not asked to be"));
    }
    return heard == null;
  }

  private String redirect() {
    return "it answers with a redirect to "
        + header("location").orElse("nowhere")
        + ", and redirects are not followed; if you trust that address, name it in `url:`";
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
      refusal.write(bytes, 0, Math.min(bytes.length, REFUSAL_LIMIT - refusal.size()));
      return refusal.size() < REFUSAL_LIMIT || refused();
    }
    if (size > LIMIT) {
      over(new Heard.Broken(Cause.MALFORMED, "the answer is longer than 16 MB"));
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
          new Heard.Broken(
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
      over(new Heard.Broken(Cause.MALFORMED, told(e)));
      return false;
    }
    reader.error().ifPresent(error -> over(new Heard.Refused(error, headers)));
    return reader.error().isEmpty();
  }

  private static String told(MalformedException e) {
    return Optional.ofNullable(e.getMessage()).orElse("not in the vendor's format");
  }

  private boolean refused() {
    byte[] body = refusal.toByteArray();
    over(new Heard.Refused(withStatus(dialect.readError(status, key.redact(body))), headers));
    return false;
  }

  /// The status says whose fault it is, and few servers repeat it in their words.
  private WireError withStatus(WireError error) {
    String words = error.message();
    String told = "status " + status;
    String message =
        "HTTP " + status + (words.startsWith(told) ? words.substring(told.length()) : ": " + words);
    return new WireError(error.kind(), message, error.parameter());
  }

  void failed(Throwable why, HttpCall.Progress progress) {
    if (answer.complete()) {
      stand();
      return;
    }
    switch (progress) {
      case CONNECTING -> over(unconnected(why));
      case SENDING, SENT, ANSWERING ->
          over(
              foreign(why)
                  ? new Heard.Broken(Cause.MALFORMED, "what came is not HTTP")
                  : new Heard.Broken(
                      Cause.CUT_OFF,
                      progress == HttpCall.Progress.ANSWERING
                          ? "the connection was closed in the middle of the answer"
                          : "the connection was closed before an answer came"));
    }
  }

  private static boolean foreign(Throwable why) {
    return why instanceof DecoderException || why instanceof IllegalArgumentException;
  }

  private static Heard.Broken unconnected(Throwable why) {
    return switch (why) {
      case ConnectException e when said(e).contains("timed out") ->
          new Heard.Broken(Cause.CONNECT_TIMEOUT, "no connection in time");
      case ConnectException e ->
          new Heard.Broken(Cause.CONNECT, "connection refused, nothing listens there");
      case UnknownHostException e -> new Heard.Broken(Cause.CONNECT, "its host is not known");
      case SSLException e ->
          new Heard.Broken(Cause.CONNECT, "no secure connection (" + said(e) + ")");
      case java.util.concurrent.TimeoutException e ->
          new Heard.Broken(Cause.CONNECT_TIMEOUT, "no connection in time");
      default -> new Heard.Broken(Cause.CONNECT, "no connection (" + said(why) + ")");
    };
  }

  private static String said(Throwable why) {
    return Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
  }

  private void over(Heard what) {
    if (heard == null) {
      heard = what;
    }
  }
}
