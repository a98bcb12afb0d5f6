package dev.metier.server.limits;

import java.time.Duration;

/// How long a client may take.
///
/// @param first from connecting until the head of a request is complete
/// @param idle from the end of an answer until the head of the next request is complete
/// @param body for a request's body, and a second more for each `rate` bytes of it
/// @param rate bytes a second that any client manages; at least 1
/// @param reading while nothing of an answer is read any more, and a second more for each `rate`
///   bytes that the kernel may take of it at once
public record ClientTimeouts(
    Duration first, Duration idle, Duration body, int rate, Duration reading) {
  private static final int SLOWEST = 16 << 10;

  /// Longer than clients keep their connections, so that they close them first.
  public static final ClientTimeouts USUAL =
      new ClientTimeouts(
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          SLOWEST,
          Duration.ofSeconds(60));

  /// For a body of which so many bytes came, in nanoseconds.
  long body(long bytes) {
    return body.toNanos() + transfer(bytes);
  }

  /// While no reading is seen, where so many bytes can be read unseen; in nanoseconds.
  long reading(long unseen) {
    return reading.toNanos() + transfer(unseen);
  }

  private long transfer(long bytes) {
    return bytes * 1_000_000_000L / rate;
  }
}
