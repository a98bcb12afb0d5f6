package dev.metier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatEvent;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.StreamReader;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Damaged requests are refused and damaged streams are malformed at worst; nothing else happens.
class FuzzTest {
  private static final long SEED = 20_261_122;
  private static final int ROUNDS = 60;

  @Test
  void R17_damagedRequestsAreReadOrRefused() {
    var random = new Random(SEED);
    int read = 0;
    int refused = 0;
    for (String folder : List.of("messages", "chat")) {
      Protocol protocol = folder.equals("chat") ? ChatCompletions.PROTOCOL : Messages.PROTOCOL;
      for (String name : RuleTest.inputs(folder)) {
        byte[] body = RuleTest.bytes(name);
        for (int round = 0; round < ROUNDS; round++) {
          try {
            pass(protocol, round % 2 == 0 ? bytes(body, random) : values(body, random));
            read++;
          } catch (RefusedException e) {
            refused++;
            assertThat(protocol.writeError(e.refusal(), "r1")).hasSizeLessThan(2000);
          }
        }
      }
    }
    assertThat(read).as("seed %d", SEED).isGreaterThan(500);
    assertThat(refused).as("seed %d", SEED).isGreaterThan(500);
  }

  /// Every model's server gets JSON, whatever the client sent.
  private static void pass(Protocol protocol, byte[] body) {
    ParsedRequest asked = protocol.read(body);
    for (Dialect dialect : RuleTest.TARGETS.values()) {
      assertThat(dialect.cannotExpress(asked.request())).isSorted();
      Json.object(dialect.writeRequest(asked.request(), "some-model", true));
    }
  }

  private static byte[] bytes(byte[] all, Random random) {
    byte[] copy = all.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(copy.length);
      if (random.nextInt(6) == 0) {
        copy = Arrays.copyOf(copy, Math.max(1, at));
      } else {
        byte[] odd = "\"{}[]:,\n0-1e99nulltrue\\u\\ud83d".getBytes(StandardCharsets.UTF_8);
        copy[at] = odd[random.nextInt(odd.length)];
      }
    }
    return copy;
  }

  /// The same body with some values replaced by others of any kind.
  private static byte[] values(byte[] body, Random random) {
    return Json.tryObject(body).map(json -> Json.bytes(changed(json, random))).orElse(body);
  }

  private static JsonNode changed(JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        object.set(name, random.nextInt(25) == 0 ? odd(random) : changed(object.get(name), random));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, random.nextInt(25) == 0 ? odd(random) : changed(array.get(i), random));
      }
    }
    return node;
  }

  private static JsonNode odd(Random random) {
    return Json.value(
        List.of(
                "null",
                "true",
                "-1",
                "1e400",
                "0.5",
                "99999999999",
                "\"\"",
                "\"auto\"",
                "\"\\ud83d\"",
                "{}",
                "[]",
                "[null]",
                "[[]]",
                "{\"type\":\"text\"}",
                "[{\"type\":\"tool_result\"}]")
            .get(random.nextInt(15)));
  }

  @Test
  void S10_everyCutOfAStreamGivesTheSameAnswer() {
    for (String name : RuleTest.inputs("streams")) {
      byte[] stream = RuleTest.bytes(name);
      String expected = answer(name, List.of(stream));
      for (int i = 0; i < stream.length; i += 3) {
        List<byte[]> pieces =
            List.of(Arrays.copyOf(stream, i), Arrays.copyOfRange(stream, i, stream.length));
        assertThat(answer(name, pieces)).as("%s cut at %d", name, i).isEqualTo(expected);
      }
    }
  }

  @Test
  void S10_damagedStreamsAreMalformedAtWorst() {
    var random = new Random(SEED);
    int whole = 0;
    for (String name : RuleTest.inputs("streams")) {
      byte[] stream = RuleTest.bytes(name);
      for (int round = 0; round < ROUNDS; round++) {
        String answer = answer(name, List.of(bytes(stream, random)));
        if (!answer.isEmpty()) {
          whole++;
          // the library takes no call that was cut off, from no vendor
          if (!answer.contains("\"stop_reason\":\"max_tokens\"")) {
            assertThat(Oracles.message(Talk.bytes(answer)).id()).startsWith("msg_");
          }
        }
      }
    }
    assertThat(whole).as("seed %d", SEED).isGreaterThan(500);
  }

  /// What a Messages client hears; empty when the answer did not come to its end.
  private static String answer(String name, List<byte[]> chunks) {
    Dialect dialect = RuleTest.target(name.contains(".anthropic.") ? "anthropic" : "local");
    StreamReader reader = dialect.reader();
    ReplyWriter writer = Messages.PROTOCOL.stream(Talk.HEADING, Talk.MESSAGES);
    var out = new ByteArrayOutputStream();
    List<ChatEvent> events = new ArrayList<>();
    try {
      for (byte[] chunk : chunks) {
        events.addAll(reader.read(chunk));
      }
      events.addAll(reader.end());
    } catch (MalformedException e) {
      return "";
    }
    out.writeBytes(writer.write(events));
    if (!reader.finished()) {
      return "";
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void R17_deepNestingIsRefused() {
    byte[] body = ("{\"messages\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    for (Protocol protocol : List.of(ChatCompletions.PROTOCOL, Messages.PROTOCOL)) {
      RefusedException refused = null;
      try {
        protocol.read(body);
      } catch (RefusedException e) {
        refused = e;
      }
      assertThat(refused).isNotNull();
    }
  }

  @Test
  void R17_aBodyOfTwentyMegabytesIsRead() {
    String text = "word ".repeat(4 << 20);
    byte[] body =
        ("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Messages.PROTOCOL.read(body).request().messages()).hasSize(1);
  }
}
