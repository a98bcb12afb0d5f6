package dev.metier.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What a browser gets.
///
/// @param headers besides those that every reply has
record Reply(int status, Map<String, String> headers, byte[] body) {
  static final int OK = 200;
  static final int SEE_OTHER = 303;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int NOT_ALLOWED = 405;
  static final int MISDIRECTED = 421;
  static final int FAILED = 500;
  static final int UNAVAILABLE = 503;

  static Reply page(int status, String html) {
    return of(status, "text/html; charset=utf-8", html);
  }

  static Reply of(int status, String type, String text) {
    return new Reply(
        status, Map.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply to(String address) {
    return new Reply(SEE_OTHER, Map.of("Location", address), new byte[0]);
  }

  Reply with(String header, String value) {
    var all = new HashMap<>(headers);
    all.put(header, value);
    return new Reply(status, all, body);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reply(int s, Map<String, String> h, byte[] b)
        && s == status
        && h.equals(headers)
        && Arrays.equals(b, body);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * status + headers.hashCode()) + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + body.length + " bytes";
  }
}
