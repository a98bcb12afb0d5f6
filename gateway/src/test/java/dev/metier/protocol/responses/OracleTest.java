package dev.metier.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.protocol.ParsedRequest;
import dev.metier.testing.Rounds;
import dev.metier.wire.Json;
import dev.metier.wire.Sse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whatever a model says, the stream of events is one that OpenAI's own client understands (P2).
/// 200 answers by default, 2,000 with `-Dtests.full=true`.
class OracleTest {
  private static final long SEED = 20_261_122;
  private static final int ROUNDS = Rounds.of(200, 2000);

  /// Reading into the types of a client takes longer.
  private static final int TYPED_ROUNDS = 100;

  private static final List<String> TOOLS =
      List.of("exec", "apply_patch", "agents__spawn", "tool_search", "note", "unheard_of");
  private static final List<String> PIECES =
      List.of("a", "Hello ", "", "—", "你好", "\n", "\"", "\\", "\ud83d", "\ude42", "{\"", "\u0001");

  private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();

  private final ParsedRequest asked = Samples.asked("P1-codex");

  @Test
  void theClientOfOpenAiUnderstandsEveryStream() throws Exception {
    for (int round = 0; round < TYPED_ROUNDS; round++) {
      var random = new Random(SEED + round);
      List<ChatEvent> events = answer(random);
      var accumulator = ResponseAccumulator.create();
      for (JsonNode event : written(events, random)) {
        var typed = MAPPER.readValue(event.toString(), ResponseStreamEvent.class);
        typed.validate();
        accumulator.accumulate(typed);
      }
      Response response = accumulator.response().validate();
      assertThat(response.id()).as("round %d", round).isEqualTo("resp_r1");
      assertThat(response.usage()).isPresent();
    }
  }

  @Test
  void piecesAddUpAndPlacesAreDense() {
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(SEED + round);
      check(written(answer(random), random), "round " + round);
    }
  }

  @Test
  void aStreamAndAWholeAnswerSayTheSame() {
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(SEED + round);
      List<ChatEvent> events = answer(random);
      var assembly = new ReplyAssembly();
      events.forEach(assembly::add);
      JsonNode whole =
          Json.object(Responses.PROTOCOL.writeReply(assembly.reply(), Samples.HEADING, asked));
      JsonNode last = written(events, random).getLast().path("response");
      assertThat(last).as("round %d of seed %d", round, SEED).isEqualTo(whole);
    }
  }

  private static List<ChatEvent> answer(Random random) {
    var events = new ArrayList<ChatEvent>();
    var open = new ArrayList<Integer>();
    int calls = 0;
    for (int step = random.nextInt(12); step > 0; step--) {
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          for (int i = random.nextInt(4); i >= 0; i--) {
            events.add(new ChatEvent.TextDelta(piece(random)));
          }
        }
        case 2 -> {
          events.add(new ChatEvent.ThinkingDelta(piece(random)));
          if (random.nextBoolean()) {
            events.add(new ChatEvent.ThinkingSigned("sig" + step));
          }
        }
        case 3 -> events.add(new ChatEvent.ThinkingSealed("sealed" + step));
        case 4 -> {
          String name = TOOLS.get(random.nextInt(TOOLS.size()));
          String id = random.nextBoolean() ? "call_of_some_length_" + calls : "" + calls;
          events.add(new ChatEvent.ToolStart(calls, id, name));
          open.add(calls++);
        }
        default -> {
          for (int i = random.nextInt(4); i >= 0 && !open.isEmpty(); i--) {
            int call = open.get(random.nextInt(open.size()));
            events.add(new ChatEvent.ToolDelta(call, random.nextBoolean() ? "{\"a\":1}" : "x, "));
          }
        }
      }
    }
    if (random.nextBoolean()) {
      events.add(new ChatEvent.Used(new Usage(30, 10, 5, 20, 7, false)));
    } else {
      events.add(new ChatEvent.Used(new Usage(30, 0, 20, true)));
    }
    FinishReason[] reasons = FinishReason.values();
    events.add(new ChatEvent.Finished(reasons[random.nextInt(reasons.length)]));
    return events;
  }

  private static String piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  /// The events as a client receives them, however the answer was cut.
  private List<JsonNode> written(List<ChatEvent> events, Random random) {
    var writer = Responses.PROTOCOL.stream(Samples.HEADING, asked);
    var bytes = new ByteArrayOutputStream();
    for (int from = 0; from < events.size(); ) {
      int to = Math.min(events.size(), from + random.nextInt(4));
      bytes.writeBytes(writer.write(events.subList(from, to)));
      from = to;
    }
    assertThat(writer.finished()).isTrue();
    var read = new ArrayList<JsonNode>();
    var sse = new Sse();
    sse.feed(bytes.toByteArray(), (_, data) -> read.add(Json.object(data)));
    sse.end((_, data) -> read.add(Json.object(data)));
    return read;
  }

  private static void check(List<JsonNode> events, String round) {
    Map<String, String> sums = new HashMap<>();
    Map<Integer, JsonNode> added = new TreeMap<>();
    Map<Integer, JsonNode> done = new TreeMap<>();
    int sequence = 0;
    for (JsonNode event : events) {
      String type = Json.text(event, "type");
      String id = Json.text(event, "item_id");
      assertThat(event.path("sequence_number").asInt()).as(round).isEqualTo(sequence++);
      if (type.equals("response.output_item.added")) {
        int place = event.path("output_index").asInt();
        assertThat(place).as(round).isEqualTo(added.size());
        added.put(place, event.path("item"));
      } else if (type.equals("response.output_item.done")) {
        done.put(event.path("output_index").asInt(), event.path("item"));
      } else if (type.endsWith(".delta")) {
        String delta = Json.text(event, "delta");
        assertThat(Character.isHighSurrogate(delta.charAt(delta.length() - 1))).isFalse();
        sums.merge(id, delta, String::concat);
      } else if (type.endsWith("_text.done")) {
        assertThat(Json.text(event, "text")).as(round).isEqualTo(sums.getOrDefault(id, ""));
      } else if (type.endsWith("arguments.done")) {
        assertThat(Json.text(event, "arguments")).as(round).isEqualTo(sums.getOrDefault(id, ""));
      } else if (type.endsWith("input.done")) {
        assertThat(Json.text(event, "input")).as(round).isEqualTo(sums.getOrDefault(id, ""));
      }
    }
    JsonNode response = events.getLast().path("response");
    boolean cut = response.path("incomplete_details").isObject();
    int last = added.size() - 1;
    if (cut && last >= 0 && !done.containsKey(last)) {
      // half a free text could be run
      assertThat(Json.text(Objects.requireNonNull(added.remove(last)), "type"))
          .isNotEqualTo("function_call");
    }
    assertThat(done.keySet()).as(round).isEqualTo(added.keySet());
    added.forEach((place, item) -> {
      JsonNode end = Objects.requireNonNull(done.get(place));
      assertThat(end.path("id")).as(round).isEqualTo(item.path("id"));
      assertThat(end.path("type")).as(round).isEqualTo(item.path("type"));
    });
    JsonNode output = response.path("output");
    assertThat(List.copyOf(done.values())).as(round).isEqualTo(output.valueStream().toList());
  }
}
