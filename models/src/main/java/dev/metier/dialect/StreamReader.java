package dev.metier.dialect;

import dev.metier.chat.ChatEvent;
import dev.metier.wire.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads one answer, streamed or whole. Chunk boundaries may fall anywhere, inside a character too.
/// Not thread-safe.
public interface StreamReader {
  /// The events that this chunk completes.
  ///
  /// @throws MalformedException when it is not in this format
  List<ChatEvent> read(byte[] chunk);

  /// The events that the orderly end of the stream completes; nothing is read afterwards.
  ///
  /// @throws MalformedException when what came was not in this format at all
  List<ChatEvent> end();

  /// The events of an answer that came at once, of which nothing was read before.
  ///
  /// @throws MalformedException when it is not in this format
  List<ChatEvent> readWhole(byte[] body);

  /// The error that the server sent inside the stream, if it did.
  Optional<WireError> error();

  /// Whether the answer came to its proper end.
  boolean finished();

  /// The server's own decode speed in tokens a second, when it reports one.
  OptionalDouble tokensPerSecond();

  /// Bytes that came and that no event tells yet.
  long held();

  /// What told reasoning apart that stood in the answer's text, where clients of this server get it
  /// so; empty when the server told it apart.
  default Optional<String> thinkingMark() {
    return Optional.empty();
  }

  /// Whether something that came is in a shape that this reader understands and others may not:
  /// calls that cannot be told apart by their place, a reason to stop that is no word of this
  /// format, reasoning in the text.
  default boolean irregular() {
    return false;
  }

  /// Whether a call has begun that no event tells yet.
  default boolean undecided() {
    return false;
  }

  /// The machine, or the model there, that the server says it only passed the request on to; empty
  /// when it says of none.
  default Optional<String> elsewhere() {
    return Optional.empty();
  }

  /// The name of the model that the answer says it is of; empty when it says none.
  default Optional<String> servedModel() {
    return Optional.empty();
  }

  /// Whether the server says that it had to load the model first.
  boolean cold();
}
