package dev.metier.core.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 hashes.
public final class Sha256 {
  private static final MessageDigest UNUSED = unused();

  private Sha256() {}

  private static MessageDigest unused() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// A digest to be fed piece by piece.
  public static MessageDigest digest() {
    try {
      // Copying an unused digest is several times cheaper than looking its algorithm up.
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The 32 bytes of the hash.
  public static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  /// The hash of a text in UTF-8.
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The hash as 64 hexadecimal characters.
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }

  /// The hash of a text in UTF-8, as 64 hexadecimal characters.
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
