package dev.metier.protocol;

import static dev.metier.protocol.Talk.CHAT;
import static dev.metier.protocol.Talk.HEADING;
import static dev.metier.protocol.Talk.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.gemini.GeminiContent;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.testing.Rounds;
import dev.metier.wire.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The vendors' own libraries accept every answer that we write, whatever the model did. 150
/// answers of each kind by default, 1,500 with `-Dtests.full=true`.
class OracleTest {
  private static final long SEED = 20_261_122;
  private static final int ROUNDS = Rounds.of(150, 1500);
  private static final List<String> ARGUMENTS =
      List.of(
          "{\"a\":1}",
          "{}",
          "",
          "{\"path\":\"a\\\\b\",\"n\":[1,2,{\"x\":null}]}",
          "{\"line\":\"a\nb\"}",
          "no JSON at all",
          "\"{\\\"a\\\":1}\"",
          "[1,2]",
          "null",
          "{\"a\":1} trailing",
          "{\"a\":01,}",
          "{\"emoji\":\"😀\"}");

  @Test
  void S1_anthropicsLibraryAcceptsEveryStream() {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      List<ChatEvent> events = events(random);
      var message = Oracles.message(Talk.stream(Messages.PROTOCOL, MESSAGES, events));
      ChatReply reply = Talk.reply(events);
      var text = new StringBuilder();
      message.content().forEach(block -> block.text().ifPresent(t -> text.append(t.text())));
      assertThat(text).as("round %d: %s", round, events).hasToString(reply.text());
      assertThat(message.content().stream().filter(block -> block.isToolUse()))
          .as("round %d", round)
          .hasSameSizeAs(reply.toolUses());
    }
  }

  @Test
  void A10_openAisLibraryAcceptsEveryStream() {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      List<ChatEvent> events = events(random);
      var completion = Oracles.completion(Talk.stream(ChatCompletions.PROTOCOL, CHAT, events));
      ChatReply reply = Talk.reply(events);
      var message = completion.choices().getFirst().message();
      assertThat(message.content().orElse("")).isEqualTo(reply.text());
      var calls = message.toolCalls().orElse(List.of());
      assertThat(calls).hasSameSizeAs(reply.toolUses());
      for (int i = 0; i < calls.size(); i++) {
        assertThat(calls.get(i).asFunction().function().arguments())
            .as("round %d", round)
            .isEqualTo(reply.toolUses().get(i).arguments());
      }
    }
  }

  @Test
  void wholeAnswersAreAcceptedToo() {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      ChatReply reply = Talk.reply(events(random));
      var message = Oracles.wholeMessage(Messages.PROTOCOL.writeReply(reply, HEADING, MESSAGES));
      assertThat(message.content()).as("round %d", round).hasSameSizeAs(reply.parts());
      var completion =
          Oracles.wholeCompletion(ChatCompletions.PROTOCOL.writeReply(reply, HEADING, CHAT));
      assertThat(completion.choices()).hasSize(1);
    }
  }

  @Test
  void streamsThatModelsSentAreAcceptedOnTheirWayToClients() throws IOException {
    int whole = 0;
    try (var files = Files.list(Path.of("models/src/test/golden/dialect/streams"))) {
      for (Path file : files.filter(file -> !file.toString().endsWith(".expected")).toList()) {
        StreamReader reader = dialect(file.getFileName().toString()).reader();
        List<ChatEvent> events = new ArrayList<>(reader.read(Files.readAllBytes(file)));
        events.addAll(reader.end());
        if (reader.finished()) {
          whole++;
          assertThat(Oracles.message(Talk.stream(Messages.PROTOCOL, MESSAGES, events)).id())
              .isEqualTo("msg_r1abc");
          assertThat(Oracles.completion(Talk.stream(ChatCompletions.PROTOCOL, CHAT, events)).id())
              .isEqualTo("chatcmpl-r1abc");
        }
      }
    } catch (MalformedException e) {
      throw new AssertionError("a kept stream is malformed", e);
    }
    assertThat(whole).isGreaterThan(8);
  }

  private static Dialect dialect(String file) {
    return switch (file.substring(0, file.indexOf('-'))) {
      case "anthropic" -> RuleTest.target("anthropic");
      case "ollama" -> RuleTest.target("ollama");
      case "gemini" ->
          new GeminiContent(
              "gemini-3-pro",
              Set.of(),
              ModelProfile.of(ProviderKind.GOOGLE, "gemini-3-pro", Optional.empty()));
      default -> RuleTest.target("local");
    };
  }

  @Test
  void theLibrariesDoSeeWhatIsWrong() {
    List<ChatEvent> events =
        List.of(
            new ChatEvent.TextDelta("Hi"),
            new ChatEvent.ThinkingDelta("Hm"),
            new ChatEvent.Finished(FinishReason.STOP));
    String stream =
        new String(Talk.stream(Messages.PROTOCOL, MESSAGES, events), StandardCharsets.UTF_8);
    for (String wrong :
        List.of(
            stream.replace("\"index\":1", "\"index\":0"),
            stream
                .replace("thinking_delta", "text_delta")
                .replace("\"thinking\":\"Hm", "\"text\":\"Hm"),
            stream.replaceFirst("(?s)event: message_start.*?\n\n", ""),
            stream + stream)) {
      assertThatThrownBy(() -> Oracles.message(Talk.bytes(wrong))).isInstanceOf(Exception.class);
    }
  }

  /// What a model may do: text and reasoning in any order, calls one after the other or mixed,
  /// arguments of every kind, usage anywhere.
  static List<ChatEvent> events(Random random) {
    List<ChatEvent> events = new ArrayList<>();
    List<StringBuilder> left = new ArrayList<>();
    int steps = random.nextInt(12);
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> events.add(new ChatEvent.TextDelta(word(random)));
        case 2 -> events.add(new ChatEvent.ThinkingDelta(word(random)));
        case 3 -> {
          events.add(new ChatEvent.ThinkingDelta("t"));
          events.add(new ChatEvent.ThinkingSigned("seal" + i));
        }
        case 4 -> events.add(new ChatEvent.ThinkingSealed("data" + i));
        case 5 -> events.add(new ChatEvent.Used(new Usage(90 + i, 10, 5, 7 + i, 3, false)));
        default -> {
          String id = random.nextBoolean() ? "call_" + left.size() : "functions.f:" + left.size();
          events.add(new ChatEvent.ToolStart(left.size(), id, "f" + left.size()));
          left.add(new StringBuilder(ARGUMENTS.get(random.nextInt(ARGUMENTS.size()))));
        }
      }
      if (random.nextBoolean()) {
        pieces(left, random, events);
      }
    }
    while (left.stream().anyMatch(text -> !text.isEmpty())) {
      pieces(left, random, events);
    }
    // a call that was cut off is told as it is, which the libraries take from no vendor:
    // CutCallTest
    List<FinishReason> reasons =
        Arrays.stream(FinishReason.values())
            .filter(reason -> left.isEmpty() || reason != FinishReason.LENGTH)
            .toList();
    events.add(
        new ChatEvent.Finished(
            reasons.get(random.nextInt(reasons.size())),
            random.nextInt(4) == 0 ? Optional.of("###") : Optional.empty()));
    return events;
  }

  private static void pieces(List<StringBuilder> left, Random random, List<ChatEvent> to) {
    for (int call = 0; call < left.size(); call++) {
      StringBuilder text = left.get(call);
      int length = Math.min(text.length(), random.nextInt(9));
      if (length > 0) {
        to.add(new ChatEvent.ToolDelta(call, text.substring(0, length)));
        text.delete(0, length);
      }
    }
  }

  private static String word(Random random) {
    return List.of("Hello", " ", "\n", "Ü—你好", "😀", "\"quoted\\\"", "\u0000\u001f", "a\r\nb")
        .get(random.nextInt(8));
  }
}
