package dev.metier.protocol.chat;

import dev.metier.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a server tells of the likelihood of an answer's tokens, where the answer is written anew.
public final class ChatLogProbs {
  private ChatLogProbs() {}

  /// The answer as it was written, with what the one that came tells.
  ///
  /// @param came in Chat Completions
  /// @param written in any protocol
  public static byte[] carried(byte[] came, byte[] written) {
    JsonNode told = choice(came).path("logprobs");
    if (!told.isObject()) {
      return written;
    }
    JsonNode answer = Json.object(written);
    if (answer.path("choices").path(0) instanceof ObjectNode choice && choice.has("logprobs")) {
      choice.set("logprobs", told);
      return Json.bytes(answer);
    }
    return written;
  }

  private static JsonNode choice(byte[] answer) {
    return Json.tryObject(answer).orElseGet(Json::newObject).path("choices").path(0);
  }
}
