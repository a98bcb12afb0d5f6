package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.core.log.Log;
import dev.metier.job.DataClass;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a server answers itself, or only passes requests on to another machine: it is asked so
/// before it gets what the public may not read, and each answer is heard for it. Once it passed one
/// on, nobody vouches for it until the gateway is started anew. Thread-safe.
final class ServerLocality {
  /// How often a server is asked that knows the question; a name there may be given to another
  /// model at any time.
  private static final Duration KNOWN = Duration.ofMinutes(1);

  /// How often one is asked that does not.
  private static final Duration UNKNOWN = Duration.ofHours(1);

  private final RemoteServer server;
  private final boolean own;
  private final List<Runnable> waiting = new ArrayList<>();
  private volatile Optional<String> elsewhere = Optional.empty();
  private boolean asking;
  private long again = System.nanoTime();

  ServerLocality(RemoteServer server) {
    this.server = server;
    Model model = server.model();
    this.own = Locality.isOwnServer(model.kind(), model.address());
  }

  /// The machine that it passes requests on to, as far as it said.
  Optional<String> elsewhere() {
    return elsewhere;
  }

  /// Why a request of this class is not sent there, or its answer not handed on; empty when it is,
  /// as far as the server said.
  Optional<Failure> forbids(DataClass data) {
    return elsewhere
        .filter(_ -> !data.readableWith(DataClass.PUBLIC))
        .map(where ->
            Failure.of(
                Cause.PASSED_ON,
                "the server of "
                    + server.model().name()
                    + " passes requests on to "
                    + where
                    + "."));
  }

  /// Goes on when it is known what the server says of itself lately; at once, where that is known,
  /// or where anybody may read the data.
  void look(EventLoopContext loop, DataClass data, Runnable then) {
    if (data.readableWith(DataClass.PUBLIC) || !mustAsk()) {
      then.run();
    } else if (waits(() -> loop.run(then))) {
      new ModelInquiry(loop, server, this::told).start();
    }
  }

  private synchronized boolean mustAsk() {
    return own && elsewhere.isEmpty() && (asking || System.nanoTime() - again >= 0);
  }

  /// Adds to those who wait; true for the first, who asks.
  private synchronized boolean waits(Runnable then) {
    waiting.add(then);
    boolean first = !asking;
    asking = true;
    return first;
  }

  private void told(ModelInquiry.Told what) {
    what.elsewhere().ifPresent(this::found);
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(waiting);
      waiting.clear();
      asking = false;
      again = System.nanoTime() + (what.understood() ? KNOWN : UNKNOWN).toNanos();
    }
    all.forEach(Runnable::run);
  }

  /// Notes that it passed a request on.
  void found(String where) {
    Model model = server.model();
    boolean isNew;
    synchronized (this) {
      isNew = elsewhere.isEmpty();
      elsewhere = Optional.of(where);
    }
    if (isNew && model.mayRead(DataClass.INTERNAL)) {
      Log.warning(
          ServerLocality.class,
          server.place()
              + " passes requests for "
              + model.id()
              + " on to "
              + where
              + ", so nothing is sent there any more that the public may not read");
    }
  }
}
