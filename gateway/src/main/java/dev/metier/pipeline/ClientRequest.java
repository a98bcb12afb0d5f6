package dev.metier.pipeline;

import dev.metier.call.EventLoopContext;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.RefusedException;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came from the client: the head at first, then the body. Only for the event loop of its
/// connection.
public final class ClientRequest {
  /// How much more a request holds once it is read: its texts, and what is put together of them.
  private static final long READ = 2;

  private static final List<String> SESSION_HEADERS =
      List.of(
          "x-session-affinity", "x-session-id", "x-claude-code-session-id", "x-openwebui-chat-id");

  private final String id;
  private final Instant at;
  private final long began = System.nanoTime();
  private final EventLoopContext loop;
  private final HttpServerRequest http;
  private final Protocol protocol;
  private @Nullable Fields fields;
  private @Nullable ParsedRequest read;
  private MemoryLimiter.@Nullable Reservation share;
  private boolean roomy;
  private Map<String, String> memory = Map.of();
  private List<String> untold = List.of();

  /// A request whose body is not read yet.
  public ClientRequest(
      String id, Instant at, EventLoopContext loop, HttpServerRequest http, Protocol protocol) {
    this.id = id;
    this.at = at;
    this.loop = loop;
    this.http = http;
    this.protocol = protocol;
  }

  public String id() {
    return id;
  }

  public Instant at() {
    return at;
  }

  /// When it came, by [System#nanoTime()].
  public long began() {
    return began;
  }

  public EventLoopContext loop() {
    return loop;
  }

  public HttpServerRequest http() {
    return http;
  }

  public Protocol protocol() {
    return protocol;
  }

  /// A header; different values of one that came more than once make a list, as
  /// <https://www.rfc-editor.org/rfc/rfc9110#section-5.2> has it, so that none is overlooked.
  public Optional<String> header(String name) {
    return headers(name).stream().distinct().reduce((one, next) -> one + ", " + next);
  }

  /// All values of a header, as they came.
  public List<String> headers(String name) {
    return http.headers().getAll(name);
  }

  public void fields(Fields body) {
    fields = body;
  }

  /// The body's outermost fields.
  public Fields fields() {
    return present(fields, "the body");
  }

  /// What its answer is to remember, and what is not done of what it asks for.
  ///
  /// @param what by the protocol's own keys
  public void remember(Map<String, String> what, List<String> dropped) {
    memory = Map.copyOf(what);
    untold = List.copyOf(dropped);
  }

  public boolean hasBody() {
    return fields != null;
  }

  public boolean stream() {
    return fields != null && fields.isTrue("stream");
  }

  /// Whether the client wants to be told the usage at the end of a stream.
  boolean usageInStream() {
    return fields()
        .field("stream_options")
        .flatMap(field -> Json.tryObject(fields().raw(field).getBytes(StandardCharsets.UTF_8)))
        .filter(options -> options.path("include_usage").asBoolean(false))
        .isPresent();
  }

  void share(MemoryLimiter.Reservation room) {
    share = room;
  }

  /// Its part of the memory for all.
  public MemoryLimiter.Reservation share() {
    return present(share, "the memory");
  }

  /// Before it is read whole; counts once.
  ///
  /// @throws RefusedException when there is no room for that
  public void makeRoom() {
    if (!roomy && !share().take(READ * fields().json().length)) {
      throw new RefusedException(MemoryLimiter.refusal());
    }
    roomy = true;
  }

  /// The request read whole; read once, when a step or a translation needs it.
  ///
  /// @throws RefusedException when it cannot be read, or there is no room for that
  public ParsedRequest whole() {
    ParsedRequest now = read;
    if (now == null) {
      makeRoom();
      now = protocol.read(fields().json()).with(memory, untold);
      read = now;
    }
    return now;
  }

  /// About how many tokens the prompt has.
  public long inputEstimate() {
    return fields == null ? 0 : Math.max(1, fields.json().length / 4);
  }

  /// The conversation that the client names, so that the server that has it in its cache is asked
  /// again; empty when it names none.
  public String session() {
    for (String name : SESSION_HEADERS) {
      String value = http.getHeader(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return fields().text("prompt_cache_key").orElse("");
  }

  private static <T> T present(@Nullable T value, String what) {
    return Optional.ofNullable(value)
        .orElseThrow(() -> new IllegalStateException(what + " is not there yet"));
  }
}
