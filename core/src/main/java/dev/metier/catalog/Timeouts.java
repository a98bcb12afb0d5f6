package dev.metier.catalog;

import java.time.Duration;

/// How long to wait for each phase of an answer.
///
/// @param connect until the connection stands
/// @param firstToken from the request's last byte to the first content
/// @param idle between two pieces of a stream
/// @param total for the whole answer
public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {
  /// Patient enough for a local model that reads a long prompt.
  public static final Timeouts USUAL =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10));

  /// The same for an answer that is not streamed: it comes all at once, so its first content may
  /// take as long as the whole.
  public Timeouts whole() {
    return new Timeouts(connect, total, idle, total);
  }
}
