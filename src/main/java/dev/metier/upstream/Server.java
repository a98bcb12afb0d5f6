package dev.metier.upstream;

import dev.failsafe.CircuitBreaker;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.http.Keys;
import dev.metier.http.Speech;
import dev.metier.provider.Answer.Cause;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// One model at one address. Thread-safe.
public final class Server {
  private static final int FAILURES = 5;
  private static final Duration REST = Duration.ofSeconds(10);

  private final Model model;
  private final Speech speech;
  private final Slots slots;
  private final RequestOptions base;
  private final String place;
  private final String prefix;
  private final CircuitBreaker<Object> breaker =
      CircuitBreaker.builder().withFailureThreshold(FAILURES).withDelay(REST).build();
  private final AtomicInteger outstanding = new AtomicInteger();
  private volatile Keys.Key key;
  private volatile boolean fresh;

  /// A server that nobody called yet.
  ///
  /// @param slots shared by all models at this address
  Server(Model model, Speech speech, Slots slots) {
    this.model = model;
    this.speech = speech;
    this.slots = slots;
    URI uri = URI.create(Speech.address(model));
    boolean ssl = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : ssl ? 443 : 80;
    this.prefix = uri.getRawPath() == null ? "" : uri.getRawPath();
    this.place = uri.getHost() + ":" + port;
    this.base =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(uri.getHost())
            .setPort(port)
            .setSsl(ssl)
            .setFollowRedirects(false)
            .setConnectTimeout(Math.max(1, model.timeouts().connect().toMillis()));
    // it announces to keep its connections, and closes them
    this.fresh = model.kind() == ProviderKind.LLAMACPP;
    this.key = readKey();
  }

  public Model model() {
    return model;
  }

  Speech speech() {
    return speech;
  }

  public Slots slots() {
    return slots;
  }

  /// Host and port, for people.
  public String place() {
    return place;
  }

  /// A request to a path below the base URL.
  RequestOptions to(String path) {
    return new RequestOptions(base).setURI(prefix + path);
  }

  Keys.Key key() {
    return key;
  }

  /// Whether each call needs a connection of its own.
  boolean fresh() {
    return fresh;
  }

  void foundStale() {
    fresh = true;
  }

  /// How many requests are under way here.
  public int outstanding() {
    return outstanding.get();
  }

  /// Whether a request may be sent now; a server that failed again and again gets a rest.
  boolean enter() {
    if (!breaker.tryAcquirePermit()) {
      return false;
    }
    outstanding.incrementAndGet();
    return true;
  }

  /// How long it still rests; zero when it does not.
  public Duration rest() {
    return breaker.isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
  }

  /// Tells how the request that entered fared; empty when that says nothing about the server.
  void leave(Optional<Boolean> well) {
    outstanding.decrementAndGet();
    if (well.isEmpty() || well.get()) {
      breaker.recordSuccess();
    } else {
      breaker.recordFailure();
    }
  }

  /// Whether a failure is the server's own.
  static boolean blames(Cause cause) {
    return switch (cause) {
      case CONNECT,
          CONNECT_TIMEOUT,
          FIRST_TOKEN_TIMEOUT,
          IDLE_TIMEOUT,
          TOTAL_TIMEOUT,
          SERVER_ERROR,
          CUT_OFF,
          MALFORMED ->
          true;
      case RATE_LIMITED,
          OVERLOADED,
          EMPTY,
          UNAUTHORISED,
          NOT_FOUND,
          TOO_LONG,
          BAD_REQUEST,
          NO_CREDIT,
          UNUSABLE ->
          false;
    };
  }

  /// Reads the key anew, after the server refused it; blocks.
  void refreshKey() {
    key = readKey();
  }

  /// The usual key of a vendor is sent to nobody but that vendor.
  private Keys.Key readKey() {
    Optional<KeySource> usual =
        model.address().isEmpty() || model.address().equals(model.kind().usualAddress())
            ? model.kind().usualKeyVariable().map(KeySource.Environment::new)
            : Optional.empty();
    return model.key().or(() -> usual).<Keys.Key>map(Keys::read).orElse(new Keys.None());
  }
}
