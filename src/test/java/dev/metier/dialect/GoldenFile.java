package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An expected output kept as a file. `-Dgolden.update=true` rewrites it, which is refused where
/// the environment variable CI is set.
final class GoldenFile {
  private static final Path ROOT = Path.of("src/test/golden/dialect");

  private GoldenFile() {}

  static void check(String name, String actual) {
    Path file = ROOT.resolve(name);
    try {
      if (Boolean.getBoolean("golden.update")) {
        assertThat(System.getenv("CI")).as("goldens are not updated by CI").isNull();
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual).as("%s", file).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The names of the input files of a folder, sorted.
  static List<String> inputs(String folder) {
    try (var files = Files.list(ROOT.resolve(folder))) {
      return files
          .map(file -> folder + "/" + file.getFileName())
          .filter(name -> !name.endsWith(".expected"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Dialect dialectOf(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return switch (file.substring(0, file.indexOf('-'))) {
      case "openai" -> new OpenAiChat(false);
      case "anthropic" -> new AnthropicMessages(AnthropicMessages.USUAL);
      case "ollama" -> new OllamaChat(java.util.OptionalInt.empty());
      default -> throw new IllegalArgumentException(name);
    };
  }
}
