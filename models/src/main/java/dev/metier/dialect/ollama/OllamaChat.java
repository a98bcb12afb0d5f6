package dev.metier.dialect.ollama;

import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.Media;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.SystemTurns;
import dev.metier.dialect.TokenCounts;
import dev.metier.dialect.Turns;
import dev.metier.dialect.Vocabulary;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.dialect.openai.OpenAiTools;
import dev.metier.wire.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Ollama's own chat API; only it honours the window and tells timings. See
/// <https://github.com/ollama/ollama/blob/main/docs/api.md>. It has no choice of tools.
///
/// @param window tokens to allot, when declared; else Ollama's own small default applies
/// @param without fields that the server refuses and that are not written, options too
public record OllamaChat(OptionalInt window, Set<String> without) implements Dialect {
  /// Further fields that stand in the body itself; all others are options of the runner.
  private static final Set<String> BESIDE_OPTIONS =
      Set.of("keep_alive", "think", "format", "logprobs", "top_logprobs", "truncate", "shift");

  private static final Set<String> LACKS =
      Set.of(
          "tool_choice",
          "logit_bias",
          "image_urls",
          "documents",
          "document_urls",
          "thinking",
          "reasoning",
          "reasoning_effort",
          "reasoning_tokens",
          "parallel_tool_calls",
          Vocabulary.STRICT,
          "user");

  public OllamaChat {
    without = Set.copyOf(without);
  }

  public OllamaChat(OptionalInt window) {
    this(window, Set.of());
  }

  @Override
  public String path(String model, boolean stream) {
    return "/api/chat";
  }

  /// Ollama has OpenAI's embeddings beside its own.
  @Override
  public Optional<Passthrough> passthrough(String protocol) {
    return protocol.equals("embeddings")
        ? Optional.of(new Passthrough("/v1/embeddings", "data", '[', false, Map.of()))
        : Optional.empty();
  }

  /// The usage of what goes through, in OpenAI's fields.
  @Override
  public Usage readUsage(JsonNode usage) {
    return TokenCounts.openAi(usage).usage();
  }

  @Override
  public byte[] writeRequest(ChatRequest request, String model, boolean stream) {
    ObjectNode body = Json.newObject();
    body.put("model", model);
    Map<String, String> names = new HashMap<>();
    ArrayNode messages = body.putArray("messages");
    Turns.settled(SystemTurns.placed(request.messages(), SystemMessages.LEADING), true)
        .forEach(message -> write(message, messages, names));
    body.put("stream", stream);
    // what does not fit is to be refused, not cut without a word
    body.put("truncate", false);
    OpenAiTools.write(request.tools(), false, body);
    ObjectNode options = options(request.settings());
    hints(request, options, body);
    request.settings().responseSchema().ifPresent(s -> body.set("format", Json.value(s)));
    for (var extra : request.settings().extra().entrySet()) {
      JsonNode value = Json.value(extra.getValue());
      if (extra.getKey().equals("options") && value instanceof ObjectNode more) {
        options.setAll(more);
      } else if (BESIDE_OPTIONS.contains(extra.getKey())) {
        body.set(extra.getKey(), value);
      } else {
        options.set(extra.getKey(), value);
      }
    }
    without.forEach(options::remove);
    without.forEach(body::remove);
    if (!options.isEmpty()) {
      body.set("options", options);
    }
    return Json.bytes(body);
  }

  @Override
  public List<String> cannotExpress(ChatRequest request) {
    Set<String> lacks = new HashSet<>(LACKS);
    lacks.add("cache_control");
    if (Vocabulary.reasons(request.hints()).filter(on -> !on).isPresent()) {
      lacks.remove("reasoning");
      lacks.remove("reasoning_effort");
    }
    return Vocabulary.missing(request, lacks, without);
  }

  /// A model that cannot reason refuses to be told to, but not to be told not to.
  private static void hints(ChatRequest request, ObjectNode options, ObjectNode body) {
    SamplingHints hints = request.hints();
    hints.topP().ifPresent(value -> options.put("top_p", value));
    hints.topK().ifPresent(value -> options.put("top_k", value));
    if (hints.json()) {
      body.put("format", "json");
    }
    if (Vocabulary.reasons(hints).filter(on -> !on).isPresent()) {
      body.put("think", false);
    }
  }

  @Override
  public StreamReader reader() {
    return new OllamaReader();
  }

  private ObjectNode options(Settings settings) {
    ObjectNode options = Json.newObject();
    window.ifPresent(value -> options.put("num_ctx", value));
    settings.temperature().ifPresent(value -> options.put("temperature", value));
    if (!without.contains("max_tokens")) {
      settings.maxTokens().ifPresent(value -> options.put("num_predict", value));
    }
    settings.seed().ifPresent(value -> options.put("seed", value));
    if (!settings.stop().isEmpty()) {
      settings.stop().forEach(options.putArray("stop")::add);
    }
    return options;
  }

  private static void write(Message message, ArrayNode to, Map<String, String> names) {
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        ObjectNode turn = to.addObject().put("role", "tool");
        turn.put("content", result.error() ? "Error: " + result.text() : result.text());
        String name = names.get(result.id());
        if (name != null) {
          turn.put("tool_name", name);
        }
      }
    }
    List<Part> said =
        message.parts().stream().filter(part -> !(part instanceof Part.ToolResult)).toList();
    if (said.isEmpty()) {
      return;
    }
    ObjectNode turn = to.addObject().put("role", role(message.role()));
    turn.put("content", OpenAiChat.joined(said.stream().map(OllamaChat::told).toList()));
    for (Part part : said) {
      if (part instanceof Part.Image image) {
        Media.of(image.url()).ifPresent(picture -> turn.withArray("images").add(picture.base64()));
      } else if (part instanceof Part.ToolUse use) {
        names.put(use.id(), use.name());
        ObjectNode function = turn.withArray("tool_calls").addObject().putObject("function");
        function.put("name", use.name()).set("arguments", Json.arguments(use.arguments()));
      }
    }
  }

  /// What cannot be shown is at least named.
  private static Part told(Part part) {
    return switch (part) {
      case Part.Document document -> new Part.Text(Media.told(document));
      case Part.Image image when Media.of(image.url()).isEmpty() ->
          new Part.Text("[A picture was left out: it came as an address.]");
      case Part other -> other;
    };
  }

  private static String role(Role role) {
    return switch (role) {
      case SYSTEM -> "system";
      case USER, TOOL -> "user";
      case ASSISTANT -> "assistant";
    };
  }
}
