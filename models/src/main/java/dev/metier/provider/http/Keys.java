package dev.metier.provider.http;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.wire.Bytes;
import dev.metier.wire.UnescapedLetters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Reads keys at the moment they are needed. No message, exception or text form holds one.
public final class Keys {
  private static final int SHORTEST_ECHO = 6;

  /// Shorter keys may stand in any answer by chance.
  private static final int SHORTEST_TOLD = 16;

  private static final String HIDDEN = "[key]";

  private Keys() {}

  /// What came of reading a key.
  public sealed interface Key {
    /// The text without any echo of the key, also where the echo was cut off at the end.
    default String redact(String text) {
      return text;
    }

    /// An answer without the key, should it hold all of it, as it is or with escapes.
    default ChatReply redact(ChatReply answer) {
      return answer;
    }

    /// The same for what a server sent.
    default byte[] redact(byte[] text) {
      return text;
    }
  }

  /// No key is needed.
  public record None() implements Key {}

  /// A key; its text form does not show it.
  public record Present(String secret) implements Key {
    @Override
    public String redact(String text) {
      if (secret.length() < SHORTEST_ECHO) {
        return text.equals(secret) ? HIDDEN : text;
      }
      String clean = text.replace(secret, HIDDEN);
      String body = clean.endsWith("…") ? clean.substring(0, clean.length() - 1) : clean;
      for (int n = secret.length() - 1; n >= SHORTEST_ECHO; n--) {
        if (body.endsWith(secret.substring(0, n))) {
          return body.substring(0, body.length() - n) + HIDDEN;
        }
      }
      return clean;
    }

    @Override
    public ChatReply redact(ChatReply answer) {
      return secret.length() < SHORTEST_TOLD ? answer : AnswerRedaction.of(answer, this::cut);
    }

    private String cut(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (!UnescapedLetters.any(bytes)) {
        return text.replace(secret, HIDDEN);
      }
      byte[] key = secret.getBytes(StandardCharsets.UTF_8);
      UnescapedLetters all = UnescapedLetters.of(bytes, 0, bytes.length);
      byte[] letters = all.letters();
      var clean = new ByteArrayOutputStream();
      int from = 0;
      for (int at = Bytes.find(letters, 0, letters.length, key);
          at >= 0;
          at = Bytes.find(letters, at + key.length, letters.length, key)) {
        clean.write(bytes, from, all.place(at) - from);
        clean.writeBytes(HIDDEN.getBytes(StandardCharsets.UTF_8));
        from = all.place(at + key.length);
      }
      clean.write(bytes, from, bytes.length - from);
      return clean.toString(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] redact(byte[] text) {
      return redact(new String(text, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return HIDDEN;
    }
  }

  /// No key; `sentence` says where one was expected and what to do.
  public record Missing(String sentence) implements Key {}

  /// The key for this model. The usual key of a vendor is sent to nobody but that vendor.
  public static Key of(Model model) {
    Optional<KeySource> usual =
        model.address().isEmpty() || model.address().equals(model.kind().usualAddress())
            ? model.kind().usualKeyVariable().map(KeySource.Environment::new)
            : Optional.empty();
    return model.key().or(() -> usual).<Key>map(Keys::read).orElse(new None());
  }

  public static Key read(KeySource source) {
    return read(source, System.getenv());
  }

  /// The same in another environment.
  public static Key read(KeySource source, Map<String, String> environment) {
    return switch (source) {
      case KeySource.Environment(String variable) ->
          Optional.ofNullable(environment.get(variable))
              .filter(value -> !value.isBlank())
              .map(value -> checked(value, "the environment variable " + variable))
              .orElseGet(() -> new Missing("no key: set " + variable));
      case KeySource.File(Path path) -> fromFile(path);
    };
  }

  private static Key fromFile(Path path) {
    try {
      String text = Files.readString(path);
      return text.isBlank()
          ? new Missing("no key: the file " + path + " is empty")
          : checked(text, "the file " + path);
    } catch (IOException e) {
      return new Missing("no key: the file " + path + " cannot be read");
    }
  }

  /// A header takes only visible ASCII; anything else is a mistake in the file, not a key.
  private static Key checked(String text, String where) {
    String key = text.strip();
    return key.chars().allMatch(c -> c > ' ' && c < 0x7F)
        ? new Present(key)
        : new Missing("no key: " + where + " holds more than one word of plain characters");
  }
}
