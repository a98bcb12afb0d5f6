package dev.metier.protocol;

import dev.metier.chat.ChatEvent;
import java.util.List;

/// Writes one streamed answer as server-sent events. Not thread-safe.
public interface ReplyWriter {
  /// The bytes that these events become; empty when nothing is to be said yet. What opens the
  /// stream comes with the first event that needs it.
  byte[] write(List<ChatEvent> events);

  /// Whether [ChatEvent.Finished] was written: the stream is complete.
  boolean finished();
}
