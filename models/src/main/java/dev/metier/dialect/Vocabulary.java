package dev.metier.dialect;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.SchemaName;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The words of a request that not every vendor has: settings and hints by the names that most
/// vendors use for them, and `documents`, `document_urls`, `image_urls`, `thinking` and `prefill`
/// for what its messages hold. And how hard to reason, in the words and figures of the vendors.
public final class Vocabulary {
  /// Whether arguments of tools must follow their schemas.
  public static final String STRICT = "tools.strict";

  private static final int LITTLE = 4096;
  private static final int MUCH = 16_384;
  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

  private Vocabulary() {}

  /// Those of the words that `request` uses and that are among `missing` or `without`, sorted.
  public static List<String> missing(
      ChatRequest request, Collection<String> missing, Collection<String> without) {
    Set<String> used = used(request);
    used.removeIf(word -> !missing.contains(word) && !without.contains(word));
    return List.copyOf(used);
  }

  private static Set<String> used(ChatRequest request) {
    Set<String> used = new TreeSet<>(request.settings().extra().keySet());
    settings(request.settings(), used);
    hints(request.hints(), used);
    add(request.tools().stream().anyMatch(Tool::strict), STRICT, used);
    add(Turns.isPrefill(request.messages()), "prefill", used);
    for (Message message : request.messages()) {
      for (Part part : message.parts()) {
        part(part, used);
      }
    }
    return used;
  }

  private static void settings(Settings settings, Set<String> to) {
    add(settings.temperature().isPresent(), "temperature", to);
    add(settings.seed().isPresent(), "seed", to);
    add(!settings.stop().isEmpty(), "stop", to);
    add(settings.stop().size() > 4, "stop_beyond_4", to);
    add(settings.stop().size() > 5, "stop_beyond_5", to);
    add(
        settings.toolChoice().filter(choice -> !choice.equals("auto")).isPresent(),
        "tool_choice",
        to);
    add(settings.responseSchema().isPresent(), "response_format", to);
  }

  private static void hints(SamplingHints hints, Set<String> to) {
    if (hints.equals(SamplingHints.NONE)) {
      return;
    }
    add(hints.topP().isPresent(), "top_p", to);
    add(hints.topK().isPresent(), "top_k", to);
    add(hints.reasoning().isPresent() && hints.effort().isEmpty(), "reasoning", to);
    add(hints.effort().isPresent(), "reasoning_effort", to);
    add(hints.reasoningTokens().isPresent(), "reasoning_tokens", to);
    add(hints.parallelTools().isPresent(), "parallel_tool_calls", to);
    add(hints.json(), "json_object", to);
    add(hints.user().isPresent(), "user", to);
    add(!hints.caching().marks().isEmpty(), "cache_control", to);
  }

  private static void part(Part part, Set<String> to) {
    switch (part) {
      case Part.Text _, Part.Refused _ -> {}
      case Part.Image image -> add(Media.of(image.url()).isEmpty(), "image_urls", to);
      case Part.Document document -> {
        if (!Media.isText(document)) {
          to.add(Media.of(document.url()).isEmpty() ? "document_urls" : "documents");
        }
      }
      case Part.Thinking thinking -> to.add("thinking");
      case Part.Sealed sealed -> to.add("thinking");
      case Part.ToolUse use -> {}
      case Part.ToolResult result -> result.content().forEach(inner -> part(inner, to));
    }
  }

  private static void add(boolean used, String word, Set<String> to) {
    if (used) {
      to.add(word);
    }
  }

  /// The schema with what the client calls it, for vendors that have no word for that beside it.
  public static JsonNode described(JsonNode schema, Optional<SchemaName> name) {
    if (schema instanceof ObjectNode object && !object.has("description")) {
      name.flatMap(SchemaName::description).ifPresent(text -> object.put("description", text));
    }
    return schema;
  }

  /// A field's name as most vendors write it: `top_k` for `topK`.
  public static String snakeCase(String field) {
    return field.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /// A field's name as Google writes it: `topK` for `top_k`.
  public static String camelCase(String field) {
    return UNDERSCORE.matcher(field).replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
  }

  /// Whether the model is to reason, where the client says so.
  public static Optional<Boolean> reasons(SamplingHints hints) {
    return hints.reasoning().or(() -> hints.effort().filter("none"::equals).map(none -> false));
  }

  /// The word for OpenAI, of the effort or else of the tokens allowed.
  public static Optional<String> effort(SamplingHints hints) {
    if (hints.effort().isPresent()) {
      return hints.effort().map(effort -> effort.equals("max") ? "xhigh" : effort);
    }
    if (hints.reasoningTokens().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(effort(hints.reasoningTokens().getAsInt()));
  }

  /// One of the three words that every model with levels knows.
  public static String usualEffort(String effort) {
    return switch (effort) {
      case "none", "minimal" -> "low";
      case "xhigh", "max" -> "high";
      default -> effort;
    };
  }

  /// Tokens of reasoning, for vendors that want a number.
  public static int reasoningTokens(SamplingHints hints) {
    return hints
        .reasoningTokens()
        .orElseGet(() -> reasoningTokens(hints.effort().orElse("medium")));
  }

  /// Tokens of reasoning for an effort, by its word.
  public static int reasoningTokens(String effort) {
    return switch (effort) {
      case "none", "minimal" -> 1024;
      case "low" -> LITTLE;
      case "high" -> MUCH;
      case "xhigh", "max" -> 2 * MUCH;
      default -> 2 * LITTLE;
    };
  }

  /// How hard so many tokens of reasoning are, in a word.
  public static String effort(int tokens) {
    return tokens < LITTLE ? "low" : tokens < MUCH ? "medium" : "high";
  }
}
