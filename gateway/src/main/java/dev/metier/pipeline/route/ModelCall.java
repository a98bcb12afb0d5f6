package dev.metier.pipeline.route;

import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Spent;
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
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One request put to one model: at a server that can be asked now, after a wait for a place there,
/// and once more when that can help soon. Only for the event loop of its request.
final class ModelCall implements Attempt.Listener {
  /// Hears what comes of it: at most one of [#complete], [#failed] and [#unavailable], unless the
  /// request ends first.
  interface Listener {
    /// A try begins; the last one told is the one whose bytes come.
    void asked(Attempt attempt);

    /// Takes bytes of the answer, in the client's protocol.
    void bytes(byte[] bytes);

    void complete(Usage usage);

    /// Takes the failure of its last try.
    ///
    /// @param begun whether bytes came before it
    /// @param window tokens that the model takes, 0 when not known
    void failed(Failure failure, boolean begun, long window);

    /// Whether another model can be asked at once; then this one is not asked twice.
    boolean hasAlternative();

    /// The model was not asked, since its servers rest or may not read this.
    void unavailable();

    /// The model was not asked, since no budget holds what it can cost.
    void unaffordable(Refusal refusal);

    /// Takes that the request cannot be put to this model. False where nobody can do without its
    /// answer, which ends the request.
    default boolean refused(Refusal refusal) {
      return false;
    }
  }

  private static final int MOST_TRIES = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration BACKOFF = Duration.ofMillis(100);

  /// What a quick model writes.
  private static final double TOKENS_PER_SECOND = 100;

  private static final double NANOS = 1e9;

  /// Tokens of files and pictures that a request only names; no model reads more.
  private static final long MOST_UNSEEN = 2_000_000;

  private static final int BYTES_PER_TOKEN = 4;

  /// How far counts of tokens differ.
  private static final long MARGIN = 2;

  private final RequestContext context;
  private final Servers servers;
  private final Incoming incoming;
  private final ModelName name;
  private final Listener listener;
  private final boolean last;
  private long counted;
  private int tries;
  private long asked = System.nanoTime();
  private Optional<Failure> failed = Optional.empty();
  private @Nullable Server server;
  private Slots.@Nullable Ticket ticket;
  private @Nullable Attempt attempt;

  /// @param incoming what the model is asked
  /// @param last whether nobody else is left; then also a server that rests may be asked
  ModelCall(
      RequestContext context,
      Servers servers,
      ModelName name,
      Incoming incoming,
      boolean last,
      Listener listener) {
    this.context = context;
    this.servers = servers;
    this.incoming = incoming;
    this.name = name;
    this.last = last;
    this.listener = listener;
  }

  /// Goes to a server that can be asked now.
  void start() {
    if (context.end().isOver()) {
      return;
    }
    String session = context.session();
    Optional<Server> chosen =
        last ? servers.chooseLast(name, session) : servers.choose(name, session);
    if (chosen.isEmpty()) {
      skip("its servers failed again and again and are given a rest");
    } else if (!chosen.get().model().mayRead(incoming.data())) {
      skip("a newer policy moved it to a host that may not read this");
    } else if (holds(chosen.get().model()) && !queue(chosen.get())) {
      context.findings().skip(name, "all its places are taken and its queue is full");
      listener.failed(full(chosen.get()), false, window());
    }
  }

  private static Failure full(Server at) {
    return new Failure(
        Cause.OVERLOADED,
        "all places are taken and the queue is full",
        Optional.of(at.slots().next()));
  }

  /// Whether the budgets hold what it can cost; there are none for most.
  private boolean holds(Model model) {
    Optional<Refusal> spent = MostCost.hold(model, incoming, context);
    spent.ifPresent(refusal -> {
      context.findings().skip(name, "a budget does not hold what it can cost");
      listener.unaffordable(refusal);
    });
    return spent.isEmpty();
  }

  private void skip(String why) {
    context.findings().skip(name, why);
    failed.ifPresentOrElse(
        failure -> listener.failed(failure, false, window()), listener::unavailable);
  }

  /// Waits for a place; false when the queue is full.
  private boolean queue(Server at) {
    server = at;
    asked = System.nanoTime();
    silence(at.model());
    var loop = context.request().loop();
    var mine = at.slots().ticket(context.findings().holder(), () -> loop.run(this::ask));
    ticket = mine;
    if (mine.enter()) {
      return true;
    }
    ticket = null;
    return false;
  }

  private void silence(Model model) {
    if (context.request().stream()) {
      context.end().response().keepAlive(servers.silence(model));
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
    tries++;
    try {
      Attempt now = Servers.at(at, context.request().loop(), incoming, incoming.data(), this);
      attempt = now;
      listener.asked(now);
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
    RequestPipeline.guarded(context, () -> listener.bytes(bytes));
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
    counted += held ? bytes : 0;
    return held;
  }

  @Override
  public void release(long bytes) {
    long back = Math.min(bytes, counted);
    counted -= back;
    context.request().share().release(back);
  }

  /// Gives back the memory of an answer that has ended, and that nobody needs any more.
  void discard() {
    release(counted);
  }

  @Override
  public void complete(Usage usage) {
    RequestPipeline.guarded(
        context,
        () -> {
          note("answered", "");
          Usage used = counted(usage);
          leave();
          listener.complete(used);
        });
  }

  @Override
  public void failed(Failure failure, boolean begun) {
    RequestPipeline.guarded(context, () -> fail(failure, begun));
  }

  private void fail(Failure failure, boolean begun) {
    note(failure.cause().name().toLowerCase(Locale.ROOT), failure.detail());
    Usage used = attempt == null ? Usage.NONE : counted(attempt.usageSoFar());
    if (!begun) {
      spend();
    }
    leave();
    failed = Optional.of(failure);
    Duration wait = failure.retryAfter().orElse(backoff());
    if (begun) {
      context.end().usage(used);
      listener.failed(failure, true, window());
    } else if (mayHelp(failure.cause()) && wait.compareTo(LONGEST_WAIT) <= 0) {
      again(wait);
    } else {
      listener.failed(failure, false, window());
    }
  }

  @Override
  public void refused(Refusal refusal) {
    leave();
    if (!listener.refused(refusal)) {
      context.end().refuse(refusal);
    }
  }

  /// Whether one more try at the same model can help.
  private boolean mayHelp(Cause cause) {
    boolean timeout =
        switch (cause) {
          case FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT -> true;
          default -> false;
        };
    return cause.isTransient()
        && !timeout
        && tries < MOST_TRIES
        && (isConnection(cause) || !listener.hasAlternative());
  }

  private static boolean isConnection(Cause cause) {
    return cause == Cause.CONNECT || cause == Cause.CUT_OFF;
  }

  private void again(Duration wait) {
    context
        .request()
        .loop()
        .vertx()
        .setTimer(
            Math.max(1, wait.toMillis()), passed -> RequestPipeline.guarded(context, this::start));
  }

  /// With jitter, so that requests that failed together do not come back together.
  private Duration backoff() {
    double share = 0.5 + ThreadLocalRandom.current().nextDouble();
    return Duration.ofNanos((long) (BACKOFF.toNanos() * share * tries));
  }

  /// Notes why nobody waits for it any more; the usage until now.
  ///
  /// @param outcome as the journal has it: `client_gone`, `deadline`
  Usage abandoned(String outcome) {
    note(outcome, "");
    // who still waits for a place or for a connection has used nothing
    Attempt now = attempt;
    if (now == null || !now.sent()) {
      return Usage.NONE;
    }
    Usage told = counted(now.usageSoFar());
    return context.request().stream() ? told : guessed(told);
  }

  /// Nobody saw how much of a whole answer was written when its client left: as much as a quick
  /// model writes in the time.
  private Usage guessed(Usage told) {
    double seconds = (System.nanoTime() - asked) / NANOS;
    long most = server == null ? 0 : MostCost.longest(server.model(), incoming);
    long written = Math.min(most, (long) (seconds * TOKENS_PER_SECOND));
    return told.estimated() ? withOutput(told, Math.max(told.output(), written)) : told;
  }

  /// A failed try is paid for as far as its server told before it failed.
  private void spend() {
    Server at = server;
    Usage told = attempt == null ? Usage.NONE : attempt.usageSoFar();
    if (at != null && told.input() > 0) {
      var took = Duration.ofNanos(System.nanoTime() - asked);
      Pricing.of(at.model().price(), counted(told), took)
          .ifPresent(
              cost -> context.findings().spent(Spent.FAILED, at.model().name(), cost.marginal()));
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  void cancel() {
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

  /// A server that tells no usage, or one that cannot be, is billed by our own count.
  private Usage counted(Usage told) {
    if (context.request().protocol().equals(Messages.COUNT_TOKENS)) {
      return told;
    }
    Server at = server;
    Attempt now = attempt;
    boolean possible =
        at == null
            || now == null
            || told.output() <= MARGIN * now.delivered()
            || told.output() <= MostCost.longest(at.model(), incoming);
    Usage output = possible || now == null ? told : withOutput(told, now.delivered());
    long sent = incoming.fields().json().length;
    return output.input() > 0 && output.input() <= MOST_UNSEEN + sent
        ? output
        : new Usage(estimate(), 0, output.output(), true);
  }

  /// About how many tokens the prompt has.
  private long estimate() {
    return Math.max(1, incoming.fields().json().length / BYTES_PER_TOKEN);
  }

  private static Usage withOutput(Usage told, long output) {
    return new Usage(
        told.input(), told.cached(), told.written(), told.writtenHour(), output, 0, true);
  }

  private long window() {
    Server at = server;
    return at == null ? 0 : at.model().knownWindow().orElse(0);
  }
}
