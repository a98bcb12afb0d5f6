package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.Usage;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.ReplyWriter;
import dev.metier.wire.MalformedException;
import java.util.List;
import java.util.Optional;

/// Reads the answer in the model's dialect and writes it in the client's protocol. Not thread-safe.
final class Translating implements Relay {
  private static final byte[] NOTHING = new byte[0];

  /// Most bytes of an answer that are kept to be told once more at its end.
  private static final long KEPT_LIMIT = 8 << 20;

  private final StreamReader reader;
  private final ReplyWriter writer;
  private final KeyGuard guard;
  private final CutCalls calls = new CutCalls();
  private final DeliveredUsage usage = new DeliveredUsage();
  private boolean answering;

  /// @param guard follows the text
  Translating(StreamReader reader, ReplyWriter writer, KeyGuard guard) {
    this.reader = reader;
    this.writer = writer;
    this.guard = guard;
  }

  @Override
  public byte[] read(byte[] chunk) {
    return write(reader.read(chunk));
  }

  @Override
  public byte[] end() {
    return write(reader.end());
  }

  private byte[] write(List<ChatEvent> events) {
    return put(calls.settled(events));
  }

  /// Opens the answer behind events that the client has heard already.
  void follow(List<ChatEvent> events) {
    writer.write(events);
  }

  /// The same for an answer whose events are at hand.
  byte[] put(List<ChatEvent> events) {
    if (events.isEmpty()) {
      return NOTHING;
    }
    for (ChatEvent event : events) {
      answering |= UsageTap.isContent(event);
      usage.add(event);
      guard.follow(event);
    }
    byte[] written = writer.write(events);
    if (writer.held() > KEPT_LIMIT) {
      throw new MalformedException("the answer is larger than " + (KEPT_LIMIT >> 21) + " MB");
    }
    return written;
  }

  @Override
  public boolean answering() {
    return answering;
  }

  @Override
  public boolean finished() {
    return writer.finished();
  }

  @Override
  public Optional<WireError> error() {
    return reader.error();
  }

  @Override
  public Optional<String> elsewhere() {
    return reader.elsewhere();
  }

  @Override
  public Optional<byte[]> closingError(Refusal refusal) {
    return writer.failed(refusal);
  }

  @Override
  public long held() {
    return reader.held() + writer.held();
  }

  @Override
  public Usage usage() {
    return usage.usage();
  }

  @Override
  public long delivered() {
    return usage.delivered();
  }
}
