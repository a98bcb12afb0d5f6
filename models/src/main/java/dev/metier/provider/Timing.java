package dev.metier.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// How long an answer took, measured at the socket: from the last byte of the request written, free
/// of our own queueing.
///
/// @param firstToken until the first content of any kind (text, reasoning, tool call); empty when
///   not streamed
/// @param total until the answer was complete
/// @param tokensPerSecond as the server reports it; empty when it does not
/// @param cold whether the server had to load the model first
public record Timing(
    Optional<Duration> firstToken, Duration total, OptionalDouble tokensPerSecond, boolean cold) {
  public static Timing of(Duration total) {
    return new Timing(Optional.empty(), total, OptionalDouble.empty(), false);
  }
}
