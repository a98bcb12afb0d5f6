package dev.metier.dialect.openai;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.dialect.AnswerReader;
import dev.metier.dialect.ThinkTags;
import dev.metier.dialect.TokenCounts;
import dev.metier.dialect.WireError;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import dev.metier.wire.Sse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads Chat Completions, streamed and whole. Not thread-safe.
final class OpenAiReader extends AnswerReader {
  private final OpenAiCalls calls = new OpenAiCalls(this::emit);
  private final ThinkTags tags = new ThinkTags(this::emitThinking, this::emitText);
  private boolean refused;
  private boolean irregular;

  OpenAiReader() {
    super(new Sse());
  }

  @Override
  public Optional<String> thinkingMark() {
    return tags.mark();
  }

  @Override
  public boolean irregular() {
    return irregular || calls.irregular() || tags.mark().isPresent();
  }

  @Override
  public boolean undecided() {
    return calls.undecided();
  }

  @Override
  public void piece(JsonNode json) {
    for (JsonNode choice : json.path("choices")) {
      if (Json.count(choice, "index") == 0) {
        boolean whole = !choice.path("delta").isObject();
        irregular |= choice.path("message").isObject();
        said(choice.path(whole ? "message" : "delta"), whole);
        likely(choice.path("logprobs"));
        stopped(choice);
      }
    }
    counted(json);
  }

  @Override
  public void whole(JsonNode json) {
    JsonNode choice = json.path("choices").path(0);
    if (!choice.path("message").isObject()) {
      throw new MalformedException("no message in the answer: " + Json.cut(json.toString()));
    }
    said(choice.path("message"), true);
    likely(choice.path("logprobs"));
    counted(json);
    if (!choice.path("finish_reason").isString()) {
      irregular = true;
      stopped(FinishReason.OTHER);
    } else {
      stopped(choice);
    }
  }

  @Override
  public void beforeFinish() {
    tags.end();
    calls.end();
  }

  private void likely(JsonNode logprobs) {
    boolean told = false;
    for (JsonNode tokens : logprobs) {
      told |= !tokens.isEmpty();
    }
    if (told) {
      emit(new ChatEvent.LogProbs(logprobs.toString()));
    }
  }

  private void said(JsonNode message, boolean whole) {
    thought(message);
    content(message.path("content"), whole);
    String refusal = Json.text(message, "refusal");
    refused |= !refusal.isEmpty();
    emitRefusal(refusal);
    for (JsonNode call : message.path("tool_calls")) {
      tags.end();
      calls.add(call, whole);
    }
    JsonNode old = message.path("function_call");
    if (old.isObject()) {
      tags.end();
      calls.old(old);
    }
  }

  /// Servers tell reasoning in one of these fields, some in two of them at once.
  private void thought(JsonNode message) {
    String reasoning = Json.text(message, "reasoning_content");
    reasoning = reasoning.isEmpty() ? Json.text(message, "reasoning") : reasoning;
    JsonNode details = message.path("reasoning_details");
    if (!reasoning.isEmpty() || !details.isEmpty()) {
      tags.noMore();
    }
    emitThinking(reasoning);
    for (JsonNode detail : details) {
      if (reasoning.isEmpty()) {
        emitThinking(Json.text(detail, "text"));
        emitThinking(Json.text(detail, "summary"));
      }
      emitSeal(Json.text(detail, "signature"));
      emitSealed(Json.text(detail, "data"));
    }
    emitSeal(Json.text(message, "reasoning_signature"));
  }

  private void content(JsonNode content, boolean whole) {
    if (content.isArray()) {
      content.forEach(this::part);
    } else if (whole) {
      tags.whole(content.stringValue(""));
    } else {
      tags.add(content.stringValue(""));
    }
  }

  private void part(JsonNode part) {
    JsonNode thinking = part.path("thinking");
    if (thinking.isArray()) {
      tags.noMore();
      thinking.forEach(piece -> emitThinking(Json.text(piece, "text")));
    } else {
      tags.add(Json.text(part, "text"));
    }
  }

  private void stopped(JsonNode choice) {
    String reason = Json.text(choice, "finish_reason");
    if (reason.isEmpty()) {
      return;
    }
    switch (reason) {
      // the server gave up in the middle
      case "error", "abort", "overloaded_error", "insufficient_system_resource" ->
          failed(
              new WireError(
                  reason.startsWith("o") || reason.startsWith("i")
                      ? WireError.Kind.OVERLOADED
                      : WireError.Kind.SERVER_ERROR,
                  "the server stopped in the middle of the answer: " + reason));
      default -> {
        stopped(reason(reason));
        irregular |= !fits(reason);
        calls.stopped();
        stoppedBy(Json.text(choice, "stop_reason"));
        stoppedBy(Json.text(choice, "matched_stop"));
      }
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

  /// Whether it is a word of this format, and the one that clients with calls to make look for.
  private boolean fits(String reason) {
    return switch (reason) {
      case "stop" -> refused || calls.isEmpty();
      case "tool_calls", "function_call" -> !calls.isEmpty();
      case "length", "content_filter" -> true;
      default -> false;
    };
  }

  private void counted(JsonNode json) {
    JsonNode usage = json.path("usage");
    if (usage.isObject() && usage.has("prompt_tokens")) {
      emitUsage(TokenCounts.openAi(usage));
    } else if (json.has("timings")) {
      JsonNode timings = json.path("timings");
      if (timings.has("prompt_n")) {
        long cached = TokenCounts.count(timings, "cache_n");
        long input = TokenCounts.sum(TokenCounts.count(timings, "prompt_n"), cached);
        long output = TokenCounts.count(timings, "predicted_n");
        emitUsage(new TokenCounts(input, cached, 0, output, 0));
      }
    }
    speed(json.path("timings").path("predicted_per_second").asDouble(0));
    speed(json.path("stats").path("tokens_per_second").asDouble(0));
  }
}
