package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.call.KeepAlive;
import dev.metier.catalog.Model;
import dev.metier.job.DataClass;
import dev.metier.provider.http.Keys;
import dev.metier.provider.http.LearnedEndpoint;
import dev.metier.provider.http.ModelEndpoint;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// One model at one address. Thread-safe.
final class RemoteServer implements Server {
  private static final Duration COUNTS_NOT = Duration.ofMinutes(1);

  private final Model model;
  private final LearnedEndpoint speech;
  private final Slots slots;
  private final RequestOptions base;
  private final String place;
  private final String prefix;
  private final Health health = new Health();
  private final ServerLocality locality;
  private volatile Keys.Key key;
  private final KeepAlive keepAlive;
  private volatile long countsAgain = System.nanoTime();

  /// A server that nobody called yet.
  ///
  /// @param slots shared by all models at this address
  RemoteServer(Model model, ModelEndpoint speech, Slots slots) {
    this.model = model;
    this.speech = new LearnedEndpoint(speech);
    this.slots = slots;
    this.keepAlive = new KeepAlive(model.kind());
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
    this.key = Keys.of(model);
    this.locality = new ServerLocality(this);
  }

  @Override
  public Model model() {
    return model;
  }

  /// How it is spoken to, as far as its refusals taught.
  LearnedEndpoint speech() {
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

  /// Whether it keeps its connections.
  KeepAlive keepAlive() {
    return keepAlive;
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

  /// Whether it answers itself.
  ServerLocality locality() {
    return locality;
  }

  @Override
  public Optional<String> elsewhere() {
    return locality.elsewhere();
  }

  @Override
  public Attempt attempt(
      EventLoopContext loop, Incoming incoming, DataClass data, Attempt.Listener listener) {
    return new HttpAttempt(loop, this, incoming, data, listener);
  }

  /// Reads the key anew, after the server refused it; blocks.
  void refreshKey() {
    key = Keys.of(model);
  }
}
