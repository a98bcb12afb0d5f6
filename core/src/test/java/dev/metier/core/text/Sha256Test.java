package dev.metier.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /// The example of FIPS 180-2, B.1.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void hashesAreThoseOfTheStandard() {
    assertThat(Sha256.hex("abc")).isEqualTo(ABC);
    assertThat(Sha256.hex("")).startsWith("e3b0c44298fc1c14").hasSize(64);
  }

  @Test
  void textsAreHashedInUtf8() {
    assertThat(Sha256.of("\u00e9")).isEqualTo(Sha256.of(new byte[] {(byte) 0xC3, (byte) 0xA9}));
  }

  @Test
  void oneHashDoesNotTouchTheNext() {
    var one = Sha256.digest();
    one.update("a".getBytes(StandardCharsets.UTF_8));
    assertThat(Sha256.hex("abc")).isEqualTo(ABC);
  }

  @Test
  void nothingElseLooksTheAlgorithmUp() throws IOException {
    List<String> users = new ArrayList<>();
    for (String module : List.of("core", "models", "gateway", "qualify", "app")) {
      try (var files = Files.walk(Path.of(module, "src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (Files.readString(file).contains("MessageDigest.getInstance(\"SHA-256\")")) {
            users.add(file.getFileName().toString());
          }
        }
      }
    }
    assertThat(users).containsExactly("Sha256.java");
  }
}
