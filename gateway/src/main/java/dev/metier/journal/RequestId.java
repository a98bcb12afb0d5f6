package dev.metier.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Names of requests: 20 lower-case letters and digits, of which the first ten tell the time, so
/// that they sort by it and a request is found in the file of its day.
public final class RequestId {
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int HALF = 10;

  private RequestId() {}

  public static String at(Instant time) {
    char[] id = new char[2 * HALF];
    long millis = time.toEpochMilli();
    long random = ThreadLocalRandom.current().nextLong();
    for (int i = HALF - 1; i >= 0; i--) {
      id[i] = DIGITS.charAt((int) (millis & 31));
      id[HALF + i] = DIGITS.charAt((int) (random & 31));
      millis >>>= 5;
      random >>>= 5;
    }
    return new String(id);
  }

  /// When the request of this name came; empty when it is no such name.
  public static Optional<Instant> time(String id) {
    if (id.length() != 2 * HALF) {
      return Optional.empty();
    }
    long millis = 0;
    for (int i = 0; i < id.length(); i++) {
      int digit = DIGITS.indexOf(id.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      millis = i < HALF ? millis << 5 | digit : millis;
    }
    return Optional.of(Instant.ofEpochMilli(millis));
  }
}
