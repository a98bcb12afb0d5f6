package dev.metier.dialect.openai;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.dialect.FieldChanges;
import dev.metier.dialect.ForwardedTurns;
import dev.metier.wire.Fields;
import dev.metier.wire.Fields.Field;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// A Chat Completions request that goes through to a model, of which its client may not know what
/// it takes: the client named a job. Not thread-safe.
///
/// @param official whether it goes to OpenAI itself
record ForwardedChat(Fields request, ModelProfile profile, boolean official) {
  private static final String EFFORT = "reasoning_effort";

  FieldChanges changes() {
    Map<String, String> set = new HashMap<>();
    List<String> told = new ArrayList<>();
    if (profile.systemMessages() != SystemMessages.ANYWHERE) {
      ForwardedTurns.chat(request).ifPresent(messages -> set.put("messages", messages));
    }
    if (!official) {
      allowed(set);
    }
    if (!profile.thinksWithTools()) {
      effort(set, told);
    }
    return set.isEmpty() ? FieldChanges.NONE : new FieldChanges(set, Set.of(), told);
  }

  /// Only OpenAI itself knows a choice among some of the tools: the others are not shown.
  private void allowed(Map<String, String> set) {
    request
        .field("tool_choice")
        .map(request::raw)
        .filter(raw -> raw.contains("allowed_tools"))
        .flatMap(Json::tryValue)
        .filter(choice -> Json.text(choice, "type").equals("allowed_tools"))
        .ifPresent(choice -> {
          JsonNode allowed = choice.path("allowed_tools");
          set.put("tool_choice", Json.quoted(mode(allowed)));
          request.field("tools").ifPresent(tools -> set.put("tools", only(names(allowed), tools)));
        });
  }

  private static String mode(JsonNode allowed) {
    return Json.text(allowed, "mode").equals("required") ? "required" : "auto";
  }

  private static Set<String> names(JsonNode allowed) {
    Set<String> names = new HashSet<>();
    allowed.path("tools").forEach(tool -> names.add(name(tool)));
    return names;
  }

  private String only(Set<String> names, Field tools) {
    var kept = new StringJoiner(",", "[", "]");
    for (Field tool : request.elements(tools)) {
      String raw = request.raw(tool);
      if (Json.tryObject(raw.getBytes(StandardCharsets.UTF_8))
          .filter(json -> names.contains(name(json)))
          .isPresent()) {
        kept.add(raw);
      }
    }
    return kept.toString();
  }

  private static String name(JsonNode tool) {
    return Json.text(tool.path(Json.text(tool, "type")), "name");
  }

  private void effort(Map<String, String> set, List<String> told) {
    boolean tools =
        request.field("tools").filter(field -> !request.elements(field).isEmpty()).isPresent();
    if (tools) {
      set.put(EFFORT, "\"none\"");
      request.text(EFFORT).filter(word -> !word.equals("none")).ifPresent(_ -> told.add(EFFORT));
    }
  }
}
