package dev.metier.dialect;

import java.time.Duration;
import java.util.Optional;

/// A vendor's error, understood.
///
/// @param message the vendor's sentence, for people
/// @param parameter the request field that the vendor refuses, when it names one
/// @param retryAfter how long the vendor asks us to wait, when its body tells, where others have
///   headers
public record WireError(
    Kind kind, String message, Optional<String> parameter, Optional<Duration> retryAfter) {
  /// What went wrong, whoever says it.
  public enum Kind {
    BAD_REQUEST,
    REFUSED_PARAMETER,
    /// The server failed on this very request, and says why.
    UNPROCESSABLE,
    TOO_LONG,
    /// More bytes than the server takes, whatever their tokens.
    TOO_LARGE,
    UNAUTHORISED,
    NO_CREDIT,
    NOT_FOUND,
    RATE_LIMITED,
    OVERLOADED,
    SERVER_ERROR
  }

  /// An error whose body names neither a field nor a wait.
  public WireError(Kind kind, String message) {
    this(kind, message, Optional.empty(), Optional.empty());
  }

  /// The same in other words.
  public WireError saying(String words) {
    return new WireError(kind, words, parameter, retryAfter);
  }
}
