package dev.metier.grade.script;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Interrupts a thread that has used its time of the processor, or waited for it far too long. What
/// else runs on the machine so takes nothing from it.
final class TimeLimit {
  static final Duration LONGEST = Duration.ofSeconds(2);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Thread thread;
  private final ScheduledExecutorService clock;
  private final long began = System.nanoTime();
  private final long used;
  private boolean ended;
  private boolean spent;

  TimeLimit(Thread thread, ScheduledExecutorService clock) {
    this.thread = thread;
    this.clock = clock;
    this.used = used(thread);
    look(LONGEST.toNanos());
  }

  private void look(long in) {
    var _ = clock.schedule(this::ring, in, TimeUnit.NANOSECONDS);
  }

  private synchronized void ring() {
    if (ended) {
      return;
    }
    long left = LONGEST.toNanos() - (used(thread) - used);
    spent = left <= 0;
    if (spent || System.nanoTime() - began > LONGEST_WAIT.toNanos()) {
      thread.interrupt();
    } else {
      look(left);
    }
  }

  /// Whether it used all of its time itself, rather than waited for it too long.
  synchronized boolean spent() {
    return spent;
  }

  /// The thread is not interrupted any more.
  synchronized void end() {
    ended = true;
    Thread.interrupted();
  }

  /// Where the system does not tell it, all of the time counts.
  private static long used(Thread thread) {
    return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
        ? THREADS.getThreadCpuTime(thread.threadId())
        : System.nanoTime();
  }
}
