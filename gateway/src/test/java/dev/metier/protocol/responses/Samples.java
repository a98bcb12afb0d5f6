package dev.metier.protocol.responses;

import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Requests and expected answers of Responses, as files.
final class Samples {
  static final ReplyMetadata HEADING =
      new ReplyMetadata("r1", "triage", Instant.parse("2026-11-22T12:00:00Z"), 17);

  private static final Path FOLDER = Path.of("gateway/src/test/golden/protocol/responses");

  private Samples() {}

  static List<String> requests() {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] request(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ParsedRequest asked(String name) {
    return Responses.PROTOCOL.read(request(name));
  }

  static void check(String name, String actual) {
    GoldenFile.check(FOLDER.resolve(name), actual);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
