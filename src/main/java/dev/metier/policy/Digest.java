package dev.metier.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A hash of several texts and numbers in a row. Not thread-safe.
final class Digest {
  private final MessageDigest digest;

  Digest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Digest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The length keeps "ab"+"c" and "a"+"bc" apart.
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  Digest add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  /// The first half of SHA-256 as 32 hexadecimal characters.
  String hex() {
    return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 16));
  }
}
