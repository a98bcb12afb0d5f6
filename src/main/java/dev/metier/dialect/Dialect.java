package dev.metier.dialect;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.wire.MalformedException;

/// One vendor's wire format. Stateless; pure functions between bytes and chat.
public interface Dialect {
  /// The path below the base URL that takes requests.
  String path();

  /// The body of a request for `model`, as UTF-8 JSON.
  byte[] writeRequest(ChatRequest request, String model, boolean stream);

  /// Reads a whole answer that was not streamed.
  ///
  /// @throws MalformedException when it is not in this format
  ChatReply readReply(byte[] body);

  /// Reads a streamed answer, a chunk of bytes at a time.
  StreamReader reader();

  /// Reads the body of an answer whose status is not 2xx; never throws.
  WireError readError(int status, byte[] body);
}
