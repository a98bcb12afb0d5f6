package dev.metier.dialect.ollama;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.dialect.AnswerReader;
import dev.metier.dialect.ThinkTags;
import dev.metier.dialect.TokenCounts;
import dev.metier.wire.Framing;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import tools.jackson.databind.JsonNode;

/// Reads Ollama's answers; a whole one is a stream of one line. Not thread-safe.
final class OllamaReader extends AnswerReader {
  /// Above this the model was not in memory when the request came.
  private static final long LOADED_NANOS = 100_000_000;

  private final ThinkTags tags = new ThinkTags(this::emitThinking, this::emitText);
  private int calls;

  OllamaReader() {
    super(Framing.lines());
  }

  @Override
  public void piece(JsonNode json) {
    JsonNode message = json.path("message");
    String thinking = Json.text(message, "thinking");
    if (!thinking.isEmpty()) {
      tags.noMore();
      emitThinking(thinking);
    }
    tags.add(Json.text(message, "content"));
    for (JsonNode call : message.path("tool_calls")) {
      toolCall(call);
    }
    if (json.path("done").asBoolean(false)) {
      counted(json);
      stopped(reason(Json.text(json, "done_reason")));
      complete();
    }
  }

  @Override
  public void whole(JsonNode json) {
    if (!json.path("message").isObject()) {
      throw new MalformedException("no message in the answer: " + Json.cut(json.toString()));
    }
    piece(json);
  }

  @Override
  public void beforeFinish() {
    tags.end();
  }

  private void toolCall(JsonNode call) {
    tags.end();
    JsonNode function = call.path("function");
    String id = Json.text(call, "id");
    emit(
        new ChatEvent.ToolStart(
            calls, id.isEmpty() ? "call_" + calls : id, Json.text(function, "name")));
    String arguments = Json.argumentText(function.path("arguments"));
    if (!arguments.isEmpty()) {
      emit(new ChatEvent.ToolDelta(calls, arguments));
    }
    calls++;
  }

  /// Older versions leave out the prompt's count when all of it came from the cache.
  private void counted(JsonNode json) {
    long output = TokenCounts.count(json, "eval_count");
    long input =
        json.has("prompt_eval_count")
            ? TokenCounts.count(json, "prompt_eval_count")
            : TokenCounts.UNTOLD;
    if (input >= 0 || output > 0) {
      emitUsage(new TokenCounts(input, 0, 0, output, 0));
    }
    long nanos = Json.count(json, "eval_duration");
    if (nanos > 0 && output >= 0) {
      speed(output * 1e9 / nanos);
    }
    cold(Json.count(json, "load_duration") > LOADED_NANOS);
  }

  private FinishReason reason(String reason) {
    return switch (reason) {
      case "", "stop" -> calls > 0 ? FinishReason.TOOL_USE : FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      default -> FinishReason.OTHER;
    };
  }
}
