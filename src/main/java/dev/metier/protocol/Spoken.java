package dev.metier.protocol;

import dev.metier.chat.ChatReply;

/// A part of a protocol that is no chat: its refusals look like the protocol's, and its requests
/// are forwarded, or answered by the gateway itself.
///
/// @param word for logs and metrics: `embeddings` or `count_tokens`
/// @param protocol whose part it is
public record Spoken(String word, Protocol protocol) implements Protocol {
  /// OpenAI's embeddings.
  public static final Spoken EMBEDDINGS = new Spoken("embeddings", ChatCompletions.PROTOCOL);

  /// The length of a prompt, asked for by clients of Anthropic Messages.
  public static final Spoken COUNT_TOKENS = new Spoken("count_tokens", Messages.PROTOCOL);

  @Override
  public Asked read(byte[] body) {
    if (equals(EMBEDDINGS)) {
      // only read to be written anew for a model of another dialect
      String why = "The model of this job takes no " + word + ".";
      throw new RefusedException(Refusal.of(Refusal.Reason.UNSUPPORTED, why));
    }
    return protocol.read(body);
  }

  @Override
  public byte[] writeReply(ChatReply reply, Heading heading, Asked asked) {
    throw new UnsupportedOperationException(word + " has no replies");
  }

  @Override
  public ReplyWriter stream(Heading heading, Asked asked) {
    throw new UnsupportedOperationException(word + " has no streams");
  }

  @Override
  public byte[] writeError(Refusal refusal, String requestId) {
    return protocol.writeError(refusal, requestId);
  }

  @Override
  public byte[] writeErrorEvent(Refusal refusal, String requestId) {
    return protocol.writeErrorEvent(refusal, requestId);
  }

  @Override
  public int status(Refusal.Reason reason) {
    return protocol.status(reason);
  }

  @Override
  public byte[] keepAlive() {
    return protocol.keepAlive();
  }
}
