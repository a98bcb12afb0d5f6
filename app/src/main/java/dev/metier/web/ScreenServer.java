package dev.metier.web;

import dev.metier.core.log.Log;
import dev.metier.report.screen.Screens;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Serves the screens at the loopback address alone. The evidence is read on threads that may wait;
/// the event loop only takes requests and sends pages.
public final class ScreenServer implements AutoCloseable {
  static final String ADDRESS = "127.0.0.1";
  private static final String EVENTS = "/events";
  private static final int START_SECONDS = 20;
  private static final int LONGEST_LINE = 32 << 10;
  private static final int IDLE_SECONDS = 60;
  private static final int LARGEST_FORM = 1 << 20;
  private static final int MOST_FIELDS = 200;

  /// `no-referrer` would make browsers send the forms of these pages as of no origin at all.
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final Vertx vertx;
  private final ReplySender replies = new ReplySender(HEADERS);
  private final EntryToken token = new EntryToken();
  private final Clock clock = Clock.systemUTC();
  private final EventStreams streams = new EventStreams(new EventLog(EntryToken.start()));
  private final SnapshotWatch watch;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ProjectPages pages;
  private int port;
  private volatile boolean closed;

  private ScreenServer(SnapshotSource source, RunControl runs, Path folder) {
    this.watch = new SnapshotWatch(source, runs, streams, clock);
    this.pages = new ProjectPages(watch, folder, token.form(), runs);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
  }

  /// Starts to serve screens from which no run can be started.
  public static ScreenServer start(SnapshotSource source, Path folder, int port) {
    return start(source, RunControl.NONE, folder, port);
  }

  /// Starts to serve; returns once requests are taken.
  ///
  /// @param folder of the project, which files are named relative to
  /// @param port 0 for any free one
  /// @throws UncheckedIOException when the port cannot be listened at
  public static ScreenServer start(SnapshotSource source, RunControl runs, Path folder, int port) {
    var server = new ScreenServer(source, runs, folder);
    server.listen(port);
    server.vertx.setPeriodic(SnapshotWatch.PAUSE.toMillis(), _ -> server.look());
    return server;
  }

  /// Looks for changes, where the look before has ended.
  private void look() {
    if (closed || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      vertx.executeBlocking(this::looked, false).onComplete(_ -> looking.set(false));
    } catch (RejectedExecutionException e) {
      // it is being closed
    }
  }

  private boolean looked() {
    try {
      watch.look();
    } catch (RuntimeException mistake) {
      Log.error(ScreenServer.class, "What changed could not be found out.", mistake);
    }
    return true;
  }

  private void listen(int wanted) {
    var options =
        new HttpServerOptions()
            .setHost(ADDRESS)
            .setPort(wanted)
            .setHttp2ClearTextEnabled(false)
            .setCompressionSupported(true)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxFormAttributeSize(LARGEST_FORM)
            .setMaxFormBufferedBytes(LARGEST_FORM)
            .setMaxFormFields(MOST_FIELDS)
            .setIdleTimeout(IDLE_SECONDS);
    try {
      port =
          vertx
              .createHttpServer(options)
              .requestHandler(this::take)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_SECONDS, TimeUnit.SECONDS)
              .actualPort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new UncheckedIOException(new IOException("cannot listen at port " + wanted, e));
    }
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  /// The link that lets one browser in, once.
  public String link() {
    return "http://" + ADDRESS + ":" + port + "/?token=" + token.token();
  }

  private void take(HttpServerRequest taken) {
    if (!taken.method().name().equals("POST")) {
      answer(taken);
      return;
    }
    if (ScreenAccess.isForm(header(taken, "Content-Type"))) {
      taken.setExpectMultipart(true);
    }
    taken.exceptionHandler(
        broken -> replies.send(taken, new Reply(Reply.BAD_REQUEST, Map.of(), "")));
    taken.endHandler(whole -> answer(taken));
  }

  private void answer(HttpServerRequest taken) {
    try {
      answered(taken);
    } catch (RuntimeException mistake) {
      failed(taken, mistake);
    }
  }

  private void failed(HttpServerRequest taken, Throwable mistake) {
    Log.error(ScreenServer.class, "A page could not be made.", mistake);
    replies.send(taken, Reply.page(Reply.FAILED, Screens.failed()));
  }

  private void answered(HttpServerRequest taken) {
    ScreenRequest request = request(taken);
    var access = new ScreenAccess(port, token, pages::page);
    Optional<Reply> refused = access.refused(request);
    if (refused.isPresent()) {
      replies.send(taken, refused.get());
      return;
    }
    if (request.path().equals(EVENTS) && taken.method().equals(HttpMethod.GET)) {
      stream(taken, Optional.ofNullable(request.parameters().get("since")));
      return;
    }
    Context context = vertx.getOrCreateContext();
    context
        .executeBlocking(() -> access.answered(request), false)
        .onComplete(reply -> replies.send(taken, reply), mistake -> failed(taken, mistake));
  }

  /// A reply without an end: what changes from here on, and what did since.
  private void stream(HttpServerRequest taken, Optional<String> since) {
    HttpServerResponse response = taken.response();
    HEADERS.forEach(response::putHeader);
    // said by itself, an encoding keeps events from being held back to be compressed
    response
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Content-Encoding", "identity")
        .setChunked(true);
    var sink = new ResponseSink(response, vertx.getOrCreateContext());
    response.closeHandler(_ -> streams.close(sink));
    response.exceptionHandler(_ -> streams.close(sink));
    if (!streams.open(sink, since, clock.instant())) {
      response.setStatusCode(Reply.UNAVAILABLE).end();
    }
  }

  /// Writes events to a browser, on its own thread, whoever found them.
  private record ResponseSink(HttpServerResponse response, Context context)
      implements EventStreams.Sink {
    @Override
    public boolean write(String text) {
      if (response.closed() || response.writeQueueFull()) {
        return false;
      }
      context.runOnContext(_ -> {
        if (!response.ended() && !response.closed()) {
          response.write(text);
        }
      });
      return true;
    }

    @Override
    public void end() {
      context.runOnContext(_ -> {
        if (!response.ended() && !response.closed()) {
          response.end();
        }
      });
    }
  }

  private ScreenRequest request(HttpServerRequest taken) {
    return new ScreenRequest(
        taken.method().name(),
        header(taken, "Host").orElse(""),
        Optional.ofNullable(taken.path()).orElse("/"),
        firsts(taken.params()),
        Optional.ofNullable(taken.getCookie(ScreenAccess.cookie(port))).map(Cookie::getValue),
        new ScreenRequest.Origin(
            header(taken, "Origin"),
            header(taken, "Sec-Fetch-Site"),
            header(taken, "Content-Type")),
        taken.method().name().equals("POST") ? firsts(taken.formAttributes()) : Map.of());
  }

  /// Different values make a list, which is neither our host nor our origin.
  private static Optional<String> header(HttpServerRequest taken, String name) {
    return taken.headers().getAll(name).stream()
        .distinct()
        .reduce((one, next) -> one + ", " + next);
  }

  private static Map<String, String> firsts(MultiMap sent) {
    var firsts = new HashMap<String, String>();
    sent.forEach(e -> firsts.putIfAbsent(e.getKey(), e.getValue()));
    return firsts;
  }

  @Override
  public void close() {
    closed = true;
    streams.end();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the screens' server could not be closed", e);
    }
  }
}
