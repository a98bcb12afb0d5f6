package dev.metier.server;

import dev.metier.account.KeyRing;
import dev.metier.call.EventLoopContext;
import dev.metier.pipeline.step.RequestSteps;
import dev.metier.policy.Policy;
import dev.metier.server.limits.ClientTimeouts;
import dev.metier.server.limits.IdleConnectionReaper;
import dev.metier.server.limits.MemoryLimiter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The gateway: a server whose clients name a job, and whose policy names the model. Thread-safe.
public final class Gateway implements AutoCloseable {
  private static final int START_SECONDS = 20;
  private static final int HEADER_BYTES = 64 << 10;

  /// What the kernel holds of an answer: enough for fast clients far away, and little enough that
  /// it is seen whether a slow one reads.
  private static final int SEND_BYTES = 256 << 10;

  private static final Duration ENDING = Duration.ofSeconds(1);
  private static final long LOOK_NANOS = 20_000_000;

  private final GatewayOptions options;
  private final State state;
  private final Vertx vertx;
  private final List<RequestRouter> routers = new CopyOnWriteArrayList<>();
  private final int port;

  private Gateway(GatewayOptions options, State state) {
    this.options = options;
    this.state = state;
    this.port = options.port() == 0 ? free() : options.port();
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
  /// @throws UncheckedIOException when the address cannot be listened at
  /// @throws IllegalArgumentException when it would be reachable from other machines without a key
  public static Gateway start(
      GatewayOptions options, GatewayDependencies dependencies, Policy policy, KeyRing keys) {
    if (!options.loopback() && keys.isOpen()) {
      dependencies.journal().close();
      throw new IllegalArgumentException("no keys");
    }
    var memory = new MemoryLimiter(options.memoryLimit());
    var state = new State(dependencies, options.silence(), memory, policy, keys);
    var gateway = new Gateway(options, state);
    gateway.listen();
    return gateway;
  }

  private void listen() {
    try {
      var started = new ArrayList<Future<Void>>();
      // a context for each event loop: verticles are not dealt out evenly
      for (EventExecutor loop : internal(vertx).eventLoopGroup()) {
        ContextInternal context =
            internal(vertx).contextBuilder().withEventLoop((EventLoop) loop).build();
        Promise<Void> listening = Promise.promise();
        context.runOnContext(nothing -> tryToListen(listening));
        started.add(listening.future());
      }
      Future.all(started)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
      state.ready(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new UncheckedIOException(
          new IOException("cannot listen at " + options.host() + ":" + options.port(), e));
    }
  }

  /// A port that is free now: event loops share a port only when it is named.
  private static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VertxInternal internal(Vertx vertx) {
    return (VertxInternal) vertx;
  }

  private void tryToListen(Promise<Void> listening) {
    try {
      listen(listening);
    } catch (RuntimeException refused) {
      // an event loop would only log it, and the start would wait for nothing
      listening.tryFail(refused);
    }
  }

  /// Listens on the event loop that calls; all of them share the port.
  private void listen(Promise<Void> listening) {
    var loop = new EventLoopContext(vertx);
    var pipeline =
        RequestSteps.pipeline(
            new RequestSteps.Shared(
                state::keys,
                options.origins(),
                state.dependencies.budgets(),
                state.dependencies.rateLimits(),
                state.routes,
                state.dependencies.journal(),
                state.responses,
                state.meters));
    var router = new RequestRouter(state, options, loop, pipeline);
    routers.add(router);
    var reaper = new IdleConnectionReaper(loop, ClientTimeouts.USUAL);
    vertx
        .createHttpServer(serverOptions())
        .connectionHandler(reaper::opened)
        .requestHandler(request -> {
          reaper.asked(request);
          router.take(request);
        })
        .listen()
        .<Void>mapEmpty()
        .onComplete(listening::handle);
  }

  private HttpServerOptions serverOptions() {
    var all =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(port)
            .setTcpNoDelay(true)
            .setSendBufferSize(SEND_BYTES)
            .setHttp2ClearTextEnabled(false)
            .setCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setMaxHeaderSize(HEADER_BYTES);
    options
        .certificate()
        .ifPresent(files ->
            all.setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertPath(files.chain().toString())
                        .addKeyPath(files.key().toString())));
    return all;
  }

  /// Threads that requests are taken on.
  long threads() {
    return routers.stream().map(RequestRouter::thread).distinct().count();
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  /// Puts a policy in force; requests under way finish under theirs.
  public void reload(Policy policy) {
    state.reload(policy);
  }

  /// Puts other keys in force. A gateway that had keys is closed without any.
  ///
  /// @return whether anybody can be answered now
  public boolean reload(KeyRing keys) {
    return state.reload(keys).answersAnybody();
  }

  /// Ends in order: says at once that it is not ready, still takes requests for a moment, then
  /// refuses new ones and lets those under way finish; what is left at the end is told so in its
  /// stream.
  ///
  /// @return whether all of them finished
  public boolean drain() {
    state.ready(false);
    await(options.announce(), () -> false);
    state.close();
    boolean all = await(options.drain(), () -> state.open.get() == 0);
    routers.forEach(RequestRouter::end);
    await(ENDING, () -> state.open.get() == 0);
    return all;
  }

  private static boolean await(Duration longest, BooleanSupplier done) {
    long end = System.nanoTime() + longest.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return done.getAsBoolean();
  }

  @Override
  public void close() {
    state.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the gateway could not be closed", e);
    } finally {
      state.dependencies.journal().close();
    }
  }
}
