package dev.metier.protocol;

import dev.metier.chat.ChatEvent;
import java.util.List;
import java.util.Optional;

/// Writes one streamed answer as server-sent events. Not thread-safe.
public interface ReplyWriter {
  /// The bytes that these events become; empty when nothing is to be said yet. What opens the
  /// stream comes with the first event that needs it.
  byte[] write(List<ChatEvent> events);

  /// Whether [ChatEvent.Finished] was written: the stream is complete.
  boolean finished();

  /// Bytes of the answer that are kept until its end, for protocols that tell all of it once more.
  default long held() {
    return 0;
  }

  /// A refusal as the last event of this stream, for protocols whose event tells more than
  /// [Protocol#writeErrorEvent] can know, such as its place among the events. Empty for the others;
  /// nothing may follow.
  default Optional<byte[]> failed(Refusal refusal) {
    return Optional.empty();
  }
}
