package dev.metier.core.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// A SHA-256 hash of several texts and numbers in a row, each with its length before it, so that
/// "ab", "c" and "a", "bc" have different ones. Can take one hash after another. Not thread-safe.
public final class Digest {
  private final MessageDigest digest = Sha256.digest();
  private final byte[] head = new byte[Long.BYTES];

  public Digest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    head(bytes.length, Integer.BYTES);
    digest.update(bytes);
    return this;
  }

  public Digest add(long number) {
    head(number, Long.BYTES);
    return this;
  }

  /// Bytes as they are, without their length; for what always has the same one.
  public Digest raw(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  private void head(long number, int bytes) {
    for (int i = 0; i < bytes; i++) {
      head[i] = (byte) (number >>> (8 * (bytes - 1 - i)));
    }
    digest.update(head, 0, bytes);
  }

  /// The hash of all that was added; the next one begins empty.
  public byte[] bytes() {
    return digest.digest();
  }

  /// The first half of the hash, as 32 hexadecimal characters; the next one begins empty.
  public String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
