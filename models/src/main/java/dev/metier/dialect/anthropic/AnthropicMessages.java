package dev.metier.dialect.anthropic;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.catalog.ModelProfile.Thinking;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.CacheHints;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.chat.Usage;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.FieldChanges;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.SystemTurns;
import dev.metier.dialect.TokenCounts;
import dev.metier.dialect.Vocabulary;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic Messages. See <https://docs.anthropic.com/en/api/messages>.
///
/// @param version of the API, an ISO date; from 2026-10-21 on it refuses sampling parameters and
///   takes the key as a bearer token
/// @param without fields that the server refuses and that are not written; those that this version
///   of the API never takes are always among them
/// @param profile what the model takes
public record AnthropicMessages(String version, Set<String> without, ModelProfile profile)
    implements Dialect {
  /// The version that every server understands.
  public static final String USUAL = "2023-06-01";

  /// The first version without sampling parameters.
  public static final String NEWER = "2026-10-21";

  private static final String PATH = "/v1/messages";
  private static final String VERSION = "anthropic-version";

  /// The limit for a model of which no longest answer is known; agents need room for their calls.
  private static final int USUAL_LIMIT = 32_000;

  /// Tools whose schemas are enforced in one request.
  private static final int MOST_STRICT = 20;

  static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");
  private static final String SCHEMA = "response_format.";
  static final double MOST_TEMPERATURE = 1;
  static final Set<String> UNFORCED = Set.of("auto", "none");

  /// Fields of OpenAI's protocol, which clients of it send along.
  private static final Set<String> OTHERS =
      Set.of("presence_penalty", "frequency_penalty", "logit_bias");

  public AnthropicMessages {
    var all = new HashSet<>(without);
    all.addAll(profile.refused());
    all.add("seed");
    if (version.compareTo(NEWER) >= 0) {
      all.addAll(SAMPLING);
    }
    // an answer without a limit cannot be asked for here
    all.remove("max_tokens");
    without = Set.copyOf(all);
  }

  public AnthropicMessages(String version) {
    this(version, Set.of());
  }

  /// For a model of which nothing is known.
  public AnthropicMessages(String version, Set<String> without) {
    this(version, without, ModelProfile.of(ProviderKind.ANTHROPIC, "", Optional.empty()));
  }

  /// Whether the key is a bearer token; else it goes into `x-api-key`.
  public boolean bearer() {
    return version.compareTo(NEWER) >= 0;
  }

  @Override
  public String path(String model, boolean stream) {
    return PATH;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of(VERSION, version);
  }

  @Override
  public Map<String, String> keyHeaders(String key) {
    return bearer() ? Map.of("authorization", "Bearer " + key) : Map.of("x-api-key", key);
  }

  /// A newer version wants its key elsewhere.
  @Override
  public Dialect inVersionOf(Map<String, String> headers) {
    String named = headers.get(VERSION);
    return named == null ? this : new AnthropicMessages(named, without, profile);
  }

  @Override
  public Passable passable(Fields request) {
    return EarlierTurns.passable(request);
  }

  @Override
  public Optional<Passthrough> passthrough(String protocol) {
    return switch (protocol) {
      case "messages" -> Optional.of(new Passthrough(PATH, "content", '[', true, Map.of()));
      case "count_tokens" ->
          Optional.of(new Passthrough(PATH + "/count_tokens", "input_tokens", '0', true, Map.of()));
      default -> Optional.empty();
    };
  }

  @Override
  public FieldChanges changes(Fields request) {
    return new ForwardedRequest(request, profile).changes();
  }

  @Override
  public Usage readUsage(JsonNode usage) {
    return TokenCounts.anthropic(usage).usage();
  }

  @Override
  public byte[] writeRequest(ChatRequest request, String model, boolean stream) {
    ObjectNode body = Json.newObject();
    body.put("model", model);
    body.put("max_tokens", request.settings().maxTokens().orElse(longest()));
    List<Message> messages = SystemTurns.placed(request.messages(), SystemMessages.LEADING);
    var breakpoints = new CacheBreakpoints(caching(request));
    JsonNode system = breakpoints.system(messages);
    if (system.isArray() || !system.asString().isEmpty()) {
      body.set("system", system);
    }
    new AnthropicTurns(body.putArray("messages"), breakpoints, profile.prefill()).write(messages);
    if (stream) {
      body.put("stream", true);
    }
    tools(request, body);
    settings(request, body);
    hints(request, body);
    breakpoints.complete(body);
    request.settings().extra().forEach((name, value) -> extra(name, value, body));
    without.forEach(body::remove);
    return Json.bytes(body);
  }

  @Override
  public List<String> cannotExpress(ChatRequest request) {
    Set<String> lacks = new HashSet<>(OTHERS);
    lacks.add("json_object");
    if (request.tools().isEmpty()) {
      lacks.add("tool_choice");
      lacks.add("parallel_tool_calls");
    }
    AnthropicThinking thinking = thinking();
    boolean reasons = thinking.begins(request, choice(request));
    if (!reasons && Vocabulary.reasons(request.hints()).orElse(true)) {
      lacks.addAll(Set.of("reasoning", "reasoning_effort", "reasoning_tokens"));
    }
    if (reasons) {
      lacks.addAll(SAMPLING);
    }
    if (reasons && thinking.isAdaptive(request.hints())) {
      lacks.add("reasoning_tokens");
    } else if (!reasons && !profile.thinkingStops()) {
      lacks.addAll(Set.of("reasoning", "reasoning_effort"));
    }
    if (isForced(request) && !profile.forcedTools()) {
      lacks.add("tool_choice");
    }
    unexpressed(request, lacks);
    Set<String> missing = new TreeSet<>(Vocabulary.missing(request, lacks, without));
    request
        .settings()
        .responseSchema()
        .ifPresent(schema ->
            SchemaSubset.of(schema).removed().forEach(word -> missing.add(SCHEMA + word)));
    return List.copyOf(missing);
  }

  /// Adds what stands in a request that this model's generation does not take.
  private void unexpressed(ChatRequest request, Set<String> lacks) {
    if (!enforces(request.tools())) {
      lacks.add(Vocabulary.STRICT);
    }
    if (!profile.prefill()) {
      lacks.add("prefill");
    }
    if (request.settings().temperature().orElse(0) > MOST_TEMPERATURE) {
      lacks.add("temperature");
    }
    if (request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .anyMatch(part -> part instanceof Part.Thinking && !AnthropicThinking.isSealed(part))) {
      lacks.add("thinking");
    }
    if (request.settings().stop().stream().anyMatch(String::isBlank)) {
      lacks.add("stop");
    }
  }

  @Override
  public StreamReader reader() {
    return new AnthropicReader();
  }

  private CacheHints caching(ChatRequest request) {
    return without.contains("cache_control") ? CacheHints.NONE : request.hints().caching();
  }

  private static void extra(String name, String value, ObjectNode body) {
    if (!OTHERS.contains(name)) {
      body.set(name, Json.value(value));
    }
  }

  /// A chat in which tools were called must name them, even when none may be called any more.
  private void tools(ChatRequest request, ObjectNode body) {
    Collection<Tool> tools = request.tools().isEmpty() ? called(request) : request.tools();
    if (tools.isEmpty()) {
      return;
    }
    boolean enforced = enforces(tools);
    ArrayNode array = body.putArray("tools");
    for (Tool tool : tools) {
      ObjectNode node = array.addObject().put("name", tool.name());
      if (!tool.description().isEmpty()) {
        node.put("description", tool.description());
      }
      if (tool.strict() && enforced) {
        node.put("strict", true).set("input_schema", SchemaSubset.of(tool.schema()).schema());
      } else {
        Json.put(node, "input_schema", tool.schema());
      }
    }
    if (request.tools().isEmpty()) {
      body.putObject("tool_choice").put("type", "none");
    }
  }

  /// Whether the model enforces the schemas of those tools that are to be so: newer ones do, as far
  /// as they know the words of the schemas.
  private boolean enforces(Collection<Tool> tools) {
    List<Tool> strict = tools.stream().filter(Tool::strict).toList();
    return profile.thinking() != Thinking.NONE
        && profile.thinking() != Thinking.BUDGET
        && strict.size() <= MOST_STRICT
        && strict.stream().allMatch(tool -> SchemaSubset.of(tool.schema()).removed().isEmpty());
  }

  private static Collection<Tool> called(ChatRequest request) {
    Map<String, Tool> called = new LinkedHashMap<>();
    for (Message message : request.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolUse use) {
          called.put(use.name(), new Tool(use.name(), "", "{\"type\":\"object\"}"));
        }
      }
    }
    return called.values();
  }

  private void settings(ChatRequest request, ObjectNode body) {
    Settings settings = request.settings();
    settings
        .temperature()
        .ifPresent(value -> body.put("temperature", Math.min(MOST_TEMPERATURE, value)));
    List<String> stops = settings.stop().stream().filter(stop -> !stop.isBlank()).toList();
    if (!stops.isEmpty()) {
      stops.forEach(body.putArray("stop_sequences")::add);
    }
    if (!request.tools().isEmpty()) {
      settings.toolChoice().ifPresent(_ -> choice(choice(request), body.putObject("tool_choice")));
    }
    settings
        .responseSchema()
        .ifPresent(schema ->
            body.putObject("output_config")
                .putObject("format")
                .put("type", "json_schema")
                .set(
                    "schema",
                    Vocabulary.described(
                        SchemaSubset.of(schema).schema(), request.hints().schemaName())));
  }

  private void hints(ChatRequest request, ObjectNode body) {
    SamplingHints hints = request.hints();
    if (hints.equals(SamplingHints.NONE)) {
      return;
    }
    hints.topP().ifPresent(value -> body.put("top_p", value));
    hints.topK().ifPresent(value -> body.put("top_k", value));
    hints.user().ifPresent(user -> body.putObject("metadata").put("user_id", user));
    boolean single = hints.parallelTools().filter(parallel -> !parallel).isPresent();
    if (single && !request.tools().isEmpty() && !"none".equals(choice(request))) {
      ObjectNode choice = body.withObject("tool_choice");
      if (choice.isEmpty()) {
        choice.put("type", "auto");
      }
      choice.put("disable_parallel_tool_use", true);
    }
    thinking().write(request, choice(request), body);
  }

  private AnthropicThinking thinking() {
    return new AnthropicThinking(
        profile, version.compareTo(NEWER) >= 0, without.contains("thinking"));
  }

  /// The choice of a tool, as far as the model takes it.
  private String choice(ChatRequest request) {
    return isForced(request) && !profile.forcedTools()
        ? "auto"
        : request.settings().toolChoice().orElse("auto");
  }

  private static boolean isForced(ChatRequest request) {
    return request.settings().toolChoice().filter(word -> !UNFORCED.contains(word)).isPresent();
  }

  private int longest() {
    return profile.longestOutput().orElse(USUAL_LIMIT);
  }

  private static void choice(String choice, ObjectNode to) {
    switch (choice) {
      case "auto", "none" -> to.put("type", choice);
      case "required" -> to.put("type", "any");
      default -> to.put("type", "tool").put("name", choice);
    }
  }
}
