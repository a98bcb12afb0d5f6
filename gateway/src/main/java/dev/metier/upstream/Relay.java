package dev.metier.upstream;

import dev.metier.chat.Usage;
import dev.metier.dialect.WireError;
import dev.metier.protocol.Refusal;
import java.util.Optional;

/// Turns a model's streamed answer into the client's. Not thread-safe.
interface Relay {
  /// What the client is to get for these bytes; empty when nothing yet.
  ///
  /// @throws dev.metier.wire.MalformedException when they are not what the model should send
  byte[] read(byte[] chunk);

  /// What is still to be said at the orderly end of the model's stream.
  ///
  /// @throws dev.metier.wire.MalformedException as above
  byte[] end();

  /// Whether anything of the answer itself came: text, reasoning, a call of a tool. What servers
  /// send before that only says that they heard.
  boolean answering();

  /// Whether the answer came to its proper end.
  boolean finished();

  /// The error that the model's server sent inside the stream, if it did.
  Optional<WireError> error();

  /// The machine that the server says it passed the request on to; empty when it says of none.
  Optional<String> elsewhere();

  /// A refusal as the last event of this stream, where the client's protocol must know what came
  /// before it; empty for the others.
  Optional<byte[]> closingError(Refusal refusal);

  /// Bytes of memory that what came and was not handed on takes.
  long held();

  /// What the answer used, as far as it is known.
  Usage usage();

  /// About how many tokens came, by our own count.
  long delivered();
}
