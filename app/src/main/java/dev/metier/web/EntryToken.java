package dev.metier.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets in one browser: whoever brings the token first gets the session, and the token is of no use
/// any more. Thread-safe.
final class EntryToken {
  private static final int BYTES = 24;

  private final byte[] token = random();
  private final byte[] session = random();
  private final byte[] form = random();
  private final AtomicBoolean used = new AtomicBoolean();

  private static byte[] random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encode(bytes);
  }

  /// What tells this start of the program from others; no secret.
  static String start() {
    return new String(random(), StandardCharsets.US_ASCII).replaceAll("[^A-Za-z0-9]", "x");
  }

  /// What stands in the link.
  String token() {
    return new String(token, StandardCharsets.US_ASCII);
  }

  /// What the browser keeps.
  String session() {
    return new String(session, StandardCharsets.US_ASCII);
  }

  /// What every form of the pages holds, so that no other page can send one.
  String form() {
    return new String(form, StandardCharsets.US_ASCII);
  }

  boolean isForm(String brought) {
    return same(form, brought);
  }

  /// Whether this is the token, for the first time.
  boolean use(String brought) {
    return same(token, brought) && used.compareAndSet(false, true);
  }

  boolean isSession(String brought) {
    return same(session, brought);
  }

  private static boolean same(byte[] secret, String brought) {
    return MessageDigest.isEqual(secret, brought.getBytes(StandardCharsets.UTF_8));
  }
}
