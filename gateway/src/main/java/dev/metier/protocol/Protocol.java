package dev.metier.protocol;

import dev.metier.chat.ChatReply;
import java.util.Set;

/// One protocol as a client speaks it. Stateless; pure functions between bytes and chat.
public interface Protocol {
  /// The word for it in logs and metrics: `chat`, `responses` or `messages`.
  String word();

  /// The answer's header by which clients of this protocol read a request's id, in lower case.
  String requestIdHeader();

  /// The fields of a request that vendors document; others go to no vendor unasked.
  Set<String> documentedFields();

  /// Reads a whole request.
  ///
  /// @throws RefusedException when it is not one, or when it asks for what no translation can
  ///   express
  ParsedRequest read(byte[] body);

  /// A whole answer, as UTF-8 JSON.
  byte[] writeReply(ChatReply reply, ReplyMetadata metadata, ParsedRequest asked);

  /// Writes a streamed answer.
  ReplyWriter stream(ReplyMetadata metadata, ParsedRequest asked);

  /// The body of a refusal before anything was answered, as UTF-8 JSON; its status is
  /// [#status(Refusal.Reason)].
  byte[] writeError(Refusal refusal, String requestId);

  /// A refusal inside a stream that has begun: one server-sent event, as bytes; nothing may follow.
  byte[] writeErrorEvent(Refusal refusal, String requestId);

  /// The HTTP status that tells clients of this protocol why.
  int status(Refusal.Reason reason);

  /// What keeps a silent stream alive before its first event: a server-sent comment, or a `ping`.
  byte[] keepAlive();
}
