package dev.metier.catalog;

import java.time.Duration;

/// How long to wait for each phase of an answer.
///
/// @param connect until the connection stands
/// @param firstToken from the request's last byte to the first content
/// @param idle between two pieces of a stream
/// @param total for the whole answer
/// @param outage how long a run waits for a server that answered in it and does not any more, at
///   least 0; requests that are served do not wait for it
public record Timeouts(
    Duration connect, Duration firstToken, Duration idle, Duration total, Duration outage) {
  /// Patient enough for a local model that reads a long prompt.
  public static final Timeouts USUAL =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5));

  /// Waits for a server that is away as long as usual.
  public Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {
    this(connect, firstToken, idle, total, Duration.ofMinutes(5));
  }

  /// What of it concerns a single request: the same for all that differ in `outage` alone.
  public Timeouts ofRequests() {
    return new Timeouts(connect, firstToken, idle, total);
  }

  /// The same with another time to wait for a server that is away.
  public Timeouts outage(Duration other) {
    return new Timeouts(connect, firstToken, idle, total, other);
  }

  /// The same for an answer that is not streamed: it comes all at once, so its first content may
  /// take as long as the whole.
  public Timeouts whole() {
    return new Timeouts(connect, total, idle, total, outage);
  }
}
