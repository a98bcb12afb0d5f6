package dev.metier.wire;

/// What came is not in the vendor's format; the message quotes at most the first 200 characters of
/// it.
public final class MalformedException extends RuntimeException {
  public MalformedException(String message) {
    super(message);
  }
}
