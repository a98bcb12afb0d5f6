package dev.metier.importer.trace;

import dev.metier.importer.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Collects the calls of models out of spans, their events, and log records. Not thread-safe.
///
/// Known are the semantic conventions for generative AI of OpenTelemetry: since 1.37 whole lists of
/// messages (`gen_ai.input.messages`) on the span or on an event, before that an event a message
/// (`gen_ai.user.message`); and the numbered attributes of OpenLLMetry (`gen_ai.prompt.0.content`).
final class TraceReader {
  private static final Set<String> CALLS =
      Set.of("chat", "text_completion", "completion", "generate_content");
  private static final String EVENT = "gen_ai.";
  private static final int MOST_MESSAGES = 1_000;

  private final Map<String, TracedCall> calls = new LinkedHashMap<>();
  private final Consumer<TraceLoss> losses;

  TraceReader(Consumer<TraceLoss> losses) {
    this.losses = losses;
  }

  List<TracedCall> calls() {
    return calls.values().stream().filter(TracedCall::isCall).toList();
  }

  /// Reads JSON lines, as the collector's file exporter writes them; a file that has none of them,
  /// as one object over many lines.
  void read(Path file) {
    var mistakes = new ArrayList<JsonLines.Mistake>();
    boolean[] lines = {false};
    new JsonLines(mistakes::add)
        .read(
            file,
            node -> {
              lines[0] = true;
              node(node);
            });
    if (mistakes.contains(JsonLines.Mistake.UNREADABLE)) {
      losses.accept(TraceLoss.UNREADABLE);
    } else if (lines[0]) {
      mistakes.forEach(_ -> losses.accept(TraceLoss.BROKEN));
    } else if (!mistakes.isEmpty()) {
      whole(file);
    }
  }

  private void whole(Path file) {
    try (MappingIterator<JsonNode> values =
        JsonMapper.shared().readerFor(JsonNode.class).readValues(file)) {
      while (values.hasNextValue()) {
        node(values.nextValue());
      }
    } catch (JacksonException e) {
      losses.accept(TraceLoss.BROKEN);
    }
  }

  private void node(JsonNode node) {
    if (node.isArray()) {
      node.forEach(this::node);
    } else if (node.has("resourceSpans") || node.has("resourceLogs")) {
      nested(node.path("resourceSpans"), "scopeSpans", "spans", this::span);
      nested(node.path("resourceLogs"), "scopeLogs", "logRecords", this::record);
    } else if (node.has("attributes") && node.has("context")) {
      span(node);
    }
  }

  private static void nested(JsonNode all, String scopes, String of, Consumer<JsonNode> to) {
    for (JsonNode resource : all) {
      for (JsonNode scope : resource.path(scopes)) {
        scope.path(of).forEach(to);
      }
    }
  }

  private TracedCall call(String trace, String span) {
    return calls.computeIfAbsent(trace + "/" + span, _ -> new TracedCall(trace));
  }

  private void span(JsonNode span) {
    boolean plain = span.has("context");
    JsonNode ids = plain ? span.path("context") : span;
    String trace = OtlpValue.id(ids.path(plain ? "trace_id" : "traceId"));
    TracedCall call = call(trace, OtlpValue.id(ids.path(plain ? "span_id" : "spanId")));
    ObjectNode attributes = OtlpValue.attributes(span.path("attributes"));
    String status = span.path("status").path(plain ? "status_code" : "code").asString("");
    if (status.endsWith("ERROR") || status.equals("2")) {
      call.fail();
    }
    told(call, attributes);
    for (JsonNode event : span.path("events")) {
      event(call, event.path("name").asString(""), OtlpValue.attributes(event.path("attributes")));
    }
  }

  private void record(JsonNode record) {
    ObjectNode attributes = OtlpValue.attributes(record.path("attributes"));
    String name = record.path("eventName").asString(attributes.path("event.name").asString(""));
    if (name.startsWith(EVENT)) {
      String trace = OtlpValue.id(record.path("traceId"));
      JsonNode body = OtlpValue.plain(record.path("body"));
      if (body.isObject()) {
        body.properties().forEach(each -> attributes.set(each.getKey(), each.getValue()));
      }
      event(call(trace, OtlpValue.id(record.path("spanId"))), name, attributes);
    }
  }

  /// What a span or an event of the whole call says.
  private static void told(TracedCall call, ObjectNode attributes) {
    String operation =
        attributes
            .path("gen_ai.operation.name")
            .asString(attributes.path("llm.request.type").asString(""));
    if (CALLS.contains(operation)) {
      call.called();
    }
    if (!attributes.path("error.type").asString("").isEmpty()) {
      call.fail();
    }
    if (attributes.has("gen_ai.tool.definitions")
        || attributes.has("llm.request.functions.0.name")) {
      call.goBeyondText();
    }
    call.model(
        attributes.path("gen_ai.request.model").asString(""),
        attributes.path("gen_ai.response.model").asString(""));
    call.conversation(attributes.path("gen_ai.conversation.id").asString(""));
    if (!call.isAsked()) {
      messages(call, attributes);
    }
    if (!call.isAsked()) {
      numbered(call, attributes);
    }
  }

  private static void messages(TracedCall call, ObjectNode attributes) {
    JsonNode instructions = OtlpValue.structure(attributes.path("gen_ai.system_instructions"));
    if (!instructions.isEmpty()) {
      var whole = JsonMapper.shared().createObjectNode();
      whole.set("parts", instructions);
      call.instructed(call.text(whole));
    }
    for (JsonNode message : OtlpValue.structure(attributes.path("gen_ai.input.messages"))) {
      asked(call, message.path("role").asString("user"), message);
    }
    JsonNode answers = OtlpValue.structure(attributes.path("gen_ai.output.messages"));
    if (!answers.isEmpty()) {
      call.answered(call.text(answers.path(0)));
    }
  }

  /// `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content`, `gen_ai.completion.0.content`.
  private static void numbered(TracedCall call, ObjectNode attributes) {
    for (int i = 0; i < MOST_MESSAGES && attributes.has("gen_ai.prompt." + i + ".role"); i++) {
      String at = "gen_ai.prompt." + i;
      var message = JsonMapper.shared().createObjectNode();
      message.set("content", attributes.path(at + ".content"));
      if (attributes.has(at + ".tool_calls.0.name")) {
        call.goBeyondText();
      }
      asked(call, attributes.path(at + ".role").asString("user"), message);
    }
    if (attributes.has("gen_ai.completion.0.tool_calls.0.name")) {
      call.goBeyondText();
    }
    call.answered(attributes.path("gen_ai.completion.0.content").asString(""));
  }

  private static void asked(TracedCall call, String role, JsonNode message) {
    switch (role) {
      case "system", "developer" -> call.asked("system", call.text(message));
      case "user" -> call.asked("user", call.text(message));
      case "assistant", "model" -> call.asked("assistant", call.text(message));
      default -> call.goBeyondText();
    }
  }

  private static void event(TracedCall call, String name, ObjectNode attributes) {
    JsonNode content = OtlpValue.structure(attributes.path("gen_ai.event.content"));
    JsonNode message = content.isObject() ? content : attributes;
    switch (name) {
      case "gen_ai.client.inference.operation.details" -> told(call, attributes);
      case "gen_ai.system.message" -> call.instructed(call.text(message));
      case "gen_ai.user.message" -> asked(call, "user", message);
      case "gen_ai.assistant.message" -> asked(call, "assistant", message);
      case "gen_ai.tool.message" -> call.goBeyondText();
      case "gen_ai.choice" -> {
        call.called();
        JsonNode said = OtlpValue.structure(message.path("message"));
        call.answered(call.text(said.isObject() ? said : message));
      }
      default -> {
        // exceptions and what applications note themselves
      }
    }
  }
}
