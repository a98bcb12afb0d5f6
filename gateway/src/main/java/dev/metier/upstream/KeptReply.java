package dev.metier.upstream;

import dev.metier.chat.ChatReply;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/// An answer as its server sends it, kept to be understood once it is complete. Not thread-safe.
final class KeptReply {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void add(byte[] chunk) {
    bytes.writeBytes(chunk);
  }

  /// Begins anew, for another answer.
  void clear() {
    bytes.reset();
  }

  /// Bytes of memory that it takes.
  long size() {
    return bytes.size();
  }

  /// What the answer says; empty when it cannot be understood.
  ///
  /// @param type media type of the answer
  Optional<ChatReply> reply(Dialect dialect, String type) {
    String told = type.toLowerCase(Locale.ROOT);
    boolean streamed = told.startsWith("text/event-stream") || told.contains("ndjson");
    try {
      return streamed ? assembled(dialect) : Optional.of(dialect.readReply(bytes.toByteArray()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private Optional<ChatReply> assembled(Dialect dialect) {
    var reader = dialect.reader();
    var assembly = new ReplyAssembly();
    reader.read(bytes.toByteArray()).forEach(assembly::add);
    reader.end().forEach(assembly::add);
    return assembly.complete() ? Optional.of(assembly.reply()) : Optional.empty();
  }
}
