package dev.metier.dialect;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ProviderKind;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.gemini.GeminiContent;
import dev.metier.dialect.ollama.OllamaChat;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Wire formats kept as files: what comes in, and what is expected of it.
final class WireFiles {
  private static final Path ROOT = Path.of("models/src/test/golden/dialect");

  private WireFiles() {}

  static void check(String name, String actual) {
    GoldenFile.check(ROOT.resolve(name), actual);
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
      case "gemini" -> gemini("gemini-3.8-flash", Set.of());
      case "ollama" -> new OllamaChat(java.util.OptionalInt.empty());
      default -> throw new IllegalArgumentException(name);
    };
  }

  static GeminiContent gemini(String model, Set<String> refused) {
    return new GeminiContent(
        model, refused, ModelProfile.of(ProviderKind.GOOGLE, model, Optional.empty()));
  }
}
