package dev.metier.pipeline;

import dev.metier.chat.ChatRequest;
import dev.metier.wire.JsonOut;
import java.util.function.ToLongFunction;

/// Answers clients that ask how long a prompt is before they send it. They shorten the chat by this
/// count, so everything in the request is in it: instructions, tools, calls, results, reasoning,
/// pictures.
public final class Counting {
  private Counting() {}

  /// The answer of `/v1/messages/count_tokens`.
  ///
  /// @param count tells the tokens of a request, at least 0
  public static byte[] messages(ChatRequest request, ToLongFunction<ChatRequest> count) {
    return answer("{", request, count);
  }

  /// The answer of `/v1/responses/input_tokens`.
  ///
  /// @param count tells the tokens of a request, at least 0
  public static byte[] responses(ChatRequest request, ToLongFunction<ChatRequest> count) {
    return answer("{\"object\":\"response.input_tokens\",", request, count);
  }

  private static byte[] answer(
      String start, ChatRequest request, ToLongFunction<ChatRequest> count) {
    var out = new JsonOut().raw(start).raw("\"input_tokens\":");
    return out.number(count.applyAsLong(request)).raw("}").take();
  }
}
