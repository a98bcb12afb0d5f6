package dev.metier.dialect.gemini;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.catalog.ModelProfile.Thinking;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.chat.Usage;
import dev.metier.core.text.Sha256;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.SystemTurns;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.dialect.TokenCounts;
import dev.metier.dialect.Vocabulary;
import dev.metier.dialect.WireError;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Google Gemini's generateContent. See <https://ai.google.dev/api/generate-content>.
///
/// @param model whose signatures of reasoning are taken back: no model of Google's takes another's
/// @param without fields that the server refuses and that are not written, by their usual names
/// @param profile tells how the model thinks, and so of which generation it is
public record GeminiContent(String model, Set<String> without, ModelProfile profile)
    implements Dialect {
  /// What a model is no longer sent that refuses a signature: then of all calls, whose thoughts it
  /// has to do without.
  private static final String SIGNATURE = "thought_signature";

  private static final Pattern REFUSED_SIGNATURE =
      Pattern.compile(
          "(?i)(corrupted|invalid) thought.?signature|thought.?signature is (not valid|invalid)");

  private static final int MOST_STOPS = 5;
  private static final int SIGNER_LENGTH = 8;

  private static final Set<String> LACKS =
      Set.of(
          "stop_beyond_5",
          "logit_bias",
          "image_urls",
          "document_urls",
          "parallel_tool_calls",
          Vocabulary.STRICT,
          "user");

  /// Further fields that stand in the body itself; all others are of `generationConfig`.
  private static final Set<String> BESIDE_CONFIG =
      Set.of("safetySettings", "cachedContent", "serviceTier", "toolConfig", "tools");

  public GeminiContent {
    var all = new HashSet<>(without);
    all.addAll(profile.refused());
    without = Set.copyOf(all);
  }

  /// Who signs what this model thought. Clients see it, and need not see the model's name.
  String signer() {
    return "google-" + Sha256.hex(model).substring(0, SIGNER_LENGTH);
  }

  /// The model stands in the path.
  @Override
  public String path(String model, boolean stream) {
    return resource(model) + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }

  private static String resource(String model) {
    var path = new StringBuilder(model.contains("/") ? "/v1beta/" : "/v1beta/models/");
    for (byte b : model.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && "\"#%:<>?[\\]^`{|}".indexOf(b) < 0;
      path.append(plain ? "" + (char) b : "%%%02X".formatted(b));
    }
    return path.toString();
  }

  @Override
  public Map<String, String> keyHeaders(String key) {
    return Map.of("x-goog-api-key", key);
  }

  /// Embeddings go to the part of Google's API that speaks as OpenAI does.
  @Override
  public Optional<Passthrough> passthrough(String protocol) {
    return protocol.equals("embeddings")
        ? Optional.of(new Passthrough("/v1beta/openai/embeddings", "data", '[', false, Map.of()))
        : Optional.empty();
  }

  @Override
  public Usage readUsage(JsonNode usage) {
    return usage.has("prompt_tokens")
        ? TokenCounts.openAi(usage).usage()
        : TokenCounts.gemini(usage).usage();
  }

  /// Signatures pass, and each model refuses some day what it gave before.
  @Override
  public WireError readError(int status, byte[] body) {
    WireError error = Dialect.super.readError(status, body);
    return REFUSED_SIGNATURE.matcher(error.message()).find()
        ? new WireError(
            WireError.Kind.REFUSED_PARAMETER,
            error.message(),
            Optional.of(SIGNATURE),
            error.retryAfter())
        : error;
  }

  /// Who signs what is taken back; nobody once a signature was refused.
  private String taken() {
    return without.contains(SIGNATURE) ? "" : signer();
  }

  @Override
  public byte[] writeRequest(ChatRequest request, String model, boolean stream) {
    ObjectNode body = Json.newObject();
    List<Message> messages = SystemTurns.placed(request.messages(), SystemMessages.LEADING);
    String system = system(messages);
    if (!system.isEmpty()) {
      body.putObject("systemInstruction").putArray("parts").addObject().put("text", system);
    }
    new GeminiTurns(body.putArray("contents"), taken(), newer()).write(messages);
    tools(request, body);
    ObjectNode config = Json.newObject();
    settings(request, config);
    hints(request, config);
    request.settings().extra().forEach((name, value) -> extra(name, value, body, config));
    without.forEach(field -> config.remove(own(field)));
    without.forEach(field -> body.remove(own(field)));
    if (!config.isEmpty()) {
      body.set("generationConfig", config);
    }
    return Json.bytes(body);
  }

  @Override
  public List<String> cannotExpress(ChatRequest request) {
    SamplingHints hints = request.hints();
    Set<String> lacks = new HashSet<>(LACKS);
    lacks.add("cache_control");
    if (!profile.prefill()) {
      lacks.add("prefill");
    }
    lacks.addAll(new GeminiThinking(profile).lacks(hints));
    if (request.tools().isEmpty()) {
      lacks.add("tool_choice");
    } else if (!newer()) {
      lacks.addAll(Set.of("response_format", "json_object"));
    }
    if (request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .anyMatch(this::isForeign)) {
      lacks.add("thinking");
    }
    return Vocabulary.missing(request, lacks, without);
  }

  /// What the model thought is in its signature; the text only sums it up.
  private boolean isForeign(Part part) {
    return part instanceof Part.Sealed
        || (part instanceof Part.Thinking thinking
            && ThoughtSignature.by(taken(), thinking).isEmpty());
  }

  @Override
  public Optional<CountQuestion> countTokens(ChatRequest request, String model) {
    byte[] counted = writeRequest(request, model, false);
    var body = (ObjectNode) Json.object(counted);
    body.put("model", model.contains("/") ? model : "models/" + model);
    ObjectNode question = Json.newObject();
    question.set("generateContentRequest", body);
    return Optional.of(
        new CountQuestion(resource(model) + ":countTokens", Json.bytes(question), "totalTokens"));
  }

  @Override
  public StreamReader reader() {
    return new GeminiReader(signer());
  }

  /// Whether it is of Gemini 3 or later.
  private boolean newer() {
    return profile.thinking() == Thinking.LEVEL;
  }

  private static String system(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() == Role.SYSTEM)
        .map(message -> OpenAiChat.joined(message.parts()))
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n\n"));
  }

  private static void tools(ChatRequest request, ObjectNode body) {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode declared = body.putArray("tools").addObject().putArray("functionDeclarations");
    for (Tool tool : request.tools()) {
      ObjectNode node = declared.addObject().put("name", GeminiNames.written(tool.name()));
      if (!tool.description().isEmpty()) {
        node.put("description", tool.description());
      }
      node.set("parametersJsonSchema", schema(tool.schema()));
    }
    request
        .settings()
        .toolChoice()
        .ifPresent(choice ->
            choice(choice, body.putObject("toolConfig").putObject("functionCallingConfig")));
  }

  private static void choice(String choice, ObjectNode to) {
    switch (choice) {
      case "auto" -> to.put("mode", "AUTO");
      case "none" -> to.put("mode", "NONE");
      case "required" -> to.put("mode", "ANY");
      default ->
          to.put("mode", "ANY").putArray("allowedFunctionNames").add(GeminiNames.written(choice));
    }
  }

  private void settings(ChatRequest request, ObjectNode config) {
    Settings settings = request.settings();
    settings.temperature().ifPresent(value -> config.put("temperature", value));
    settings.maxTokens().ifPresent(value -> config.put("maxOutputTokens", value));
    // 32 bits, and none below 0
    settings.seed().ifPresent(value -> config.put("seed", value & Integer.MAX_VALUE));
    if (!settings.stop().isEmpty()) {
      ArrayNode stops = config.putArray("stopSequences");
      settings.stop().stream().limit(MOST_STOPS).forEach(stops::add);
    }
    settings
        .responseSchema()
        .filter(schema -> answersInJson(request))
        .ifPresent(schema ->
            config
                .put("responseMimeType", "application/json")
                .set(
                    "responseJsonSchema",
                    Vocabulary.described(schema(schema), request.hints().schemaName())));
  }

  private void hints(ChatRequest request, ObjectNode config) {
    SamplingHints hints = request.hints();
    hints.topP().ifPresent(value -> config.put("topP", value));
    hints.topK().ifPresent(value -> config.put("topK", value));
    if (hints.json() && answersInJson(request)) {
      config.put("responseMimeType", "application/json");
    }
    new GeminiThinking(profile)
        .config(hints)
        .ifPresent(thinking -> config.set("thinkingConfig", thinking));
  }

  /// Older models refuse a form of the answer beside tools.
  private boolean answersInJson(ChatRequest request) {
    return newer() || request.tools().isEmpty();
  }

  private static void extra(String name, String value, ObjectNode body, ObjectNode config) {
    JsonNode node = Json.value(value);
    String own = own(name);
    if (own.equals("generationConfig") && node instanceof ObjectNode more) {
      config.setAll(more);
    } else if (BESIDE_CONFIG.contains(own)) {
      body.set(own, node);
    } else if (!LACKS.contains(name)) {
      config.set(own, node);
    }
  }

  /// Google's name of a field.
  private static String own(String field) {
    return switch (field) {
      case "max_tokens", "max_completion_tokens" -> "maxOutputTokens";
      case "stop" -> "stopSequences";
      case "tool_choice" -> "toolConfig";
      default -> Vocabulary.camelCase(field);
    };
  }

  /// The schema without what Gemini refuses: its dialect, and words beside a reference.
  private static JsonNode schema(String json) {
    JsonNode schema = Json.value(json);
    if (schema instanceof ObjectNode object) {
      object.remove("$schema");
    }
    if (json.contains("\"$ref\"")) {
      plainReferences(schema);
    }
    return schema;
  }

  private static void plainReferences(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.path("$ref").isString()) {
      object.retain("$ref", "$defs", "description", "default");
    }
    schema.forEach(GeminiContent::plainReferences);
  }
}
