package dev.metier.upstream;

import dev.metier.chat.ChatReply;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.wire.Fields;
import dev.metier.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// An answer as its server sends it, kept to be understood once it is complete. Not thread-safe.
final class KeptReply {
  private static final int MOST_EVENTS = 8;

  private Optional<String> served = Optional.empty();
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

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

  /// What the answer says; empty when it cannot be understood. What was kept is let go of.
  ///
  /// @param type media type of the answer
  Optional<ChatReply> reply(Dialect dialect, String type) {
    String told = type.toLowerCase(Locale.ROOT);
    boolean streamed = told.startsWith("text/event-stream") || told.contains("ndjson");
    try {
      return streamed ? assembled(dialect) : Optional.of(dialect.readReply(bytes.toByteArray()));
    } catch (MalformedException e) {
      return Optional.empty();
    } finally {
      served = named();
      bytes = new ByteArrayOutputStream(0);
    }
  }

  /// The name of the model that the answer says it is of, once it was read.
  Optional<String> servedModel() {
    return served;
  }

  /// In any vendor's form: of a stream the first event that tells counts.
  private Optional<String> named() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.startsWith("data:") ? line.substring(5).strip() : line)
        .filter(line -> line.startsWith("{"))
        .limit(MOST_EVENTS)
        .flatMap(line -> named(line.getBytes(StandardCharsets.UTF_8)).stream())
        .findFirst()
        .or(() -> named(bytes.toByteArray()));
  }

  private static Optional<String> named(byte[] json) {
    Optional<Fields> fields = Fields.of(json);
    return fields
        .flatMap(all -> all.text("model"))
        .or(() -> fields.flatMap(all -> all.text("modelVersion")))
        .or(() ->
            fields
                .flatMap(all -> all.field("message").map(all::raw))
                .filter(raw -> raw.startsWith("{"))
                .flatMap(raw -> Fields.of(raw.getBytes(StandardCharsets.UTF_8)))
                .flatMap(message -> message.text("model")));
  }

  private Optional<ChatReply> assembled(Dialect dialect) {
    var reader = dialect.reader();
    var assembly = new ReplyAssembly();
    reader.read(bytes.toByteArray()).forEach(assembly::add);
    reader.end().forEach(assembly::add);
    return assembly.complete() ? Optional.of(assembly.reply()) : Optional.empty();
  }
}
