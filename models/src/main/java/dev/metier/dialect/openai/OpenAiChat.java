package dev.metier.dialect.openai;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.Thinking;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.SchemaName;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.core.text.Sha256;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.FieldChanges;
import dev.metier.dialect.Media;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.SystemTurns;
import dev.metier.dialect.TokenCounts;
import dev.metier.dialect.Turns;
import dev.metier.dialect.Vocabulary;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI Chat Completions, which llama.cpp, vLLM, LM Studio and most others speak too. See
/// <https://platform.openai.com/docs/api-reference/chat>.
///
/// @param completionTokens whether the limit is called `max_completion_tokens`, as at OpenAI
///   itself, and not `max_tokens`, as everywhere else
/// @param without fields that the server refuses and that are not written; when one of the two
///   names of the limit is among them, the other is used
/// @param profile what the model takes
/// @param thoughts whether what the model thought in earlier turns goes back to it, as
///   `reasoning_content`; few servers take it, and some models need it
public record OpenAiChat(
    boolean completionTokens, Set<String> without, ModelProfile profile, boolean thoughts)
    implements Dialect {
  /// Words that OpenAI itself lacks.
  private static final Set<String> OFFICIAL_LACKS =
      Set.of("top_k", "document_urls", "stop_beyond_4");

  private static final Set<String> LOCAL_LACKS =
      Set.of("reasoning_tokens", "documents", "document_urls");
  private static final String PATH = "/chat/completions";
  private static final Map<String, String> USAGE_OPTION =
      Map.of("stream_options", "{\"include_usage\":true}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int MOST_STOPS = 4;
  private static final int LONGEST_USER = 64;

  public OpenAiChat {
    Set<String> all = new HashSet<>(without);
    all.addAll(profile.refused());
    without = Set.copyOf(all);
  }

  public OpenAiChat(boolean completionTokens, Set<String> without, boolean thoughts) {
    this(completionTokens, without, usual(completionTokens), thoughts);
  }

  public OpenAiChat(boolean completionTokens, Set<String> without) {
    this(completionTokens, without, false);
  }

  public OpenAiChat(boolean completionTokens) {
    this(completionTokens, Set.of());
  }

  private static ModelProfile usual(boolean completionTokens) {
    var kind = completionTokens ? ProviderKind.OPENAI : ProviderKind.VLLM;
    return ModelProfile.of(kind, "", Optional.empty());
  }

  @Override
  public String path(String model, boolean stream) {
    return PATH;
  }

  @Override
  public Optional<Passthrough> passthrough(String protocol) {
    return switch (protocol) {
      case "chat" -> Optional.of(new Passthrough(PATH, "choices", '[', false, USAGE_OPTION));
      case "embeddings" ->
          Optional.of(new Passthrough("/embeddings", "data", '[', false, Map.of()));
      default -> Optional.empty();
    };
  }

  @Override
  public FieldChanges changes(Fields request) {
    return new ForwardedChat(request, profile, completionTokens).changes();
  }

  @Override
  public Usage readUsage(JsonNode usage) {
    return TokenCounts.openAi(usage).usage();
  }

  @Override
  public byte[] writeRequest(ChatRequest request, String model, boolean stream) {
    ObjectNode body = Json.newObject();
    body.put("model", model);
    ArrayNode messages = body.putArray("messages");
    Turns.settled(SystemTurns.placed(request.messages(), profile.systemMessages()), true)
        .forEach(message -> write(message, messages));
    if (stream && !onlyWhole(request)) {
      body.put("stream", true);
      body.putObject("stream_options").put("include_usage", true);
    }
    OpenAiTools.write(request.tools(), completionTokens, body);
    settings(request, body);
    hints(request, body);
    request.settings().extra().forEach((name, value) -> body.set(name, Json.value(value)));
    without.forEach(body::remove);
    return Json.bytes(body);
  }

  /// Whether what is asked is told in whole answers alone: llama.cpp refuses to tell how likely the
  /// tokens are of a stream that may call tools.
  private boolean onlyWhole(ChatRequest request) {
    return !completionTokens
        && !request.tools().isEmpty()
        && "true".equals(request.settings().extra().get(Settings.LIKELIHOOD))
        && !without.contains(Settings.LIKELIHOOD);
  }

  @Override
  public List<String> cannotExpress(ChatRequest request) {
    Set<String> lacks = new HashSet<>(completionTokens ? OFFICIAL_LACKS : LOCAL_LACKS);
    lacks.add("cache_control");
    if (profile.thinking() == Thinking.EFFORT && Vocabulary.effort(request.hints()).isEmpty()) {
      lacks.add("reasoning");
    } else if (profile.thinking() == Thinking.NONE) {
      lacks.addAll(Set.of("reasoning", "reasoning_effort", "reasoning_tokens"));
    }
    if (profile.thinking() == Thinking.EFFORT) {
      lacks.remove("reasoning_tokens");
    }
    if (thinksNot(request) && Vocabulary.reasons(request.hints()).orElse(true)) {
      lacks.addAll(Set.of("reasoning", "reasoning_effort", "reasoning_tokens"));
    }
    if (!(completionTokens && OpenAiTools.areEnforceable(request.tools()))) {
      lacks.add(Vocabulary.STRICT);
    }
    if (!thoughts) {
      lacks.add("thinking");
    }
    if (request.tools().isEmpty()) {
      lacks.add("tool_choice");
      lacks.add("parallel_tool_calls");
    }
    return Vocabulary.missing(request, lacks, without);
  }

  @Override
  public StreamReader reader() {
    return new OpenAiReader();
  }

  private void write(Message message, ArrayNode to) {
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        to.addObject()
            .put("role", "tool")
            .put("tool_call_id", result.id())
            .put("content", result.error() ? "Error: " + result.text() : result.text());
      }
    }
    List<Part> said =
        message.parts().stream().filter(part -> !(part instanceof Part.ToolResult)).toList();
    if (message.role() == Role.ASSISTANT) {
      assistant(said, to.addObject());
    } else if (!said.isEmpty()) {
      ObjectNode turn =
          to.addObject().put("role", message.role() == Role.SYSTEM ? "system" : "user");
      content(said, turn);
    }
  }

  private void content(List<Part> parts, ObjectNode turn) {
    if (parts.stream().allMatch(Part.Text.class::isInstance)) {
      turn.put("content", joined(parts));
      return;
    }
    ArrayNode content = Json.newArray();
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        content.addObject().put("type", "text").put("text", text.text());
      } else if (part instanceof Part.Image image) {
        content.addObject().put("type", "image_url").putObject("image_url").put("url", image.url());
      } else if (part instanceof Part.Document document) {
        document(document, content.addObject());
      }
    }
    turn.set("content", content);
  }

  /// OpenAI itself takes files with their data; other servers are told their text at most.
  private void document(Part.Document document, ObjectNode to) {
    if (completionTokens && Media.of(document.url()).isPresent() && !Media.isText(document)) {
      to.put("type", "file")
          .putObject("file")
          .put("filename", document.title().orElse("document.pdf"))
          .put("file_data", document.url());
    } else {
      to.put("type", "text").put("text", Media.told(document));
    }
  }

  private void assistant(List<Part> parts, ObjectNode turn) {
    turn.put("role", "assistant");
    String text = joined(parts);
    var calls = parts.stream().filter(Part.ToolUse.class::isInstance).toList();
    if (text.isEmpty() && !calls.isEmpty()) {
      turn.putNull("content");
    } else {
      turn.put("content", text);
    }
    String thought = thoughts ? thought(parts) : "";
    if (!thought.isEmpty()) {
      turn.put("reasoning_content", thought);
    }
    if (!calls.isEmpty()) {
      ArrayNode array = turn.putArray("tool_calls");
      calls.forEach(part -> call((Part.ToolUse) part, array.addObject()));
    }
  }

  private static String thought(List<Part> parts) {
    return parts.stream()
        .filter(Part.Thinking.class::isInstance)
        .map(part -> ((Part.Thinking) part).text())
        .collect(Collectors.joining("\n"));
  }

  private static void call(Part.ToolUse use, ObjectNode to) {
    to.put("id", use.id()).put("type", "function");
    to.putObject("function").put("name", use.name()).put("arguments", use.arguments());
  }

  public static String joined(List<Part> parts) {
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text only) {
      return only.text();
    }
    var all = new StringJoiner("\n");
    for (Part part : parts) {
      if (part instanceof Part.Text text && !text.text().isEmpty()) {
        all.add(text.text());
      }
    }
    return all.toString();
  }

  private void settings(ChatRequest request, ObjectNode body) {
    Settings settings = request.settings();
    settings.temperature().ifPresent(value -> body.put("temperature", value));
    settings.maxTokens().ifPresent(value -> body.put(limitField(), value));
    settings.seed().ifPresent(value -> body.put("seed", value));
    if (!settings.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      settings.stop().stream()
          .limit(completionTokens ? MOST_STOPS : Integer.MAX_VALUE)
          .forEach(stop::add);
    }
    if (!request.tools().isEmpty()) {
      settings.toolChoice().ifPresent(choice -> OpenAiTools.choice(choice, body));
    }
    settings
        .responseSchema()
        .ifPresent(schema -> format(schema, request.hints().schemaName(), body));
  }

  private void hints(ChatRequest request, ObjectNode body) {
    SamplingHints hints = request.hints();
    if (thinksNot(request)) {
      body.put("reasoning_effort", "none");
    }
    if (hints.equals(SamplingHints.NONE)) {
      return;
    }
    hints.topP().ifPresent(value -> body.put("top_p", value));
    if (!completionTokens) {
      hints.topK().ifPresent(value -> body.put("top_k", value));
    }
    if (!request.tools().isEmpty()) {
      hints.parallelTools().ifPresent(value -> body.put("parallel_tool_calls", value));
    }
    if (hints.json() && request.settings().responseSchema().isEmpty()) {
      body.putObject("response_format").put("type", "json_object");
    }
    hints.user().ifPresent(user -> body.put("user", opaque(user)));
    switch (profile.thinking()) {
      case EFFORT ->
          Vocabulary.effort(hints)
              .filter(_ -> !thinksNot(request))
              .ifPresent(effort -> body.put("reasoning_effort", effort));
      case TEMPLATE -> template(hints, body);
      case NONE, BUDGET, BUDGET_OR_ADAPTIVE, ADAPTIVE, LEVEL -> {}
    }
  }

  /// Whether the model must not think, since it is offered tools.
  private boolean thinksNot(ChatRequest request) {
    return !profile.thinksWithTools() && !request.tools().isEmpty();
  }

  /// Servers refuse a wish to reason when the model cannot; a chat template that knows nothing of
  /// it just leaves it unread.
  private static void template(SamplingHints hints, ObjectNode body) {
    Vocabulary.reasons(hints)
        .ifPresent(on -> body.withObject("chat_template_kwargs").put("enable_thinking", on));
    hints
        .effort()
        .map(Vocabulary::usualEffort)
        .ifPresent(
            effort -> body.withObject("chat_template_kwargs").put("reasoning_effort", effort));
  }

  /// OpenAI takes at most 64 characters.
  private static String opaque(String user) {
    return user.length() <= LONGEST_USER ? user : Sha256.hex(user);
  }

  @Override
  public String limitField() {
    boolean refused = without.contains(completionTokens ? "max_completion_tokens" : "max_tokens");
    return completionTokens != refused ? "max_completion_tokens" : "max_tokens";
  }

  private static void format(String schema, Optional<SchemaName> told, ObjectNode body) {
    JsonNode node = Json.value(schema);
    ObjectNode format = body.putObject("response_format").put("type", "json_schema");
    String name = told.map(SchemaName::name).filter(NAME.asMatchPredicate()).orElse("answer");
    ObjectNode named = format.putObject("json_schema").put("name", name);
    told.flatMap(SchemaName::description).ifPresent(text -> named.put("description", text));
    if (OpenAiTools.isStrict(node)) {
      named.put("strict", true);
    }
    named.set("schema", node);
  }
}
