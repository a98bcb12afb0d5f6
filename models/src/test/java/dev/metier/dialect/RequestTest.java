package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.ollama.OllamaChat;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Requests are written as each vendor wants them.
class RequestTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"label\":{\"type\":\"string\"}},"
          + "\"required\":[\"label\"],\"additionalProperties\":false}";

  private static final ChatRequest PLAIN =
      new ChatRequest(
          List.of(Message.of(Role.SYSTEM, "Be brief."), Message.of(Role.USER, "Hi — 你好")),
          List.of(),
          Settings.NONE);

  private static final ChatRequest RICH =
      new ChatRequest(
          List.of(
              Message.of(Role.SYSTEM, "Be brief."),
              new Message(
                  Role.USER,
                  List.of(
                      new Part.Text("What is the weather there?"),
                      new Part.Image("data:image/png;base64,iVBORw0KGgo="))),
              new Message(
                  Role.ASSISTANT,
                  List.of(
                      new Part.Thinking("Two calls.", Optional.of("seal")),
                      new Part.Thinking("unsigned", Optional.empty()),
                      new Part.ToolUse("a", "weather", "{\"city\":\"Köln\"}"),
                      new Part.ToolUse("b", "weather", "no JSON"))),
              new Message(
                  Role.TOOL,
                  List.of(
                      new Part.ToolResult("a", "rain", false),
                      new Part.ToolResult("b", "no such city", true))),
              Message.of(Role.USER, "And now?")),
          List.of(new Tool("weather", "Tells the weather", "{\"type\":\"object\"}")),
          new Settings(
              OptionalDouble.of(0.2),
              OptionalInt.of(64),
              OptionalLong.of(7),
              List.of("###"),
              Optional.of(SCHEMA),
              Optional.of("weather"),
              Map.of("top_p", "0.9", "options", "{\"num_thread\":4}")));

  @Test
  void requestsAreWrittenAsEachVendorWantsThem() {
    golden("openai-local", new OpenAiChat(false));
    golden("openai-official", new OpenAiChat(true));
    golden("anthropic-usual", new AnthropicMessages(AnthropicMessages.USUAL));
    golden("anthropic-newer", new AnthropicMessages(AnthropicMessages.NEWER));
    golden("gemini-level", WireFiles.gemini("gemini-3.8-flash", Set.of()));
    golden("gemini-budget", WireFiles.gemini("gemini-2.5-pro", Set.of()));
    golden("ollama", new OllamaChat(OptionalInt.of(8192)));
  }

  private static void golden(String name, Dialect dialect) {
    String text = pretty(dialect, PLAIN) + "\n" + pretty(dialect, RICH) + "\n";
    WireFiles.check("requests/" + name + ".expected", text);
  }

  private static String pretty(Dialect dialect, ChatRequest request) {
    return json(dialect, request).toPrettyString().replace("\r\n", "\n");
  }

  private static JsonNode json(Dialect dialect, ChatRequest request) {
    byte[] body = dialect.writeRequest(request, "some-model", true);
    return Json.value(new String(body, StandardCharsets.UTF_8));
  }

  @Test
  void whatAServerRefusesIsNotWritten() {
    Set<String> refused = Set.of("temperature", "seed", "tool_choice", "top_p");
    for (Dialect dialect :
        List.of(
            WireFiles.gemini("gemini-3.8-flash", refused),
            new OpenAiChat(false, refused),
            new AnthropicMessages(AnthropicMessages.USUAL, refused),
            new OllamaChat(OptionalInt.empty(), refused))) {
      String text = pretty(dialect, RICH);
      assertThat(refused)
          .noneMatch(field -> text.contains('"' + field + '"'))
          .noneMatch(field -> text.contains('"' + Vocabulary.camelCase(field) + '"'));
      assertThat(text).doesNotContain("toolConfig");
    }
  }

  @Test
  void theLimitTakesItsOtherNameWhenOneIsRefused() {
    assertThat(
            json(new OpenAiChat(false, Set.of("max_tokens")), RICH)
                .path("max_completion_tokens")
                .asInt())
        .isEqualTo(64);
    assertThat(
            json(new OpenAiChat(true, Set.of("max_completion_tokens")), RICH)
                .path("max_tokens")
                .asInt())
        .isEqualTo(64);
    var neither = new OpenAiChat(true, Set.of("max_completion_tokens", "max_tokens"));
    assertThat(pretty(neither, RICH)).doesNotContain("\"max_");
  }

  @Test
  void anthropicIsAlwaysToldALimit() {
    var dialect = new AnthropicMessages(AnthropicMessages.USUAL, Set.of("max_tokens"));
    assertThat(json(dialect, PLAIN).path("max_tokens").asInt()).isEqualTo(32_000);
    assertThat(json(dialect, RICH).path("max_tokens").asInt()).isEqualTo(64);
  }

  @Test
  void aSchemaIsEnforcedStrictlyOnlyWhenItKeepsTheRulesForThat() {
    var loose =
        new Settings(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            List.of(),
            Optional.of("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\"}}}"),
            Optional.empty(),
            Map.of());
    JsonNode written =
        json(new OpenAiChat(true), new ChatRequest(PLAIN.messages(), List.of(), loose));
    assertThat(written.path("response_format").path("json_schema").has("strict")).isFalse();
    assertThat(
            json(new OpenAiChat(true), RICH)
                .path("response_format")
                .path("json_schema")
                .path("strict")
                .asBoolean())
        .isTrue();
  }

  @Test
  void onlyTheNewerAnthropicTakesABearer() {
    assertThat(new AnthropicMessages(AnthropicMessages.USUAL).bearer()).isFalse();
    assertThat(new AnthropicMessages(AnthropicMessages.NEWER).bearer()).isTrue();
  }

  @Test
  void noSignatureOfAnotherVendorReachesAnthropic() {
    String foreign = ThoughtSignature.marked("google", "AbC=");
    var request =
        new ChatRequest(
            List.of(
                Message.of(Role.USER, "Hi"),
                new Message(
                    Role.ASSISTANT,
                    List.of(
                        new Part.Thinking("", Optional.of(foreign)),
                        new Part.ToolUse("a", "weather", "{}"))),
                new Message(Role.TOOL, List.of(new Part.ToolResult("a", "rain", false)))),
            List.of(),
            Settings.NONE);
    var dialect = new AnthropicMessages(AnthropicMessages.USUAL);
    assertThat(pretty(dialect, request)).doesNotContain("signature", "AbC=");
    assertThat(dialect.cannotExpress(request)).contains("thinking");
  }

  @Test
  void aSignatureIsTakenBackByItsVendorOnly() {
    String marked = ThoughtSignature.marked("google", "AbC=");
    var thinking = new Part.Thinking("", Optional.of(marked));
    assertThat(ThoughtSignature.by("google", thinking)).contains("AbC=");
    assertThat(ThoughtSignature.by("other", thinking)).isEmpty();
    assertThat(ThoughtSignature.unmarked(thinking)).isEmpty();
    var joined = new Part.Thinking("", Optional.of(marked + marked));
    assertThat(ThoughtSignature.by("google", joined)).contains("AbC=");
    var own = new Part.Thinking("", Optional.of("EqQB"));
    assertThat(ThoughtSignature.by("google", own)).isEmpty();
    assertThat(ThoughtSignature.unmarked(own)).contains("EqQB");
  }
}
