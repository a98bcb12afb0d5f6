package dev.metier.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GeminiContentTest {
  private static final GeminiContent NEWER = of("gemini-3.8-flash");
  private static final GeminiContent OLDER = of("gemini-2.5-flash");
  private static final Part.ToolUse CALL = new Part.ToolUse("a", "weather", "{\"city\":\"Bonn\"}");
  private static final Part.ToolUse OTHER = new Part.ToolUse("b", "weather", "{\"city\":\"Köln\"}");

  private static GeminiContent of(String model) {
    return new GeminiContent(
        model, Set.of(), ModelProfile.of(ProviderKind.GOOGLE, model, Optional.empty()));
  }

  private static Part.Thinking signed(String text, String signature) {
    return new Part.Thinking(text, Optional.of(ThoughtSignature.marked(NEWER.signer(), signature)));
  }

  /// A chat whose assistant said these parts, its calls answered.
  private static ChatRequest chat(Part... said) {
    List<Part> results = new ArrayList<>();
    for (Part part : said) {
      if (part instanceof Part.ToolUse use) {
        results.add(new Part.ToolResult(use.id(), "rain", false));
      }
    }
    return new ChatRequest(
        List.of(
            Message.of(Role.USER, "Weather?"),
            new Message(Role.ASSISTANT, List.of(said)),
            results.isEmpty()
                ? Message.of(Role.USER, "And now?")
                : new Message(Role.TOOL, results)),
        List.of(),
        Settings.NONE);
  }

  private static ChatRequest asking(SamplingHints wishes, List<Tool> tools, Settings settings) {
    return new ChatRequest(List.of(Message.of(Role.USER, "Hi")), tools, settings, wishes);
  }

  private static JsonNode written(GeminiContent dialect, ChatRequest request) {
    return Json.value(new String(dialect.writeRequest(request, "m", true), StandardCharsets.UTF_8));
  }

  private static JsonNode said(GeminiContent dialect, Part... said) {
    return written(dialect, chat(said)).path("contents").path(1).path("parts");
  }

  private static List<String> signatures(JsonNode parts) {
    List<String> all = new ArrayList<>();
    parts.forEach(part -> all.add(Json.text(part, "thoughtSignature")));
    return all;
  }

  @Test
  void aSignatureGoesBackWithTheCallThatItStoodBefore() {
    assertThat(signatures(said(NEWER, signed("Hm.", "Uw=="), CALL, OTHER)))
        .containsExactly("Uw==", "");
    assertThat(signatures(said(NEWER, CALL, signed("", "Uw=="), OTHER)))
        .containsExactly("skip_thought_signature_validator", "Uw==");
  }

  /// Chat clients keep one signature a message, and it then stands before the text.
  @Test
  void theSignatureOfAMessageWithCallsBelongsToItsFirstCall() {
    var joined = ThoughtSignature.marked(NEWER.signer(), "Uw==");
    var kept = new Part.Thinking("Hm.", Optional.of(joined + joined));
    assertThat(signatures(said(NEWER, kept, new Part.Text("Moment."), CALL, OTHER)))
        .containsExactly("", "Uw==", "");
  }

  @Test
  void callsOfOtherModelsSayThatTheyAreUnsigned() {
    var foreign = new Part.Thinking("Hm.", Optional.of("EqQBAnthropic"));
    assertThat(signatures(said(NEWER, foreign, CALL, OTHER)))
        .containsExactly("skip_thought_signature_validator", "");
    assertThat(signatures(said(OLDER, foreign, CALL))).containsExactly("");
    assertThat(signatures(said(of("gemini-4-argon"), signed("Hm.", "Uw=="), CALL)))
        .containsExactly("skip_thought_signature_validator");
    assertThat(NEWER.cannotExpress(chat(foreign, CALL))).containsExactly("thinking");
    assertThat(NEWER.cannotExpress(chat(signed("Hm.", "Uw=="), CALL))).isEmpty();
  }

  @Test
  void onlyNewerModelsAreToldTheIdsOfCalls() {
    JsonNode newer = written(NEWER, chat(CALL)).path("contents");
    assertThat(newer.path(1).path("parts").path(0).path("functionCall").path("id").asString())
        .isEqualTo("a");
    JsonNode answer = newer.path(2).path("parts").path(0).path("functionResponse");
    assertThat(answer.path("id").asString()).isEqualTo("a");
    assertThat(answer.path("name").asString()).isEqualTo("weather");
    assertThat(answer.path("response").path("output").asString()).isEqualTo("rain");
    assertThat(written(OLDER, chat(CALL)).toString()).doesNotContain("\"id\"");
  }

  @Test
  void resultsStandInATurnOfTheirOwnAndPicturesBehindThem() {
    var result =
        new Part.ToolResult(
            "a",
            List.of(new Part.Text("a map"), new Part.Image("data:image/png;base64,iVBORw0KGgo=")),
            false);
    var request =
        new ChatRequest(
            List.of(
                Message.of(Role.USER, "Map?"),
                new Message(Role.ASSISTANT, List.of(CALL)),
                new Message(Role.TOOL, List.of(result)),
                Message.of(Role.USER, "Thanks")),
            List.of(),
            Settings.NONE);
    JsonNode contents = written(NEWER, request).path("contents");
    assertThat(contents.size()).isEqualTo(4);
    assertThat(contents.path(2).path("parts").size()).isEqualTo(1);
    assertThat(contents.path(3).toString()).contains("inlineData", "Thanks");
  }

  @Test
  void theUserSpeaksFirst() {
    var request =
        new ChatRequest(
            List.of(Message.of(Role.ASSISTANT, "Hello!"), Message.of(Role.USER, "Hi")),
            List.of(),
            Settings.NONE);
    assertThat(written(NEWER, request).path("contents").path(0).path("role").asString())
        .isEqualTo("user");
    var none = new ChatRequest(List.of(Message.of(Role.SYSTEM, "x")), List.of(), Settings.NONE);
    assertThat(written(NEWER, none).path("contents").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "gemini-3.8-flash|high|-|{\"thinkingLevel\":\"HIGH\",\"includeThoughts\":true}|",
        "gemini-flash-latest|minimal|-|{\"thinkingLevel\":\"LOW\",\"includeThoughts\":true}|",
        "models/gemini-3.1-pro|-|30000|{\"thinkingLevel\":\"HIGH\",\"includeThoughts\":true}|",
        "gemini-4-argon|none|-|{\"thinkingLevel\":\"LOW\",\"includeThoughts\":false}|reasoning_effort",
        "gemini-2.5-flash|low|-|{\"thinkingBudget\":4096,\"includeThoughts\":true}|",
        "gemini-2.5-flash|-|99999|{\"thinkingBudget\":24576,\"includeThoughts\":true}|",
        "gemini-2.5-flash|none|-|{\"thinkingBudget\":0,\"includeThoughts\":false}|",
        "gemini-2.5-pro|none|-|{\"thinkingBudget\":512,\"includeThoughts\":false}|reasoning_effort",
        "gemini-2.0-flash|high|-|{}|reasoning_effort",
        "gemma-3-27b-it|high|-|{}|reasoning_effort",
        "gemini-3.8-flash|-|-|{}|",
      })
  void eachGenerationIsToldToThinkItsOwnWay(
      String model, String effort, Integer tokens, String expected, String lacks) {
    var wishes =
        new SamplingHints(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.ofNullable(effort),
            tokens == null ? OptionalInt.empty() : OptionalInt.of(tokens),
            Optional.empty(),
            false,
            Optional.empty());
    var dialect = of(model);
    ChatRequest request = asking(wishes, List.of(), Settings.NONE);
    JsonNode config = written(dialect, request).path("generationConfig").path("thinkingConfig");
    assertThat(config.isMissingNode() ? "{}" : config.toString()).isEqualTo(expected);
    assertThat(dialect.cannotExpress(request))
        .isEqualTo(lacks == null || lacks.isEmpty() ? List.of() : List.of(lacks));
  }

  @Test
  void onlyNewerModelsAnswerInAFormBesideTools() {
    var tools = List.of(new Tool("weather", "", "{\"type\":\"object\"}"));
    var settings =
        new Settings(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalLong.of(-1),
            List.of("1", "2", "3", "4", "5", "6"),
            Optional.of("{\"type\":\"object\"}"),
            Optional.of("required"),
            Map.of());
    ChatRequest request = asking(SamplingHints.NONE, tools, settings);
    JsonNode config = written(NEWER, request).path("generationConfig");
    assertThat(config.has("responseJsonSchema")).isTrue();
    assertThat(config.path("stopSequences").size()).isEqualTo(5);
    assertThat(config.path("seed").asLong()).isEqualTo(Integer.MAX_VALUE);
    assertThat(NEWER.cannotExpress(request)).containsExactly("stop_beyond_5");
    assertThat(written(OLDER, request).path("generationConfig").has("responseMimeType")).isFalse();
    assertThat(OLDER.cannotExpress(request)).containsExactly("response_format", "stop_beyond_5");
  }

  @Test
  void besideAReferenceStandsOnlyWhatGeminiTakes() {
    String schema =
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
            + "\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\",\"title\":\"A\",\"description\":\"d\"}},"
            + "\"$defs\":{\"A\":{\"type\":\"string\",\"title\":\"A\"}}}";
    ChatRequest request =
        asking(SamplingHints.NONE, List.of(new Tool("t", "", schema)), Settings.NONE);
    JsonNode declared =
        written(NEWER, request).path("tools").path(0).path("functionDeclarations").path(0);
    assertThat(declared.path("parametersJsonSchema").toString())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\","
                + "\"description\":\"d\"}},\"$defs\":{\"A\":{\"type\":\"string\",\"title\":\"A\"}}}");
  }

  @Test
  void furtherFieldsStandWhereGoogleReadsThem() {
    var settings =
        Settings.ofExtra(
            Map.of(
                "safetySettings", "[]",
                "candidate_count", "1",
                "logit_bias", "{}",
                "thinkingConfig", "{\"thinkingBudget\":0}",
                "generationConfig", "{\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"}"));
    JsonNode body = written(NEWER, asking(SamplingHints.NONE, List.of(), settings));
    assertThat(body.path("safetySettings").isArray()).isTrue();
    assertThat(body.path("generationConfig").toString())
        .contains("mediaResolution", "\"candidateCount\":1", "\"thinkingBudget\":0")
        .doesNotContain("logit");
  }

  @Test
  void theModelStandsInThePathAndTheKeyNever() {
    assertThat(NEWER.path("gemini-3.8-flash", true))
        .isEqualTo("/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse");
    assertThat(NEWER.path("tunedModels/my one", false))
        .isEqualTo("/v1beta/tunedModels/my%20one:generateContent");
    assertThat(NEWER.keyHeaders("secret")).containsExactly(Map.entry("x-goog-api-key", "secret"));
  }

  @Test
  void theWholeRequestIsCounted() {
    var question = NEWER.countTokens(chat(CALL), "gemini-3.8-flash").orElseThrow();
    assertThat(question.path()).isEqualTo("/v1beta/models/gemini-3.8-flash:countTokens");
    JsonNode asked =
        Json.value(new String(question.body(), StandardCharsets.UTF_8))
            .path("generateContentRequest");
    assertThat(asked.path("model").asString()).isEqualTo("models/gemini-3.8-flash");
    assertThat(asked.path("contents").size()).isEqualTo(3);
  }

  @Test
  void newerModelsDoNotGoOnWithAnAnswerOfTheirOwn() {
    var request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "Hi"), Message.of(Role.ASSISTANT, "Hello, ")),
            List.of(),
            Settings.NONE);
    JsonNode newer = written(NEWER, request).path("contents");
    assertThat(newer.path(2).path("role").asString()).isEqualTo("user");
    assertThat(written(OLDER, request).path("contents").size()).isEqualTo(2);
  }

  @Test
  void whatAModelRefusesOrDoesNotHeedIsLeftOutAndTold() {
    var settings =
        new Settings(
            OptionalDouble.of(0.5),
            OptionalInt.empty(),
            OptionalLong.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of("presence_penalty", "0.5"));
    ChatRequest request = asking(SamplingHints.NONE, List.of(), settings);
    assertThat(written(NEWER, request).has("generationConfig")).isFalse();
    assertThat(NEWER.cannotExpress(request)).containsExactly("presence_penalty", "temperature");
    assertThat(OLDER.cannotExpress(request)).containsExactly("presence_penalty");
    assertThat(of("gemini-2.0-flash").cannotExpress(request)).isEmpty();
  }
}
