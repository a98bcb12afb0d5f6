package dev.metier.upstream;

import dev.metier.chat.Usage;
import dev.metier.dialect.WireError;
import dev.metier.protocol.Refusal;
import dev.metier.wire.Events;
import java.util.Arrays;
import java.util.Optional;

/// Hands events on as they are but for the model's name, whole ones only, so that a stream that
/// breaks can still be closed with an error that the client understands. Not thread-safe.
final class Forwarding implements Relay {
  private static final byte[] NOTHING = new byte[0];

  private final UsageTap ear;
  private final boolean hideUsage;
  private final byte[] model;
  private final Events events = new Events();
  private byte[] out = NOTHING;
  private int length;

  /// @param hideUsage whether the client did not ask for the event that has only the usage
  /// @param model the name to answer under, as JSON text: local servers call a model by its path
  Forwarding(UsageTap ear, boolean hideUsage, byte[] model) {
    this.ear = ear;
    this.hideUsage = hideUsage;
    this.model = model;
  }

  @Override
  public byte[] read(byte[] chunk) {
    out = new byte[chunk.length];
    length = 0;
    events.feed(chunk, this::event);
    return taken();
  }

  @Override
  public byte[] end() {
    byte[] rest = events.rest();
    ear.end(rest);
    // the last event of some servers lacks its blank line
    return ear.finished() && rest.length > 0 && ear.error().isEmpty() ? closed(rest) : NOTHING;
  }

  private static byte[] closed(byte[] rest) {
    byte[] whole = Arrays.copyOf(rest, rest.length + 2);
    whole[rest.length] = '\n';
    whole[rest.length + 1] = '\n';
    return whole;
  }

  private void event(byte[] bytes, int from, int to) {
    boolean forClient = ear.hear(bytes, from, to);
    // the error of the model's server is told in our words
    if (ear.error().isPresent() || (hideUsage && !forClient)) {
      return;
    }
    int name = ear.model(bytes, from, to);
    if (name < 0) {
      add(bytes, from, to);
    } else {
      add(bytes, from, name);
      add(model, 0, model.length);
      add(bytes, UsageTap.Text.endOfString(bytes, name, to), to);
    }
  }

  private void add(byte[] bytes, int from, int to) {
    int size = to - from;
    if (length + size > out.length) {
      out = Arrays.copyOf(out, Math.max(length + size, 2 * out.length));
    }
    System.arraycopy(bytes, from, out, length, size);
    length += size;
  }

  private byte[] taken() {
    byte[] taken = length == 0 ? NOTHING : length == out.length ? out : Arrays.copyOf(out, length);
    out = NOTHING;
    return taken;
  }

  @Override
  public boolean answering() {
    return ear.answering();
  }

  @Override
  public boolean finished() {
    return ear.finished();
  }

  @Override
  public Optional<WireError> error() {
    return ear.error();
  }

  @Override
  public Optional<byte[]> closingError(Refusal refusal) {
    return Optional.empty();
  }

  @Override
  public long held() {
    return events.held();
  }

  @Override
  public Usage usage() {
    return ear.usage();
  }

  @Override
  public long delivered() {
    return ear.delivered();
  }
}
