package dev.metier.job;

import dev.metier.core.text.Sha256;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A picture that a case shows a model. Two are equal when their bytes are. Thread-safe.
public final class Picture {
  /// The most bytes of one: Anthropic takes no more.
  public static final int MOST_BYTES = 5 << 20;

  private static final int PNG = 8;
  private static final int JPEG = 3;
  private static final int WEBP = 12;

  private final Path file;
  private final String type;
  private final String hash;
  private final long size;
  private SoftReference<@Nullable String> read = new SoftReference<>(null);

  private Picture(Path file, String type, byte[] bytes) {
    this.file = file;
    this.type = type;
    this.hash = hex(bytes);
    this.size = bytes.length;
  }

  /// The picture in a file; empty when its first bytes are of no kind that is known.
  ///
  /// @throws IOException when it cannot be read
  public static Optional<Picture> of(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return type(bytes).map(type -> new Picture(file, type, bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes));
  }

  /// The media type that the first bytes tell, whatever the file is called.
  static Optional<String> type(byte[] bytes) {
    if (begins(bytes, PNG, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return Optional.of("image/png");
    }
    if (begins(bytes, JPEG, 0xff, 0xd8, 0xff)) {
      return Optional.of("image/jpeg");
    }
    boolean riff = begins(bytes, WEBP, 'R', 'I', 'F', 'F');
    return riff
            && new String(bytes, 8, 4, java.nio.charset.StandardCharsets.US_ASCII).equals("WEBP")
        ? Optional.of("image/webp")
        : Optional.empty();
  }

  private static boolean begins(byte[] bytes, int least, int... first) {
    boolean begins = bytes.length >= least;
    for (int i = 0; begins && i < first.length; i++) {
      begins = bytes[i] == (byte) first[i];
    }
    return begins;
  }

  /// SHA-256 of its bytes, as hexadecimal text.
  public String hash() {
    return hash;
  }

  /// How many bytes it has.
  public long size() {
    return size;
  }

  /// Its bytes as an address, `data:image/png;base64,...`; read when it is needed, since there may
  /// be many.
  ///
  /// @throws IllegalStateException when the file is not what it was
  public synchronized String address() {
    String known = read.get();
    if (known == null) {
      known = "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes());
      read = new SoftReference<>(known);
    }
    return known;
  }

  private byte[] bytes() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (hex(bytes).equals(hash)) {
        return bytes;
      }
      throw new IllegalStateException(file + " has changed since it was read");
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read any more", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture && picture.hash.equals(hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + hash.substring(0, 12);
  }
}
