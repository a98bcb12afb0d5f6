package dev.metier.provider.http;

import dev.metier.call.EventLoopContext;
import dev.metier.call.ReadinessTimestamper;
import dev.metier.call.TimedTransport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The connections that all HTTP providers share; closed once, when the last call is over. Nothing
/// is started before the first call. One event loop serves all of them, so that no answer's time
/// holds a hand-over between threads. Thread-safe.
public final class HttpConnections implements AutoCloseable {
  /// Shorter than the five seconds after which most servers close an idle connection themselves.
  private static final Duration IDLE = Duration.ofSeconds(4);

  private final InstantSource clock;
  private @Nullable Started started;
  private boolean closed;

  /// What runs once a call was made.
  record Started(ReadinessTimestamper timestamper, Vertx vertx, EventLoopContext loop) {}

  public HttpConnections() {
    this(Clock.systemUTC());
  }

  /// Connections that are opened when needed.
  ///
  /// @param clock tells how far off a date is until which a server asks us to wait
  public HttpConnections(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /// The event loop of all calls.
  EventLoopContext loop() {
    return started().loop();
  }

  private synchronized Started started() {
    if (closed) {
      throw new IllegalStateException("the connections are closed");
    }
    Started now = started;
    if (now == null) {
      var timestamper = new ReadinessTimestamper();
      Vertx vertx =
          Vertx.builder().with(options()).withTransport(new TimedTransport(timestamper)).build();
      var loop = new EventLoopContext(vertx, vertx.getOrCreateContext(), IDLE);
      now = new Started(timestamper, vertx, loop);
      started = now;
    }
    return now;
  }

  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(2)
        .setUseDaemonThread(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /// Ends all connections and waits up to five seconds for that.
  @Override
  public synchronized void close() {
    closed = true;
    if (started == null) {
      return;
    }
    try {
      var closing = started.vertx().close().toCompletionStage().toCompletableFuture();
      closing.get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the connections could not be closed", e);
    } finally {
      started.timestamper().close();
      started = null;
    }
  }
}
