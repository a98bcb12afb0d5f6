package dev.metier.dialect;

import java.util.Optional;

/// A vendor's error, understood.
///
/// @param message the vendor's sentence, for people
/// @param parameter the request field that the vendor refuses, when it names one
public record WireError(Kind kind, String message, Optional<String> parameter) {
  /// What went wrong, whoever says it.
  public enum Kind {
    BAD_REQUEST,
    REFUSED_PARAMETER,
    TOO_LONG,
    UNAUTHORISED,
    NO_CREDIT,
    NOT_FOUND,
    RATE_LIMITED,
    OVERLOADED,
    SERVER_ERROR
  }
}
