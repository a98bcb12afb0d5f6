package dev.metier.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.dialect.Dialect;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A local answer among the earlier turns costs Anthropic's clients nothing: what Anthropic refuses
/// of it is cut out, and every other byte stays.
class EarlierTurnsTest {
  private static final AnthropicMessages ANTHROPIC = new AnthropicMessages("2023-06-01");

  /// What stands around the turns, with all that a cache and Anthropic's own tools need.
  private static final String AROUND =
      """
      {"model":"j", "max_tokens":3000,
       "system":[{"type":"text","text":"Rules.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
       "thinking":{"type":"adaptive"},"output_config":{"effort":"high"},
       "context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},
       "tools":[{"type":"web_search_20250305","name":"web_search"}],
       "messages":[ TURNS ], "stream":true}
      """;

  private static final String HI =
      "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi \\\"thinking\\\"\","
          + "\"cache_control\":{\"type\":\"ephemeral\"}}]}";
  private static final String YES = "{\"type\":\"text\",\"text\":\"Yes\"}";
  private static final String SEALED =
      "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"EqQB\"}";

  private static Dialect.Passable passable(String request) {
    return ANTHROPIC.passable(Fields.of(request.getBytes(UTF_8)).orElseThrow());
  }

  private static String passed(String request) {
    return new String(passable(request).request().json(), UTF_8);
  }

  private static String turn(String... blocks) {
    return "{\"content\":[" + String.join(",", blocks) + "], \"role\":\"assistant\"}";
  }

  private static String around(String... turns) {
    return AROUND.replace("TURNS", String.join(", ", turns));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"thinking\",\"thinking\":\"so\",\"signature\":\"\"}",
        "{\"type\": \"thinking\", \"signature\": null, \"thinking\": \"so, }\\\" ]\"}",
        "{\"thinking\":\"so\",\"type\":\"thinking\"}",
        "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"metier:google:AbC=\"}"
      })
  void reasoningThatAnthropicDidNotSignIsCutOut(String foreign) {
    assertThat(passed(around(HI, turn(foreign, YES), HI))).isEqualTo(around(HI, turn(YES), HI));
    assertThat(passed(around(HI, turn(YES, foreign), HI))).isEqualTo(around(HI, turn(YES), HI));
    assertThat(passed(around(HI, turn(SEALED, foreign, foreign, YES), HI)))
        .isEqualTo(around(HI, turn(SEALED, YES), HI));
    assertThat(passed(around(HI, turn(foreign, foreign), HI))).isEqualTo(around(HI, HI));
    assertThat(passed(around(turn(foreign), HI))).isEqualTo(around(HI));
    assertThat(passable(around(HI, turn(foreign, YES), HI)).told()).containsExactly("thinking");
  }

  @Test
  void aRequestInOrderIsTheSameBytes() {
    String request =
        around(HI, turn(SEALED, "{\"type\":\"redacted_thinking\",\"data\":\"x\"}", use("t1")), HI);
    Fields fields = Fields.of(request.getBytes(UTF_8)).orElseThrow();
    assertThat(ANTHROPIC.passable(fields).request()).isSameAs(fields);
    assertThat(ANTHROPIC.passable(fields).told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\":[{\"role\":\"thinking\" \"tool_use\"]}",
        "{\"messages\":{\"thinking\":1}}",
        "{\"messages\":[1,\"thinking\",null,[],{\"content\":[1,\"thinking\",{}]}]}",
        "{\"messages\":[\"thinking\"}",
        "{\"thinking\":{\"type\":\"enabled\"}}"
      })
  void whatCannotBeReadStays(String request) {
    Fields.of(request.getBytes(UTF_8))
        .ifPresent(fields ->
            assertThat(ANTHROPIC.passable(fields).request().json())
                .isEqualTo(request.getBytes(UTF_8)));
  }

  private static String use(String id) {
    return "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"f\",\"input\":{\"id\":\"x\"}}";
  }

  private static String results(String... ids) {
    var blocks = new StringBuilder();
    for (String id : ids) {
      blocks.append(blocks.isEmpty() ? "" : ",");
      blocks.append("{\"type\":\"tool_result\",\"tool_use_id\":\"").append(id);
      blocks.append("\",\"content\":\"ok\",\"is_error\":true}");
    }
    return "{\"role\":\"user\",\"content\":[" + blocks + "]}";
  }

  @Test
  void idsThatComeAgainAreMadeUniqueTogetherWithTheirResults() {
    assertThat(
            passed(
                around(
                    HI,
                    turn(use("call_0"), use("call_1")),
                    results("call_0", "call_1"),
                    turn(use("call_0")),
                    results("call_0"),
                    turn(use("call_0"), use("call_0")),
                    results("call_0", "call_0"))))
        .isEqualTo(
            around(
                HI,
                turn(use("call_0"), use("call_1")),
                results("call_0", "call_1"),
                turn(use("call_0_2")),
                results("call_0_2"),
                turn(use("call_0_3"), use("call_0_4")),
                results("call_0_3", "call_0_4")));
  }

  @Test
  void thinkingByABudgetIsLeftOutWhereItsBeginningIsGone() {
    String foreign = "{\"type\":\"thinking\",\"thinking\":\"so\",\"signature\":\"\"}";
    String request = around(HI, turn(foreign, use("t")), results("t"));
    String adaptive = around(HI, turn(use("t")), results("t"));
    assertThat(passed(request)).isEqualTo(adaptive);
    String budget = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},";
    String enabled = request.replace("\"thinking\":{\"type\":\"adaptive\"},", budget);
    assertThat(passed(enabled))
        .isEqualTo(adaptive.replace("\"thinking\":{\"type\":\"adaptive\"},", ""));
    String closed =
        around(HI, turn(foreign, use("t")), results("t"), turn(SEALED, use("u")), results("u"));
    assertThat(passed(closed.replace("\"thinking\":{\"type\":\"adaptive\"},", budget)))
        .contains(budget);
  }

  @Test
  void idsOfOtherProtocolsAreMadeUniqueToo() {
    List<Message> messages =
        List.of(
            new Message(Role.USER, List.of(new Part.Text("Go"))),
            calls("functions.f:0", "functions.f:0"),
            answers("functions.f:0", "one", "two"),
            calls("functions.f:0"),
            answers("functions.f:0", "three"),
            calls(""),
            answers("", "four"));
    var request = new ChatRequest(messages, List.of(), Settings.NONE, SamplingHints.NONE);
    var sent = Json.object(ANTHROPIC.writeRequest(request, "m", false)).path("messages");
    assertThat(sent.findValuesAsString("id"))
        .containsExactly("functions_f_0", "functions_f_0_2", "functions_f_0_3", "call");
    assertThat(sent.findValuesAsString("tool_use_id"))
        .containsExactly("functions_f_0", "functions_f_0_2", "functions_f_0_3", "call");
    assertThat(sent.toString()).contains("\"one\"", "\"two\"", "\"three\"", "\"four\"");
  }

  private static Message calls(String... ids) {
    return new Message(
        Role.ASSISTANT, Stream.of(ids).map(id -> (Part) new Part.ToolUse(id, "f", "{}")).toList());
  }

  private static Message answers(String id, String... texts) {
    return new Message(
        Role.TOOL,
        Stream.of(texts).map(text -> (Part) new Part.ToolResult(id, text, false)).toList());
  }
}
