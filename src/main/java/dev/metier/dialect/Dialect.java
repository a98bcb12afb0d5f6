package dev.metier.dialect;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.wire.MalformedException;
import java.util.List;

/// One vendor's wire format. Stateless; pure functions between bytes and chat.
public interface Dialect {
  /// The path below the base URL that takes requests.
  String path();

  /// The body of a request for `model`, as UTF-8 JSON.
  byte[] writeRequest(ChatRequest request, String model, boolean stream);

  /// What [#writeRequest] leaves out of a request because this vendor has no word for it or its
  /// server refuses it: `top_k`, `reasoning_effort`, `documents` and the like, sorted.
  List<String> cannotExpress(ChatRequest request);

  /// Reads a whole answer that was not streamed.
  ///
  /// @throws MalformedException when it is not in this format
  ChatReply readReply(byte[] body);

  /// Reads a streamed answer, a chunk of bytes at a time.
  StreamReader reader();

  /// Reads the body of an answer whose status is not 2xx; never throws.
  WireError readError(int status, byte[] body);
}
