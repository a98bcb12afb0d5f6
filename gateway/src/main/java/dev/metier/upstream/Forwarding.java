package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.Usage;
import dev.metier.dialect.WireError;
import dev.metier.protocol.Refusal;
import dev.metier.upstream.UsageTap.Text;
import dev.metier.wire.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hands events on as they are but for the model's name, whole ones only, so that a stream that
/// breaks can still be closed with an error that the client understands. What comes before the
/// first content waits for it, and what comes of a call for its arguments, since it may be in a
/// shape that the client would misread: from there on the answer is written anew. Not thread-safe.
final class Forwarding implements Relay {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] DONE = Text.of("data: [DONE]\n\n");
  private static final byte[] MESSAGE_STOP =
      Text.of("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

  /// What is to be known of the stream to forward it; compared with no other.
  ///
  /// @param typed whether each event tells its type
  /// @param hideUsage whether the client did not ask for the event that has only the usage
  /// @param model the name to answer under, as JSON text: local servers call a model by its path
  /// @param anew writes the answer anew; empty when the request cannot be understood well enough
  @SuppressWarnings("ArrayRecordComponent")
  record Manner(
      boolean typed, boolean hideUsage, byte[] model, Supplier<Optional<Translating>> anew) {}

  private final UsageTap tap;
  private final Manner manner;
  private final Events events = new Events();
  private final List<ChatEvent> told = new ArrayList<>();
  private final Set<Integer> begun = new HashSet<>();
  private final List<ChatEvent> waiting = new ArrayList<>();
  private byte[] out = NOTHING;
  private int length;
  private byte[] held = NOTHING;
  private boolean asTheyCome;
  private @Nullable Translating translating;

  Forwarding(UsageTap tap, Manner manner) {
    this.tap = tap;
    this.manner = manner;
  }

  @Override
  public byte[] read(byte[] chunk) {
    out = new byte[chunk.length + held.length];
    length = 0;
    events.feed(chunk, this::event);
    return taken();
  }

  @Override
  public byte[] end() {
    byte[] rest = events.rest();
    boolean ended = tap.finished();
    out = NOTHING;
    length = 0;
    List<ChatEvent> last = tap.readEnd(rest);
    if (translating != null) {
      return translating.put(last);
    }
    // the last event of some servers lacks its blank line
    if (!tap.finished() || tap.error().isPresent() || anew(last, rest, 0, rest.length)) {
      return taken();
    }
    release();
    if (rest.length > 0) {
      copy(rest, 0, rest.length);
      add(new byte[] {'\n', '\n'}, 0, 2);
    }
    if (!ended && !tap.isEnd(rest, 0, rest.length)) {
      byte[] end = manner.typed ? MESSAGE_STOP : DONE;
      add(end, 0, end.length);
    }
    return taken();
  }

  private void event(byte[] bytes, int from, int to) {
    Translating other = translating;
    if (other != null) {
      write(other, tap.read(Arrays.copyOfRange(bytes, from, to)));
      return;
    }
    boolean forClient = tap.observe(bytes, from, to);
    if (tap.counted() && held.length == 0) {
      named(bytes, from, to);
      return;
    }
    // the error of the model's server is told in our words, and an end too early is none
    if (tap.error().isPresent()
        || (!tap.finished() && tap.isEnd(bytes, from, to))
        || anew(tap.events(), bytes, from, to)) {
      return;
    }
    boolean hidden = (manner.hideUsage && !forClient) || (!tap.answering() && bytes[from] == ':');
    if (tap.undecided()) {
      hold(bytes, from, hidden ? from : to);
      return;
    }
    release();
    if (!hidden) {
      copy(bytes, from, to);
    }
  }

  /// Changes over to writing the answer anew, if its shape makes that necessary; so is what has
  /// waited.
  private boolean anew(List<ChatEvent> last, byte[] bytes, int from, int to) {
    waiting.addAll(last);
    if (asTheyCome || !tap.irregular(bytes, from, to)) {
      return false;
    }
    Translating other = manner.anew.get().orElse(null);
    if (other == null) {
      asTheyCome = true;
      return false;
    }
    other.follow(told);
    translating = other;
    held = NOTHING;
    write(other, List.copyOf(waiting));
    waiting.clear();
    return true;
  }

  private void write(Translating to, List<ChatEvent> some) {
    byte[] written = to.put(some);
    add(written, 0, written.length);
  }

  private void hold(byte[] bytes, int from, int to) {
    int before = held.length;
    held = Arrays.copyOf(held, before + to - from);
    System.arraycopy(bytes, from, held, before, to - from);
  }

  /// Forwards what has waited, and remembers as much of it as a writer must know that is to go on.
  private void release() {
    if (held.length > 0) {
      byte[] all = held;
      held = NOTHING;
      Events each = new Events();
      each.feed(all, this::copy);
    }
    for (ChatEvent event : waiting) {
      switch (event) {
        case ChatEvent.ToolStart _ -> told.add(event);
        case ChatEvent.ToolDelta(int index, String _) -> {
          if (begun.add(index)) {
            told.add(event);
          }
        }
        case ChatEvent.TextDelta _,
            ChatEvent.RefusalDelta _,
            ChatEvent.ThinkingDelta _,
            ChatEvent.LogProbs _ -> {
          if (told.isEmpty()) {
            told.add(event);
          }
        }
        case ChatEvent.Used _,
            ChatEvent.ThinkingSigned _,
            ChatEvent.ThinkingSealed _,
            ChatEvent.Finished _ -> {}
      }
    }
    waiting.clear();
  }

  /// Forwards an event with the job's name instead of the model's.
  private void named(byte[] bytes, int from, int to) {
    int name = tap.model(bytes, from, to);
    if (name >= 0) {
      exchange(bytes, from, to, name, manner.model);
    } else {
      add(bytes, from, to);
    }
  }

  /// The same, with the right reason to stop.
  private void copy(byte[] bytes, int from, int to) {
    int reason = tap.wrongReason(bytes, from, to);
    if (reason >= 0) {
      exchange(bytes, from, to, reason, tap.reason());
    } else {
      named(bytes, from, to);
    }
  }

  private void exchange(byte[] bytes, int from, int to, int text, byte[] other) {
    add(bytes, from, text);
    add(other, 0, other.length);
    add(bytes, Text.endOfString(bytes, text, to), to);
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
    return tap.answering();
  }

  @Override
  public boolean finished() {
    return tap.finished();
  }

  @Override
  public Optional<WireError> error() {
    return tap.error();
  }

  @Override
  public Optional<String> elsewhere() {
    return tap.elsewhere();
  }

  @Override
  public Optional<byte[]> closingError(Refusal refusal) {
    return translating == null ? Optional.empty() : translating.closingError(refusal);
  }

  @Override
  public long held() {
    return events.held() + held.length + (translating == null ? 0 : translating.held());
  }

  @Override
  public Usage usage() {
    return tap.usage();
  }

  @Override
  public long delivered() {
    return tap.delivered();
  }
}
