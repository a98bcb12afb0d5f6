package dev.metier.pipeline.route;

import dev.metier.catalog.Model;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.messages.Messages;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.Attempt;
import dev.metier.upstream.Incoming;
import dev.metier.upstream.Server;
import dev.metier.upstream.Servers;
import dev.metier.upstream.Slots;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One request on its route: one model after the other, each at most twice, until one answers or
/// none is left. Once a byte of content has gone to the client nobody else may answer. Only for the
/// event loop of its context.
public final class RouteExecution implements Attempt.Listener {
  private static final CharSequence MODEL = HttpHeaders.createOptimized("x-metier-model");
  private static final CharSequence ROUTE = HttpHeaders.createOptimized("x-metier-route");
  private static final int TRIES_PER_MODEL = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration BACKOFF = Duration.ofMillis(100);
  private static final Duration LOCAL_SILENCE = Duration.ofSeconds(5);
  private static final Duration HOSTED_SILENCE = Duration.ofSeconds(15);
  private static final int MOST_DROPPED = 32;
  private static final int LONGEST_NAME = 80;

  private final RequestContext context;
  private final Servers servers;
  private final Incoming incoming;
  private final List<ModelName> models;
  private int place;
  private int triesHere;
  private long asked = System.nanoTime();
  private Optional<Failure> last = Optional.empty();
  private @Nullable Server server;
  private Slots.@Nullable Ticket ticket;
  private @Nullable Attempt attempt;

  public RouteExecution(RequestContext context, Servers servers) {
    this.context = context;
    this.servers = servers;
    this.incoming = context.incoming();
    this.models = context.findings().allowed();
    context.request().http().response().closeHandler(nothing -> gone());
    context.end().whenOver(() -> stop());
  }

  /// Goes to the next server that can be asked now.
  public void next() {
    while (place < models.size() && !context.end().isOver()) {
      ModelName name = models.get(place);
      Optional<Server> chosen = servers.choose(name, context.request().session());
      if (chosen.isEmpty()) {
        context.findings().skip(name, "its servers failed again and again and are given a rest");
        last = last.or(() -> Optional.of(resting()));
      } else if (!chosen.get().model().host().mayRead(context.findings().data())) {
        context.findings().skip(name, "a newer policy moved it to a host that may not read this");
        last = last.or(() -> Optional.of(resting()));
      } else if (queue(chosen.get())) {
        return;
      } else {
        context.findings().skip(name, "all its places are taken and its queue is full");
        last = Optional.of(full());
      }
      place++;
      triesHere = 0;
    }
    if (!context.end().isOver()) {
      context.end().refuse(Refusals.of(last.orElseGet(RouteExecution::resting), context, window()));
    }
  }

  private static Failure resting() {
    return new Failure(
        Cause.OVERLOADED,
        "the model's servers failed again and again and are given a rest",
        Optional.of(Duration.ofSeconds(5)));
  }

  private static Failure full() {
    return new Failure(
        Cause.OVERLOADED,
        "all places are taken and the queue is full",
        Optional.of(Duration.ofSeconds(1)));
  }

  /// Waits for a place; false when the queue is full.
  private boolean queue(Server at) {
    server = at;
    asked = System.nanoTime();
    silence(at.model());
    var mine =
        at.slots()
            .ticket(context.findings().holder(), () -> context.request().loop().run(this::ask));
    ticket = mine;
    if (mine.enter()) {
      return true;
    }
    ticket = null;
    return false;
  }

  private void silence(Model model) {
    if (context.request().stream()) {
      context.end().response().keepAlive(model.kind().local() ? LOCAL_SILENCE : HOSTED_SILENCE);
    }
  }

  private void ask() {
    Server at = server;
    if (context.end().isOver() || at == null) {
      leave();
      return;
    }
    context.findings().queued(Duration.ofNanos(System.nanoTime() - asked));
    asked = System.nanoTime();
    triesHere++;
    try {
      Attempt now =
          Servers.at(at, context.request().loop(), incoming, context.findings().data(), this);
      attempt = now;
      context.end().response().flow(now::pause, now::resume);
      context.end().response().closingError(now::closingError);
      now.start();
    } catch (RefusedException e) {
      refused(e.refusal());
    } catch (RuntimeException e) {
      RequestPipeline.failed(context, e);
      leave();
    }
  }

  @Override
  public void bytes(byte[] bytes) {
    RequestPipeline.guarded(context, () -> send(bytes));
  }

  @Override
  public boolean hold(long bytes) {
    if (context.end().isOver()) {
      return false;
    }
    boolean held = context.request().share().take(bytes);
    if (!held) {
      note("no_memory", "there was no memory for its answer");
      context.end().refuse(MemoryLimiter.refusal());
    }
    return held;
  }

  @Override
  public void release(long bytes) {
    context.request().share().release(bytes);
  }

  private void send(byte[] bytes) {
    Server at = server;
    if (at != null && context.end().model().isEmpty()) {
      answering(at.model());
    }
    if (context.request().stream()) {
      context.end().response().stream(bytes);
    } else {
      context.end().response().whole(bytes);
    }
  }

  private void answering(Model model) {
    context.end().answeredBy(model.name());
    context.end().response().header(MODEL, model.name().text());
    context.end().response().header(ROUTE, place == 0 ? "single" : "fallback");
    if (attempt != null) {
      context.findings().unspoken(attempt.dropped());
    }
    String dropped =
        context.dropped().stream()
            .filter(RouteExecution::isPlain)
            .limit(MOST_DROPPED)
            .collect(Collectors.joining(","));
    if (!dropped.isEmpty()) {
      context.end().response().header("x-metier-dropped", dropped);
    }
  }

  /// Whether a name that the client chose can stand in a header.
  private static boolean isPlain(String name) {
    return name.length() <= LONGEST_NAME
        && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',');
  }

  @Override
  public void complete(Usage usage) {
    RequestPipeline.guarded(
        context,
        () -> {
          note("answered", "");
          leave();
          context.end().complete(counted(usage));
        });
  }

  @Override
  public void failed(Failure failure, boolean begun) {
    RequestPipeline.guarded(context, () -> fail(failure, begun));
  }

  private void fail(Failure failure, boolean begun) {
    note(failure.cause().name().toLowerCase(Locale.ROOT), failure.detail());
    Usage used = attempt == null ? Usage.NONE : attempt.usageSoFar();
    leave();
    last = Optional.of(failure);
    if (begun) {
      context.end().usage(counted(used));
      context.end().refuse(Refusals.of(failure, context, window()));
    } else if (failure.cause() == Cause.BAD_REQUEST) {
      context.end().refuse(Refusals.of(failure, context, window()));
    } else {
      again(failure);
    }
  }

  @Override
  public void refused(Refusal refusal) {
    leave();
    context.end().refuse(refusal);
  }

  /// The same model once more when that can help soon, else the next one.
  private void again(Failure failure) {
    Duration wait = failure.retryAfter().orElse(backoff());
    boolean soon = wait.compareTo(LONGEST_WAIT) <= 0;
    boolean timeout =
        switch (failure.cause()) {
          case FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT -> true;
          default -> false;
        };
    if (failure.cause().isTransient() && !timeout && soon && triesHere < TRIES_PER_MODEL) {
      context
          .request()
          .loop()
          .vertx()
          .setTimer(
              Math.max(1, wait.toMillis()), passed -> RequestPipeline.guarded(context, this::next));
    } else {
      place++;
      triesHere = 0;
      next();
    }
  }

  /// With jitter, so that requests that failed together do not come back together.
  private Duration backoff() {
    double share = 0.5 + ThreadLocalRandom.current().nextDouble();
    return Duration.ofNanos((long) (BACKOFF.toNanos() * share * triesHere));
  }

  /// The client left: the model must not go on working for nobody.
  private void gone() {
    if (!context.end().isOver()) {
      note("client_gone", "");
      // who still waits for a place or for a connection has used nothing
      Attempt now = attempt;
      context.end().gone(now != null && now.sent() ? counted(now.usageSoFar()) : Usage.NONE);
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  private void stop() {
    if (attempt != null) {
      attempt.cancel();
    }
    leave();
  }

  private void leave() {
    attempt = null;
    Slots.Ticket mine = ticket;
    ticket = null;
    if (mine != null) {
      mine.leave();
    }
  }

  private void note(String outcome, String detail) {
    Server at = server;
    if (at != null) {
      var took = Duration.ofNanos(System.nanoTime() - asked);
      context
          .findings()
          .tried(new Try(at.model().name().text(), at.place(), outcome, detail, took));
    }
  }

  /// A server that tells no usage is billed by our own count.
  private Usage counted(Usage told) {
    return told.input() > 0 || context.request().protocol().equals(Messages.COUNT_TOKENS)
        ? told
        : new Usage(context.request().inputEstimate(), 0, told.output(), true);
  }

  private long window() {
    Server at = server;
    return at == null ? 0 : at.model().window().orElse(0);
  }
}
