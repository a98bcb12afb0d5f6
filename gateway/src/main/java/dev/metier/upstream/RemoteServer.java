package dev.metier.upstream;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.provider.http.Keys;
import dev.metier.provider.http.ModelEndpoint;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// One model at one address. Thread-safe.
final class RemoteServer implements Server {
  private static final Duration COUNTS_NOT = Duration.ofMinutes(1);

  private final Model model;
  private final ModelEndpoint speech;
  private final Slots slots;
  private final RequestOptions base;
  private final String place;
  private final String prefix;
  private final Health health = new Health();
  private volatile Keys.Key key;
  private final KeepAlive keepAlive = new KeepAlive(System::nanoTime);
  private volatile long countsAgain = System.nanoTime();

  /// A server that nobody called yet.
  ///
  /// @param slots shared by all models at this address
  RemoteServer(Model model, ModelEndpoint speech, Slots slots) {
    this.model = model;
    this.speech = speech;
    this.slots = slots;
    URI uri = URI.create(ModelEndpoint.address(model));
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
    this.key = readKey();
  }

  @Override
  public Model model() {
    return model;
  }

  ModelEndpoint speech() {
    return speech;
  }

  @Override
  public Slots slots() {
    return slots;
  }

  @Override
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
    // llama.cpp announces to keep its connections, and closes them
    return model.kind() == ProviderKind.LLAMACPP || !keepAlive.holds();
  }

  /// Notes a kept connection that turned out to be closed.
  void foundStale() {
    keepAlive.foundStale();
  }

  /// A request to a path that stands beside the API, not below its version.
  RequestOptions beside(String path) {
    String root = prefix.replaceFirst("/(v1/?)?$", "");
    return new RequestOptions(base).setURI(root + path);
  }

  /// Whether it can be asked how many tokens a text has.
  boolean counts() {
    return TokenCount.isKnownTo(model.kind()) && System.nanoTime() - countsAgain >= 0;
  }

  /// Notes that it was asked, and did not tell.
  void countsNot() {
    countsAgain = System.nanoTime() + COUNTS_NOT.toNanos();
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public Attempt attempt(EventLoopContext loop, Incoming incoming, Attempt.Listener listener) {
    return new HttpAttempt(loop, this, incoming, listener);
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

  /// Whether a server keeps the connections that it promises to keep. One that was found closed is
  /// usual: servers restart, and both sides close what is idle. Several within a minute mean that
  /// the promise is worth nothing; then each call gets a connection of its own for five minutes.
  /// Thread-safe.
  static final class KeepAlive {
    private static final int STALE = 3;
    private static final long WITHIN = Duration.ofMinutes(1).toNanos();
    private static final long PAUSE = Duration.ofMinutes(5).toNanos();

    private final LongSupplier nanos;
    private final long[] found = new long[STALE];
    private int count;
    private long pausedAt;
    private volatile boolean paused;

    /// @param nanos tells the time as [System#nanoTime()] does
    KeepAlive(LongSupplier nanos) {
      this.nanos = nanos;
    }

    /// Notes a kept connection that turned out to be closed.
    synchronized void foundStale() {
      long now = nanos.getAsLong();
      found[count % STALE] = now;
      count++;
      boolean several = count >= STALE && now - found[count % STALE] <= WITHIN;
      if (several) {
        pausedAt = now;
        paused = true;
      }
    }

    /// Whether connections may be kept now.
    boolean holds() {
      return !paused || passed();
    }

    private synchronized boolean passed() {
      if (paused && nanos.getAsLong() - pausedAt > PAUSE) {
        paused = false;
        count = 0;
      }
      return !paused;
    }
  }
}
