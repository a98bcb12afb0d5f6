package dev.metier.run;

import dev.metier.core.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A server that answered in this run and does not any more: when it is tried again, and until when
/// it is waited for. Used by one thread.
public final class Outage {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

  private final Instant since;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final long began;
  private long next;
  private Duration pause = FIRST;
  private Optional<Object> attempt = Optional.empty();
  private String why = "";

  /// An outage that was just met.
  ///
  /// @param since when the first call began that was not answered
  /// @param limit how long the server is waited for, above 0
  /// @param nanoTime a monotonic clock in nanoseconds
  public Outage(Instant since, Duration limit, LongSupplier nanoTime) {
    this.since = since;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /// A call failed; the next try comes after a pause that doubles, and at the latest when the limit
  /// is reached.
  ///
  /// @param asked how long the server itself asks to wait
  public void failed(String reason, Optional<Duration> asked) {
    attempt = Optional.empty();
    why = reason;
    long wait = Math.max(pause.toNanos(), asked.map(Duration::toNanos).orElse(0L));
    long left = Math.max(0, limit.toNanos() - waited().toNanos());
    next = nanoTime.getAsLong() + Math.min(wait, left);
    pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
  }

  /// A call is on its way to find out whether the server is there again.
  public void tries(Object call) {
    attempt = Optional.of(call);
  }

  /// Whether this call is the one that is to find it out.
  public boolean isTriedBy(Object call) {
    return attempt.filter(call::equals).isPresent();
  }

  /// The call that was to find it out was called off.
  public void calledOff() {
    attempt = Optional.empty();
  }

  /// Whether no call may be started: one is on its way, or the time for it has not come.
  public boolean holds() {
    return attempt.isPresent() || next - nanoTime.getAsLong() > 0;
  }

  /// Whether the server was waited for as long as it may be.
  public boolean isTooLong() {
    return waited().compareTo(limit) >= 0;
  }

  private Duration waited() {
    return Duration.ofNanos(nanoTime.getAsLong() - began);
  }

  /// What is told while it lasts.
  ///
  /// @param server whose server it is
  public String waiting(String server) {
    long seconds =
        Math.max(0, Math.ceilDiv(next - nanoTime.getAsLong(), Duration.ofSeconds(1).toNanos()));
    return server
        + "'s server has not answered since "
        + CLOCK.format(since)
        + "; trying again "
        + (attempt.isPresent() ? "now" : "in " + seconds + " s")
        + ", until "
        + CLOCK.format(since.plus(limit))
        + "; Ctrl-C keeps everything. It said: "
        + why;
  }

  /// What is told when it lasted too long.
  public String reason() {
    return "Its server has not answered since "
        + CLOCK.format(since)
        + ", though it was waited for "
        + DurationText.rounded(waited())
        + " (`timeouts: {outage: ...}` of the model says how long). It said: "
        + why;
  }
}
