package dev.metier.qualify;

import dev.metier.catalog.Cost;
import dev.metier.evidence.Entry;
import dev.metier.job.Money;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.provider.Provider;
import dev.metier.run.Endpoint;
import dev.metier.run.Observation;
import dev.metier.run.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Runs errands on virtual threads and hands in what came of them. Sent to and asked by one thread.
public final class Crew {
  private static final long LOOK_MILLIS = 100;
  private static final int MOST_AT_ONCE = 1000;
  private static final long GATHER_NANOS = 2_000_000;

  private final Runner runner;
  private final Duration grace;
  private final LinkedBlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private int out;

  /// @param bug what went wrong in the program itself
  private record Done(Arrival arrival, Optional<RuntimeException> bug) {}

  /// A crew with nobody out.
  ///
  /// @param grace how long calls in flight are waited for when a run is stopped
  public Crew(Runner runner, Duration grace) {
    this.runner = runner;
    this.grace = grace;
  }

  void send(Errand errand) {
    out++;
    Thread thread = Thread.ofVirtual().unstarted(() -> run(errand));
    threads.add(thread);
    thread.start();
  }

  private void run(Errand errand) {
    try {
      Observation observation =
          runner.run(errand.trial(), errand.provider(), errand.endpoint().throttle());
      var entry = errand.marking().entry(observation);
      done.add(new Done(new Arrival(errand, Optional.of(entry)), Optional.empty()));
    } catch (InterruptedException e) {
      done.add(new Done(new Arrival(errand, Optional.empty()), Optional.empty()));
    } catch (RuntimeException bug) {
      done.add(new Done(new Arrival(errand, Optional.empty()), Optional.of(bug)));
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /// What arrived since the last time; waits a moment when nothing has but something will.
  ///
  /// @param later whether to wait though nobody is out
  List<Arrival> arrived(boolean later) {
    return await(later || !idle() ? LOOK_MILLIS : 0);
  }

  boolean idle() {
    return out == 0;
  }

  int inFlight() {
    return out;
  }

  /// Waits for everybody who is out, and calls off those who take longer than the grace.
  List<Arrival> comeHome() {
    var home = new ArrayList<Arrival>();
    long deadline = System.nanoTime() + grace.toNanos();
    while (!idle()) {
      if (System.nanoTime() > deadline) {
        threads.forEach(Thread::interrupt);
      }
      home.addAll(await(LOOK_MILLIS));
    }
    return home;
  }

  /// Waits a little for others to be kept in the same commit: commits are what costs. Half of those
  /// that are out are enough, so that the servers are not left waiting.
  private void gather(List<Done> batch) throws InterruptedException {
    int enough = Math.min(MOST_AT_ONCE, out / 2);
    long until = System.nanoTime() + GATHER_NANOS;
    done.drainTo(batch, MOST_AT_ONCE);
    while (batch.size() < enough) {
      Done next = done.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
      done.drainTo(batch, MOST_AT_ONCE);
    }
  }

  private List<Arrival> await(long millis) {
    var batch = new ArrayList<Done>();
    try {
      Done first = done.poll(millis, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        gather(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out -= batch.size();
    for (Done each : batch) {
      each.bug()
          .ifPresent(bug -> {
            throw bug;
          });
    }
    return batch.stream().map(Done::arrival).toList();
  }

  /// A trial on its way: who runs it, who grades it, and the money held for it.
  record Errand(
      Trial trial,
      Track track,
      Provider provider,
      Endpoint endpoint,
      Marking marking,
      Money held) {}

  /// An errand that is over.
  ///
  /// @param entry what it brought; empty when it was called off
  record Arrival(Errand errand, Optional<Entry> entry) {
    /// What it cost, as far as it is known.
    Money spent() {
      return entry.flatMap(e -> e.observation().cost()).map(Cost::marginal).orElse(Money.ZERO);
    }

    /// The sentence that says why the model cannot be asked at all; such a failure says nothing
    /// about the model and is not kept as evidence.
    Optional<String> trouble() {
      return entry
          .filter(e -> e.observation().answer() instanceof Answer.Failure)
          .map(e -> (Answer.Failure) e.observation().answer())
          .filter(failure -> isTrouble(failure.cause()))
          .map(Answer.Failure::detail);
    }

    private static boolean isTrouble(Answer.Cause cause) {
      return switch (cause) {
        case CONNECT,
            CONNECT_TIMEOUT,
            RATE_LIMITED,
            OVERLOADED,
            UNAUTHORISED,
            NOT_FOUND,
            NO_CREDIT,
            UNUSABLE ->
            true;
        case FIRST_TOKEN_TIMEOUT,
            IDLE_TIMEOUT,
            TOTAL_TIMEOUT,
            SERVER_ERROR,
            CUT_OFF,
            MALFORMED,
            EMPTY,
            TOO_LONG,
            BAD_REQUEST ->
            false;
      };
    }
  }
}
