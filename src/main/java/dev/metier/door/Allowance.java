package dev.metier.door;

import java.time.Duration;

/// How long a client may take.
///
/// @param first from connecting until the head of a request is complete
/// @param idle from the end of an answer until the head of the next request is complete
/// @param body for a request's body, and a second more for each `bodyRate` bytes of it
/// @param bodyRate bytes a second that any client manages; at least 1
/// @param reading while nothing of an answer is read any more
public record Allowance(
    Duration first, Duration idle, Duration body, int bodyRate, Duration reading) {
  private static final int SLOWEST = 16 << 10;

  /// Longer than clients keep their connections, so that they close them first.
  public static final Allowance USUAL =
      new Allowance(
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          SLOWEST,
          Duration.ofSeconds(60));
}
