package dev.metier.dialect.anthropic;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.dialect.AnswerReader;
import dev.metier.dialect.TokenCounts;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import dev.metier.wire.Sse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads Anthropic Messages, streamed and whole. Not thread-safe.
final class AnthropicReader extends AnswerReader {
  private final Map<Long, Integer> calls = new HashMap<>();
  private final Set<Integer> bare = new HashSet<>();
  private long fresh = TokenCounts.UNTOLD;
  private long cacheRead;
  private long cacheWritten;
  private long hourWritten;
  private long output = TokenCounts.UNTOLD;

  AnthropicReader() {
    super(new Sse());
  }

  @Override
  public void piece(JsonNode json) {
    switch (Json.text(json, "type")) {
      case "message_start" -> used(json.path("message").path("usage"));
      case "content_block_start" -> block(json.path("content_block"), Json.count(json, "index"));
      case "content_block_delta" -> delta(json.path("delta"), Json.count(json, "index"));
      case "content_block_stop" -> stopped(Json.count(json, "index"));
      case "message_delta" -> {
        used(json.path("usage"));
        stopped(json.path("delta"));
      }
      case "message_stop" -> complete();
      // a server that does not stream may still wrap its answer in one event
      case "message" -> whole(json);
      default -> {}
    }
  }

  @Override
  public void whole(JsonNode json) {
    JsonNode content = json.path("content");
    if (!content.isArray()) {
      throw new MalformedException("no content in the answer: " + Json.cut(json.toString()));
    }
    for (int i = 0; i < content.size(); i++) {
      block(content.path(i), i);
    }
    used(json.path("usage"));
    stopped(FinishReason.OTHER);
    stopped(json);
  }

  private void block(JsonNode block, long index) {
    switch (Json.text(block, "type")) {
      case "text" -> emitText(Json.text(block, "text"));
      case "thinking" -> {
        emitThinking(Json.text(block, "thinking"));
        emitSeal(Json.text(block, "signature"));
      }
      case "redacted_thinking" -> emitSealed(Json.text(block, "data"));
      case "tool_use" -> {
        int call = calls.size();
        calls.put(index, call);
        bare.add(call);
        String id = Json.text(block, "id");
        emit(
            new ChatEvent.ToolStart(
                call, id.isEmpty() ? "call_" + call : id, Json.text(block, "name")));
        JsonNode input = block.path("input");
        if (!input.isEmpty() || input.isString()) {
          argument(index, Json.argumentText(input));
        }
      }
      default -> {}
    }
  }

  private void delta(JsonNode delta, long index) {
    switch (Json.text(delta, "type")) {
      case "text_delta" -> emitText(Json.text(delta, "text"));
      case "thinking_delta" -> emitThinking(Json.text(delta, "thinking"));
      case "signature_delta" -> emitSeal(Json.text(delta, "signature"));
      case "input_json_delta" -> argument(index, Json.text(delta, "partial_json"));
      default -> {}
    }
  }

  /// A call without arguments is whole when its block is.
  private void stopped(long index) {
    Integer call = calls.get(index);
    if (call != null && bare.contains(call)) {
      argument(index, "{}");
    }
  }

  private void argument(long index, String piece) {
    Integer call = calls.get(index);
    if (call != null && !piece.isEmpty()) {
      bare.remove(call);
      emit(new ChatEvent.ToolDelta(call, piece));
    }
  }

  /// Later counts replace earlier ones, each for itself; what was read from or written to the cache
  /// is not part of `input_tokens`.
  private void used(JsonNode usage) {
    if (!usage.isObject()) {
      return;
    }
    fresh = latest(usage, "input_tokens", fresh);
    cacheRead = latest(usage, "cache_read_input_tokens", cacheRead);
    cacheWritten = latest(usage, "cache_creation_input_tokens", cacheWritten);
    hourWritten = usage.hasNonNull("cache_creation") ? TokenCounts.hour(usage) : hourWritten;
    output = latest(usage, "output_tokens", output);
    emitUsage(TokenCounts.anthropic(fresh, cacheRead, cacheWritten, hourWritten, output));
  }

  private static long latest(JsonNode usage, String field, long earlier) {
    return usage.hasNonNull(field) ? TokenCounts.count(usage, field) : earlier;
  }

  private void stopped(JsonNode from) {
    stoppedBy(Json.text(from, "stop_sequence"));
    String reason = Json.text(from, "stop_reason");
    if (reason.equals("refusal")) {
      emitRefusal(Json.text(from.path("stop_details"), "explanation"));
    }
    if (!reason.isEmpty()) {
      stopped(
          switch (reason) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_USE;
            case "refusal" -> FinishReason.FILTERED;
            default -> FinishReason.OTHER;
          });
    }
  }
}
