package dev.metier.dialect;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import dev.metier.wire.Sse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads Chat Completions, streamed and whole. Not thread-safe.
final class OpenAiReader extends AnswerReader {
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Call> open = new HashMap<>();
  private boolean refused;

  /// A call under way; its arguments wait until its name is known.
  private static final class Call {
    private final int index;
    private String id = "";
    private String name = "";
    private boolean started;
    private final StringBuilder early = new StringBuilder();

    Call(int index) {
      this.index = index;
    }
  }

  OpenAiReader() {
    super(new Sse());
  }

  @Override
  void piece(JsonNode json) {
    for (JsonNode choice : json.path("choices")) {
      if (Json.count(choice, "index") == 0) {
        boolean whole = !choice.path("delta").isObject();
        said(choice.path(whole ? "message" : "delta"), whole);
        stopped(choice);
      }
    }
    counted(json);
  }

  @Override
  void whole(JsonNode json) {
    JsonNode choice = json.path("choices").path(0);
    if (!choice.path("message").isObject()) {
      throw new MalformedException("no message in the answer: " + Json.cut(json.toString()));
    }
    said(choice.path("message"), true);
    counted(json);
    if (!choice.path("finish_reason").isString()) {
      stopped(FinishReason.OTHER);
    } else {
      stopped(choice);
    }
  }

  @Override
  void beforeFinish() {
    calls.stream().filter(call -> !call.started).forEach(this::start);
  }

  private void said(JsonNode message, boolean whole) {
    String reasoning = Json.text(message, "reasoning_content");
    emitThinking(reasoning.isEmpty() ? Json.text(message, "reasoning") : reasoning);
    content(message.path("content"));
    String refusal = Json.text(message, "refusal");
    refused |= !refusal.isEmpty();
    emitText(refusal);
    for (JsonNode call : message.path("tool_calls")) {
      toolCall(call, whole);
    }
    JsonNode old = message.path("function_call");
    if (old.isObject()) {
      function(open.computeIfAbsent("function_call", key -> next()), old);
    }
  }

  private void content(JsonNode content) {
    if (content.isArray()) {
      content.forEach(part -> emitText(Json.text(part, "text")));
    } else {
      emitText(content.stringValue(""));
    }
  }

  private void toolCall(JsonNode node, boolean whole) {
    String key = node.path("index").asString("");
    String id = Json.text(node, "id");
    Call call = key.isEmpty() ? last() : open.get(key);
    if (call == null || whole || another(call, id, node.path("function"), key.isEmpty())) {
      call = next();
      open.put(key, call);
    }
    if (call.id.isEmpty()) {
      call.id = id;
    }
    function(call, node.path("function"));
  }

  /// Some servers give every call the same index, or none; then the id tells them apart, but only
  /// together with a name, since others invent a new id for each piece.
  private static boolean another(Call call, String id, JsonNode function, boolean noIndex) {
    boolean named = !Json.text(function, "name").isEmpty();
    boolean otherId = !id.isEmpty() && !call.id.isEmpty() && !id.equals(call.id);
    return named && (otherId || (noIndex && id.isEmpty() && call.started));
  }

  private @Nullable Call last() {
    return calls.isEmpty() ? null : calls.getLast();
  }

  private Call next() {
    var call = new Call(calls.size());
    calls.add(call);
    return call;
  }

  private void function(Call call, JsonNode function) {
    String name = Json.text(function, "name");
    String arguments = Json.argumentText(function.path("arguments"));
    if (!call.started && !name.isEmpty()) {
      call.name = name;
      start(call);
    }
    if (arguments.isEmpty()) {
      return;
    }
    if (call.started) {
      emit(new ChatEvent.ToolDelta(call.index, arguments));
    } else {
      call.early.append(arguments);
    }
  }

  private void start(Call call) {
    call.started = true;
    if (call.id.isEmpty()) {
      call.id = "call_" + call.index;
    }
    emit(new ChatEvent.ToolStart(call.index, call.id, call.name));
    if (!call.early.isEmpty()) {
      emit(new ChatEvent.ToolDelta(call.index, call.early.toString()));
    }
  }

  private void stopped(JsonNode choice) {
    String reason = Json.text(choice, "finish_reason");
    if (!reason.isEmpty()) {
      stopped(reason(reason));
    }
  }

  private FinishReason reason(String reason) {
    return switch (reason) {
      case "stop", "eos", "end_turn" -> {
        if (refused) {
          yield FinishReason.FILTERED;
        }
        yield calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_USE;
      }
      case "tool_calls", "function_call" -> FinishReason.TOOL_USE;
      case "length", "max_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.FILTERED;
      default -> FinishReason.OTHER;
    };
  }

  private void counted(JsonNode json) {
    JsonNode usage = json.path("usage");
    JsonNode timings = json.path("timings");
    if (usage.isObject() && usage.has("prompt_tokens")) {
      long cached =
          Math.max(
              Json.count(usage.path("prompt_tokens_details"), "cached_tokens"),
              Json.count(usage, "prompt_cache_hit_tokens"));
      emitUsage(Json.count(usage, "prompt_tokens"), cached, Json.count(usage, "completion_tokens"));
    } else if (timings.has("prompt_n")) {
      long cached = Json.count(timings, "cache_n");
      emitUsage(
          Json.count(timings, "prompt_n") + cached, cached, Json.count(timings, "predicted_n"));
    }
    speed(timings.path("predicted_per_second").asDouble(0));
    speed(json.path("stats").path("tokens_per_second").asDouble(0));
  }
}
