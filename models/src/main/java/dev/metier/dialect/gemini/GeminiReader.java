package dev.metier.dialect.gemini;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.dialect.AnswerReader;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.dialect.TokenCounts;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import dev.metier.wire.Sse;
import tools.jackson.databind.JsonNode;

/// Reads generateContent, streamed and whole: a stream is a row of such answers, each with the next
/// parts. Only the end of the stream tells that no error follows. The signature of a text is not
/// handed on: Google does not ask for it, and it would stand behind the text, which clients expect
/// to end an answer. Not thread-safe.
final class GeminiReader extends AnswerReader {
  private final String signer;
  private int calls;
  private String signature = "";

  /// @param signer who signs what the model thought
  GeminiReader(String signer) {
    super(new Sse());
    this.signer = signer;
  }

  @Override
  public void piece(JsonNode json) {
    JsonNode usage = json.path("usageMetadata");
    if (usage.has("promptTokenCount")) {
      emitUsage(TokenCounts.gemini(usage));
    }
    if (isBlocked(json)) {
      stopped(FinishReason.FILTERED);
    }
    for (JsonNode candidate : json.path("candidates")) {
      if (Json.count(candidate, "index") == 0) {
        candidate.path("content").path("parts").forEach(this::part);
        String reason = Json.text(candidate, "finishReason");
        if (!reason.isEmpty()) {
          stopped(reason(reason));
        }
      }
    }
  }

  @Override
  public void whole(JsonNode json) {
    if (json.path("candidates").isEmpty() && !isBlocked(json)) {
      throw new MalformedException("no candidates in the answer: " + Json.cut(json.toString()));
    }
    stopped(FinishReason.OTHER);
    piece(json);
  }

  /// A refused prompt has status 200 and no answer.
  private static boolean isBlocked(JsonNode json) {
    return !Json.text(json.path("promptFeedback"), "blockReason").isEmpty();
  }

  private void part(JsonNode part) {
    String own = Json.text(part, "thoughtSignature");
    JsonNode call = part.path("functionCall");
    if (call.isObject()) {
      call(call, own);
      return;
    }
    String text = Json.text(part, "text");
    if (part.path("thought").asBoolean(false)) {
      emitThinking(text);
    } else {
      emitText(text);
    }
    signature = own.isEmpty() ? signature : own;
  }

  /// Calls come whole, and of those of one answer only the first is signed; older models sign the
  /// text before it instead.
  private void call(JsonNode call, String own) {
    String with = own.isEmpty() && calls == 0 ? signature : own;
    if (!with.isEmpty()) {
      emitSeal(ThoughtSignature.marked(signer, with));
    }
    int index = calls++;
    String id = Json.text(call, "id");
    emit(
        new ChatEvent.ToolStart(
            index, id.isEmpty() ? "call_" + index : id, GeminiNames.read(Json.text(call, "name"))));
    String arguments = Json.argumentText(call.path("args"));
    if (!arguments.isEmpty()) {
      emit(new ChatEvent.ToolDelta(index, arguments));
    }
  }

  private FinishReason reason(String reason) {
    return switch (reason) {
      case "STOP" -> calls > 0 ? FinishReason.TOOL_USE : FinishReason.STOP;
      case "MAX_TOKENS", "CONTINUATION" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "LANGUAGE",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          FinishReason.FILTERED;
      // a call that the model wrote wrong among them: it is the model's, and its answer is empty
      default -> FinishReason.OTHER;
    };
  }
}
