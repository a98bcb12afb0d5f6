package dev.metier.gateway;

import dev.metier.account.KeyRing;
import dev.metier.journal.Journal;
import dev.metier.journal.JournalFiles;
import dev.metier.policy.Policy;
import dev.metier.provider.ProviderSource;
import dev.metier.upstream.Loop;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The gateway: a server whose clients name a job, and whose policy names the model. Thread-safe.
public final class Gateway implements AutoCloseable {
  /// One free port for all event loops; 0 would give each its own.
  private static final int ANY_PORT = -1;

  private static final int IDLE_SECONDS = 75;
  private static final int HEADER_BYTES = 64 << 10;
  private static final long LOOK_NANOS = 20_000_000;

  private final GatewayOptions options;
  private final State state;
  private final Vertx vertx;
  private final AtomicInteger port = new AtomicInteger();

  private Gateway(GatewayOptions options, State state) {
    this.options = options;
    this.state = state;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(options.loops())
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
  }

  /// Starts to serve; returns once requests are taken.
  ///
  /// @throws java.io.UncheckedIOException when the address cannot be listened at
  /// @throws IllegalArgumentException when it would be reached from other machines although nobody
  ///   needs a key
  public static Gateway start(
      GatewayOptions options,
      ProviderSource providers,
      Policy policy,
      KeyRing keys,
      InstantSource clock) {
    if (!options.loopback() && keys.isEmpty()) {
      throw new IllegalArgumentException("no keys");
    }
    var journal = new Journal(options.journal(), List.of());
    var state = new State(clock, journal, providers, policy, keys);
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    new JournalFiles(options.journal()).spent(today, state.budgets::recall);
    var gateway = new Gateway(options, state);
    gateway.listen();
    return gateway;
  }

  private void listen() {
    var deployed =
        vertx.deployVerticle(
            Listener::new, new DeploymentOptions().setInstances(options.loops()));
    try {
      deployed.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      state.ready(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new java.io.UncheckedIOException(
          new java.io.IOException("cannot listen at " + options.host() + ":" + options.port(), e));
    }
  }

  /// What runs on each event loop.
  private final class Listener extends AbstractVerticle {
    @Override
    public void start(Promise<Void> started) {
      var loop = new Loop(vertx);
      var front = new Front(state, options, loop, journey());
      vertx
          .createHttpServer(serverOptions())
          .requestHandler(front::take)
          .listen()
          .onSuccess(server -> port.set(server.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }

  private HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setHost(options.host())
        .setPort(options.port() == 0 ? ANY_PORT : options.port())
        .setTcpNoDelay(true)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false)
        .setMaxHeaderSize(HEADER_BYTES)
        .setIdleTimeout(IDLE_SECONDS)
        .setHandle100ContinueAutomatically(true);
  }

  /// The way of every request.
  private Journey journey() {
    return new Journey(
        List.of(
            new RecordEvidence(state.journal, state.meters),
            new Authenticate(state::keys),
            new NameJob(),
            new Classify(),
            new GuardPrivacy(),
            new HoldBudget(state.budgets, state.pace),
            new ReadCache(),
            new FollowRoute(state.servers)));
  }

  /// Where it listens.
  public int port() {
    return port.get();
  }

  /// Puts a policy in force; requests under way finish under theirs.
  public void turnTo(Policy policy) {
    state.turnTo(policy);
  }

  public void turnTo(KeyRing keys) {
    state.turnTo(keys);
  }

  /// Says at once that it is not ready, and waits until the requests under way are answered.
  ///
  /// @return whether all of them were
  public boolean drain() {
    state.ready(false);
    long end = System.nanoTime() + options.drain().toNanos();
    while (state.open.get() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return state.open.get() == 0;
  }

  @Override
  public void close() {
    state.ready(false);
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the gateway could not be closed", e);
    } finally {
      state.journal.close();
    }
  }
}
