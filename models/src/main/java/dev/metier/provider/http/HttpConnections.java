package dev.metier.provider.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The connections that all HTTP providers share; closed once, when the last call is over. Nothing
/// is started before the first call. One event loop serves all of them, so that no answer's time
/// holds a hand-over between threads. Thread-safe.
public final class HttpConnections implements AutoCloseable {
  /// Never a limit: callers bound their own concurrency, and a queue here would be time that nobody
  /// measures.
  private static final int CONNECTIONS = 1024;

  /// Shorter than the five seconds after which most servers close an idle connection themselves.
  private static final int KEEP_ALIVE_SECONDS = 4;

  private final InstantSource clock;
  private @Nullable Started started;
  private boolean closed;

  /// What runs once a call was made.
  ///
  /// @param lasting keeps connections for the next call
  /// @param single opens one for each call
  /// @param used connections that had a call; only for the event loop
  record Started(
      ReadinessTimestamper ear,
      Vertx vertx,
      Context context,
      HttpClient lasting,
      HttpClient single,
      Set<HttpConnection> used) {
    HttpClient client(boolean fresh) {
      return fresh ? single : lasting;
    }
  }

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

  synchronized Started started() {
    if (closed) {
      throw new IllegalStateException("the connections are closed");
    }
    Started now = started;
    if (now == null) {
      var ear = new ReadinessTimestamper();
      Vertx vertx = Vertx.builder().with(options()).withTransport(new TimedTransport(ear)).build();
      now =
          new Started(
              ear,
              vertx,
              vertx.getOrCreateContext(),
              client(vertx, true),
              client(vertx, false),
              Collections.newSetFromMap(new WeakHashMap<>()));
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

  private static HttpClient client(Vertx vertx, boolean lasting) {
    return vertx
        .httpClientBuilder()
        .with(clientOptions().setKeepAlive(lasting))
        .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
        // every call hears of its own failure; nobody else needs to
        .withConnectHandler(connection -> connection.exceptionHandler(why -> {}))
        .build();
  }

  private static HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setPipelining(false)
        .setTcpNoDelay(true)
        .setDecompressionSupported(false);
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
      started.ear().close();
      started = null;
    }
  }
}
