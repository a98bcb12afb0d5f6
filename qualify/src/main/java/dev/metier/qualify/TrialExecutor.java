package dev.metier.qualify;

import dev.metier.job.Money;
import dev.metier.ledger.Entry;
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
import java.util.function.Function;

/// Runs trial tasks on virtual threads and returns their results. Used by one thread.
public final class TrialExecutor {
  private static final long LOOK_MILLIS = 100;
  private static final int MOST_AT_ONCE = 1000;
  private static final long GATHER_NANOS = 2_000_000;

  private final Runner runner;
  private final Duration grace;
  private final LinkedBlockingQueue<TrialResult> done = new LinkedBlockingQueue<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private int out;

  /// An executor with nothing in flight.
  ///
  /// @param grace how long calls in flight are waited for when a run is stopped
  public TrialExecutor(Runner runner, Duration grace) {
    this.runner = runner;
    this.grace = grace;
  }

  void send(TrialTask task) {
    out++;
    Thread thread = Thread.ofVirtual().unstarted(() -> run(task));
    threads.add(thread);
    thread.start();
  }

  private void run(TrialTask task) {
    TrialResult result;
    try {
      Asking.Asked asked = ask(task);
      result =
          new TrialResult(
              task,
              asked.observation().map(task.grading()),
              Optional.empty(),
              asked.stages(),
              asked.spent());
    } catch (InterruptedException e) {
      result = TrialResult.calledOff(task);
    } catch (RuntimeException | Error bug) {
      result = TrialResult.bug(task, bug);
    }
    threads.remove(Thread.currentThread());
    done.add(result);
  }

  private Asking.Asked ask(TrialTask task) throws InterruptedException {
    var call = task.call();
    return task.asking().run(runner, call.trial(), task.endpoint().throttle(), call.probe());
  }

  /// Results since the last time; waits a moment when there is none but a task is in flight.
  ///
  /// @param later whether to wait though nothing is in flight
  List<TrialResult> completed(boolean later) {
    return await(later || !idle() ? LOOK_MILLIS : 0);
  }

  boolean idle() {
    return out == 0;
  }

  int inFlight() {
    return out;
  }

  Duration grace() {
    return grace;
  }

  /// Waits for the tasks in flight, and interrupts those that take longer than the grace.
  List<TrialResult> awaitInFlight() {
    var results = new ArrayList<TrialResult>();
    long deadline = System.nanoTime() + grace.toNanos();
    while (!idle()) {
      if (System.nanoTime() > deadline) {
        threads.forEach(Thread::interrupt);
      }
      results.addAll(await(LOOK_MILLIS));
    }
    return results;
  }

  /// Waits a little for others to be kept in the same commit: commits are what costs. Half of those
  /// in flight are enough, so that the servers are not left waiting.
  private void gather(List<TrialResult> batch) throws InterruptedException {
    int enough = Math.min(MOST_AT_ONCE, out / 2);
    long until = System.nanoTime() + GATHER_NANOS;
    done.drainTo(batch, MOST_AT_ONCE);
    while (batch.size() < enough) {
      TrialResult next = done.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
      done.drainTo(batch, MOST_AT_ONCE);
    }
  }

  private List<TrialResult> await(long millis) {
    var batch = new ArrayList<TrialResult>();
    try {
      TrialResult first = done.poll(millis, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        gather(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out -= batch.size();
    return batch;
  }

  /// A call in flight: who runs it, who grades it, and the money held for it.
  record TrialTask(
      Track.Call call,
      Asking asking,
      Endpoint endpoint,
      Function<Observation, Entry> grading,
      Money held) {
    /// Whether it asks a judge about an answer of the track, and not the track's own model.
    boolean judging() {
      return !call.trial().key().setting().equals(call.track().questions().setting());
    }
  }
}
