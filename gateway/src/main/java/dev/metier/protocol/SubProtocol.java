package dev.metier.protocol;

import dev.metier.chat.ChatReply;
import java.util.Set;

/// A part of a protocol that is no chat: its refusals look like the protocol's, and its requests
/// are forwarded, or answered by the gateway itself.
///
/// @param word for logs and metrics: `embeddings` or `count_tokens`
/// @param protocol whose part it is
/// @param documentedFields of its requests
/// @param readable whether its requests are chats as the protocol's own are; others are forwarded
///   or refused
public record SubProtocol(
    String word, Protocol protocol, Set<String> documentedFields, boolean readable)
    implements Protocol {
  @Override
  public String requestIdHeader() {
    return protocol.requestIdHeader();
  }

  @Override
  public ParsedRequest read(byte[] body) {
    if (!readable) {
      // only read to be written anew for a model of another dialect
      String why = "The model of this job takes no " + word + ".";
      throw new RefusedException(Refusal.of(Refusal.Reason.UNSUPPORTED, why));
    }
    return protocol.read(body);
  }

  @Override
  public byte[] writeReply(ChatReply reply, ReplyMetadata metadata, ParsedRequest asked) {
    throw new UnsupportedOperationException(word + " has no replies");
  }

  @Override
  public ReplyWriter stream(ReplyMetadata metadata, ParsedRequest asked) {
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
