package dev.metier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatEvent;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.ollama.OllamaChat;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.testing.GoldenFile;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule of docs/reference/conformance.md that concerns bytes has files here, named after it:
/// what a client sends and what every model's server is sent, what a model's server streams and
/// what every client hears.
class RuleTest {
  private static final Path ROOT = Path.of("gateway/src/test/golden/protocol");

  static final Map<String, Dialect> TARGETS = new LinkedHashMap<>();

  static {
    TARGETS.put("local", new OpenAiChat(false));
    TARGETS.put("openai", new OpenAiChat(true));
    TARGETS.put("anthropic", new AnthropicMessages(AnthropicMessages.USUAL));
    TARGETS.put("anthropic-newer", new AnthropicMessages(AnthropicMessages.NEWER));
    TARGETS.put("ollama", new OllamaChat(OptionalInt.empty()));
  }

  static Dialect target(String name) {
    return Objects.requireNonNull(TARGETS.get(name), name);
  }

  static List<String> messages() {
    return inputs("messages");
  }

  static List<String> chat() {
    return inputs("chat");
  }

  static List<String> streams() {
    return inputs("streams");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void requestsOfMessagesClientsAreTranslated(String name) {
    check(name, Messages.PROTOCOL, List.of("local", "openai", "ollama"));
  }

  @ParameterizedTest
  @MethodSource("chat")
  void requestsOfChatClientsAreTranslated(String name) {
    check(name, ChatCompletions.PROTOCOL, List.of("anthropic", "anthropic-newer", "ollama"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamsOfModelsAreTranslated(String name) {
    Dialect dialect = target(name.endsWith(".anthropic.sse") ? "anthropic" : "local");
    String text =
        heard(dialect, bytes(name), Messages.PROTOCOL, Talk.MESSAGES)
            + "\n----\n"
            + heard(dialect, bytes(name), ChatCompletions.PROTOCOL, Talk.CHAT);
    GoldenFile.check(ROOT.resolve(name + ".expected"), text);
  }

  @Test
  void thePageOfConformanceNamesTheFilesThatThereAre() throws IOException {
    String page = Files.readString(Path.of("docs/reference/conformance.md"));
    Set<String> named = new TreeSet<>();
    var cells = Pattern.compile("`((?:messages|chat|streams)/[A-Z]\\d+)-\\*`").matcher(page);
    while (cells.find()) {
      named.add(cells.group(1));
    }
    Set<String> there = new TreeSet<>();
    for (String folder : List.of("messages", "chat", "streams")) {
      inputs(folder).forEach(name -> there.add(name.substring(0, name.indexOf('-'))));
    }
    assertThat(named).isEqualTo(there);
  }

  private static void check(String name, Protocol protocol, List<String> targets) {
    GoldenFile.check(ROOT.resolve(name + ".expected"), told(protocol, bytes(name), targets));
  }

  /// What a request becomes; for further targets only where it differs from the first one's.
  private static String told(Protocol protocol, byte[] body, List<String> targets) {
    ParsedRequest asked;
    try {
      asked = protocol.read(body);
    } catch (RefusedException e) {
      return protocol.status(e.refusal().reason())
          + " "
          + new String(protocol.writeError(e.refusal(), "r1abc"), StandardCharsets.UTF_8)
          + "\n";
    }
    var text = new StringBuilder("dropped " + asked.dropped() + "\n");
    for (String target : targets) {
      Dialect dialect = target(target);
      byte[] written = dialect.writeRequest(asked.request(), "some-model", asked.stream());
      text.append("\n---- ").append(target).append(", cannot express ");
      text.append(dialect.cannotExpress(asked.request())).append('\n');
      text.append(Json.object(written).toPrettyString().replace("\r\n", "\n")).append('\n');
    }
    return text.toString();
  }

  private static String heard(
      Dialect dialect, byte[] stream, Protocol protocol, ParsedRequest asked) {
    StreamReader reader = dialect.reader();
    ReplyWriter writer = protocol.stream(Talk.HEADING, asked);
    List<ChatEvent> events = new ArrayList<>();
    Optional<String> malformed = Optional.empty();
    try {
      for (byte b : stream) {
        events.addAll(reader.read(new byte[] {b}));
      }
      events.addAll(reader.end());
    } catch (MalformedException e) {
      malformed = Optional.of(String.valueOf(e.getMessage()));
    }
    String text = new String(writer.write(events), StandardCharsets.UTF_8);
    assertThat(writer.finished()).isEqualTo(reader.finished());
    if (reader.finished()) {
      accepted(protocol, text);
      return text;
    }
    String why =
        malformed
            .or(() -> reader.error().map(error -> error.message()))
            .orElse("The answer broke off.");
    var refusal = Refusal.of(Refusal.Reason.UPSTREAM_BROKEN, why);
    return text + new String(protocol.writeErrorEvent(refusal, "r1abc"), StandardCharsets.UTF_8);
  }

  private static void accepted(Protocol protocol, String stream) {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    if (protocol == Messages.PROTOCOL) {
      assertThat(Oracles.message(bytes).id()).startsWith("msg_");
    } else {
      assertThat(Oracles.completion(bytes).choices()).hasSize(1);
    }
  }

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

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
