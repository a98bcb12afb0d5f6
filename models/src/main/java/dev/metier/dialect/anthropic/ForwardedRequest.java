package dev.metier.dialect.anthropic;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.catalog.ModelProfile.Thinking;
import dev.metier.dialect.FieldChanges;
import dev.metier.dialect.ForwardedTurns;
import dev.metier.dialect.Vocabulary;
import dev.metier.wire.Bytes;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A Messages request that goes through to a model, of which its client may not know what it takes:
/// the client named a job. Not thread-safe.
final class ForwardedRequest {
  private static final byte[] SIGNATURE = "\"signature\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] RESULT = "\"tool_result\"".getBytes(StandardCharsets.UTF_8);

  private final Fields request;
  private final ModelProfile profile;
  private final Map<String, String> set = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final List<String> told = new ArrayList<>();

  ForwardedRequest(Fields request, ModelProfile profile) {
    this.request = request;
    this.profile = profile;
  }

  FieldChanges changes() {
    if (profile.systemMessages() == SystemMessages.LEADING) {
      ForwardedTurns.messages(request).ifPresent(messages -> set.put("messages", messages));
    }
    if (!profile.prefill()) {
      ForwardedTurns.goneOn(request, Optional.ofNullable(set.get("messages")))
          .ifPresent(messages -> {
            set.put("messages", messages);
            told.add("prefill");
          });
    }
    find("thinking").ifPresent(this::thinking);
    find("output_config").ifPresent(this::effort);
    find("tool_choice").ifPresent(this::toolChoice);
    find("temperature").ifPresent(this::temperature);
    find("stop_sequences").ifPresent(this::stops);
    return new FieldChanges(set, removed, told);
  }

  private Optional<JsonNode> find(String name) {
    return request.field(name).flatMap(field -> Json.tryValue(request.raw(field)));
  }

  private void thinking(JsonNode thinking) {
    String type = Json.text(thinking, "type");
    boolean known =
        switch (type) {
          case "enabled" -> takes(Thinking.BUDGET);
          case "adaptive" -> takes(Thinking.ADAPTIVE);
          case "disabled" -> profile.thinkingStops();
          default -> true;
        };
    if (known) {
      return;
    }
    if (type.equals("enabled") && takes(Thinking.ADAPTIVE)) {
      adaptive(thinking);
    } else if (type.equals("adaptive") && takes(Thinking.BUDGET) && mayBegin()) {
      budget((ObjectNode) thinking);
    } else {
      removed.add("thinking");
      told.add("thinking");
    }
  }

  private boolean takes(Thinking form) {
    return profile.thinking() == form || profile.thinking() == Thinking.BUDGET_OR_ADAPTIVE;
  }

  private void adaptive(JsonNode thinking) {
    ObjectNode now = (ObjectNode) thinking;
    int tokens = now.path("budget_tokens").asInt(0);
    now.remove("budget_tokens");
    set.put("thinking", Json.compact(now.put("type", "adaptive")));
    told.add("thinking.budget_tokens");
    ObjectNode output = output();
    if (tokens > 0 && !output.has("effort")) {
      output.put("effort", Vocabulary.effort(tokens));
      set.put("output_config", Json.compact(output));
    }
  }

  private ObjectNode output() {
    return find("output_config")
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .orElseGet(Json::newObject);
  }

  private void budget(ObjectNode thinking) {
    long room = request.number("max_tokens").orElse(0L) - AnthropicThinking.LEAST_REASONING;
    int tokens = Vocabulary.reasoningTokens(output().path("effort").asString("medium"));
    thinking.put("type", "enabled").put("budget_tokens", Math.min(tokens, room));
    set.put("thinking", Json.compact(thinking));
    // one that thinks samples as its maker chose
    removed.add("temperature");
    find("temperature").ifPresent(_ -> told.add("temperature"));
  }

  /// Whether thinking can begin in this request: there is room for it, and no loop of calls is
  /// under way that began without.
  private boolean mayBegin() {
    long limit = request.number("max_tokens").orElse(0L);
    byte[] json = request.json();
    return limit >= 2 * AnthropicThinking.LEAST_REASONING
        && (Bytes.find(json, 0, json.length, RESULT) < 0
            || Bytes.find(json, 0, json.length, SIGNATURE) >= 0);
  }

  /// Models that think by a budget know no effort.
  private void effort(JsonNode output) {
    if (!takes(Thinking.ADAPTIVE) && output instanceof ObjectNode object && object.has("effort")) {
      object.remove("effort");
      told.add("output_config.effort");
      if (object.isEmpty()) {
        removed.add("output_config");
      } else {
        set.put("output_config", Json.compact(object));
      }
    }
  }

  private void toolChoice(JsonNode choice) {
    String type = Json.text(choice, "type");
    boolean forced = type.equals("any") || type.equals("tool");
    if (forced && !profile.forcedTools() && choice instanceof ObjectNode object) {
      object.remove("name");
      set.put("tool_choice", Json.compact(object.put("type", "auto")));
      told.add("tool_choice");
    }
  }

  private void temperature(JsonNode temperature) {
    if (temperature.asDouble(0) > AnthropicMessages.MOST_TEMPERATURE
        && !profile.refused().contains("temperature")) {
      set.put("temperature", "1");
      told.add("temperature");
    }
  }

  private void stops(JsonNode stops) {
    ArrayNode kept = Json.newArray();
    for (JsonNode stop : stops) {
      if (!stop.isString() || !stop.asString().isBlank()) {
        kept.add(stop);
      }
    }
    if (kept.size() < stops.size()) {
      set.put("stop_sequences", Json.compact(kept));
      told.add("stop_sequences");
    }
  }
}
