package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.Usage;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Listens to events that are forwarded as they are. Most carry nothing but content; those are
/// recognised by a few bytes and only counted. Not thread-safe.
final class UsageTap {
  private static final int CHARACTERS_PER_TOKEN = 4;

  /// Bytes at the beginning of an event in which its type stands.
  private static final int EVENT_HEAD = 64;

  /// Behind the backslash of `\\u0041`.
  private static final int UNICODE_ESCAPE = 5;

  /// Bytes that the event `[DONE]` has at most.
  private static final int SHORT = 32;

  private final StreamReader reader;
  private final boolean typed;
  private final KeyGuard guard;
  private final ChoiceScan scan = new ChoiceScan();
  private final CutCalls calls = new CutCalls();
  private final DeliveredUsage usage = new DeliveredUsage();
  private List<ChatEvent> events = List.of();
  private boolean answering;
  private boolean counted;
  private int call = -1;

  /// @param typed whether each event tells its type, and only the first the model
  /// @param guard follows the text
  UsageTap(StreamReader reader, boolean typed, KeyGuard guard) {
    this.reader = reader;
    this.typed = typed;
    this.guard = guard;
  }

  /// Listens to one whole event; false when the client must not see it, since all it has is the
  /// usage that only we asked for.
  ///
  /// @throws dev.metier.wire.MalformedException when it is not what the model should send
  boolean observe(byte[] bytes, int from, int to) {
    int end = Text.endOfObject(bytes, from, to);
    // what comes before the first content looks much like it, so that is read in full
    if (answering
        && end > from
        && (typed ? isTypedContent(bytes, from, end) : isChoiceContent(bytes, from, end))) {
      usage.add(typed ? lastText(bytes, from, end) : scanned(bytes));
      events = List.of();
      counted = true;
      return true;
    }
    counted = false;
    read(Arrays.copyOfRange(bytes, from, to));
    return typed || !Text.hasNothing(bytes, from, to, Text.CHOICES);
  }

  /// Reads these bytes in full.
  List<ChatEvent> read(byte[] bytes) {
    events = calls.settled(reader.read(bytes));
    take();
    return events;
  }

  /// Reads the end of the stream.
  ///
  /// @param rest what came behind the last whole event
  List<ChatEvent> readEnd(byte[] rest) {
    var all = new ArrayList<>(rest.length > 0 ? read(rest) : List.of());
    all.addAll(calls.settled(reader.end()));
    events = all;
    take();
    return events;
  }

  /// Whether the last event that was heard carries nothing but content, in the usual shape.
  boolean counted() {
    return counted;
  }

  /// What the last event that was heard tells; nothing for one that was only counted.
  List<ChatEvent> events() {
    return events;
  }

  /// Whether the client would misread the stream with the event that was heard last.
  boolean irregular(byte[] bytes, int from, int to) {
    return reader.irregular() || (!typed && calls.any() && endsWell(bytes, from, to));
  }

  /// Whether what came last may have to be written anew because of what comes next.
  boolean undecided() {
    return !finished() && (!answering || reader.undecided());
  }

  /// Whether it is the event that ends a stream.
  boolean isEnd(byte[] bytes, int from, int to) {
    return typed
        ? Text.contains(bytes, from, Math.min(to, from + EVENT_HEAD), Text.MESSAGE_STOP)
        : to - from < SHORT && Text.contains(bytes, from, to, Text.DONE);
  }

  /// Where the reason to stop stands in an event of Messages that tells a wrong one, with its
  /// quote; -1 when it tells none or the right one.
  int wrongReason(byte[] bytes, int from, int to) {
    int head = Math.min(to, from + EVENT_HEAD);
    if (!typed || !calls.called() || !Text.contains(bytes, from, head, Text.MESSAGE_DELTA)) {
      return -1;
    }
    int reason = Text.text(bytes, from, to, Text.STOP);
    boolean wrong =
        reason >= 0
            && (Text.startsWith(bytes, reason, to, Text.END_TURN)
                || (calls.any() && Text.startsWith(bytes, reason, to, Text.TOOL_USE)));
    return wrong ? reason : -1;
  }

  /// The right reason to stop, as JSON text, for an answer with calls.
  byte[] reason() {
    return calls.any() ? Text.MAX_TOKENS : Text.TOOL_USE;
  }

  private static boolean endsWell(byte[] bytes, int from, int to) {
    int at = Text.find(bytes, from, to, Text.FINISH);
    return at >= 0
        && Text.hasValue(bytes, at, to, Text.FINISH)
        && !Text.contains(bytes, at, to, Text.LENGTH)
        && !Text.contains(bytes, at, to, Text.FILTER);
  }

  /// Where the name of the model stands that the event names as its author; -1 when it names none.
  int model(byte[] bytes, int from, int to) {
    if (counted && !typed) {
      return scan.model();
    }
    int head = Math.min(to, from + EVENT_HEAD);
    return typed && !Text.contains(bytes, from, head, Text.MESSAGE_START)
        ? -1
        : Text.text(bytes, from, to, Text.MODEL);
  }

  private void take() {
    for (ChatEvent event : events) {
      answering |= isContent(event);
      usage.add(event);
      guard.follow(event);
      if (event instanceof ChatEvent.ToolDelta(int index, _)) {
        call = index;
      } else if (event instanceof ChatEvent.ToolStart) {
        call = -1;
      }
    }
  }

  /// Whether any content came.
  boolean answering() {
    return answering;
  }

  /// Whether this is content of an answer.
  static boolean isContent(ChatEvent event) {
    return switch (event) {
      case ChatEvent.TextDelta _,
          ChatEvent.RefusalDelta _,
          ChatEvent.ThinkingDelta _,
          ChatEvent.ToolStart _,
          ChatEvent.ToolDelta _ ->
          true;
      case ChatEvent.ThinkingSigned _,
          ChatEvent.ThinkingSealed _,
          ChatEvent.LogProbs _,
          ChatEvent.Used _,
          ChatEvent.Finished _ ->
          false;
    };
  }

  boolean finished() {
    return reader.finished();
  }

  Optional<WireError> error() {
    return reader.error();
  }

  Optional<String> elsewhere() {
    return reader.elsewhere();
  }

  /// What was used; an estimate from the size of the content as far as the server does not tell.
  Usage usage() {
    return usage.usage();
  }

  /// About how many tokens came, by our own count.
  long delivered() {
    return usage.delivered();
  }

  private int scanned(byte[] bytes) {
    guard.follow(bytes, scan.text(), scan.textEnd());
    return scan.characters();
  }

  /// The text ends the event of its own type, but for brackets.
  private int lastText(byte[] bytes, int from, int to) {
    int end = to - 1;
    while (end > from && bytes[end] != '"') {
      end--;
    }
    int start = end - 1;
    while (start > from && (bytes[start] != '"' || bytes[start - 1] == '\\')) {
      start--;
    }
    guard.follow(bytes, start + 1, end);
    return Text.characters(bytes, start + 1, end);
  }

  /// About how many tokens a text of this length has.
  static long tokens(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  /// Further arguments are only counted while they belong to the call that was read last.
  private boolean isChoiceContent(byte[] bytes, int from, int to) {
    if (!scan.isContent(bytes, from, to)) {
      return false;
    }
    if (scan.isCall()) {
      if (scan.index() != call) {
        return false;
      }
      calls.more(bytes, scan.from(), scan.end());
    }
    return true;
  }

  private boolean isTypedContent(byte[] bytes, int from, int to) {
    if (Text.startsWith(bytes, from, to, Text.DELTA)) {
      int piece = calls.called() ? Text.text(bytes, from, to, Text.PARTIAL) : -1;
      if (piece >= 0) {
        calls.more(bytes, piece + 1, Text.endOfString(bytes, piece, to) - 1);
      }
      return true;
    }
    return Text.startsWith(bytes, from, to, Text.PING);
  }

  /// Short texts in bytes.
  static final class Text {
    static final byte[] DONE = of("[DONE]");
    static final byte[] FINISH = of("\"finish_reason\":");
    static final byte[] LENGTH = of("\"length\"");
    static final byte[] FILTER = of("\"content_filter\"");
    static final byte[] STOP = of("\"stop_reason\":");
    static final byte[] TOOL_USE = of("\"tool_use\"");
    static final byte[] END_TURN = of("\"end_turn\"");
    static final byte[] MAX_TOKENS = of("\"max_tokens\"");
    static final byte[] PARTIAL = of("\"partial_json\":");
    static final byte[] CHOICES = of("\"choices\":");

    static final byte[] MODEL = of("\"model\":");
    static final byte[] MESSAGE_START = of("message_start");
    static final byte[] MESSAGE_DELTA = of("message_delta");
    static final byte[] MESSAGE_STOP = of("message_stop");
    static final byte[] DELTA = of("event: content_block_delta");
    static final byte[] PING = of("event: ping");

    private Text() {}

    static byte[] of(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
      return to - from >= what.length
          && Arrays.equals(bytes, from, from + what.length, what, 0, what.length);
    }

    static boolean contains(byte[] bytes, int from, int to, byte[] what) {
      return find(bytes, from, to, what) >= 0;
    }

    /// Whether this field stands at this place, with a value that is not null.
    static boolean hasValue(byte[] bytes, int at, int to, byte[] field) {
      if (!startsWith(bytes, at, to, field)) {
        return false;
      }
      int value = behindBlanks(bytes, at + field.length, to);
      return value < to && bytes[value] != 'n';
    }

    /// Whether a field stands there that is an empty list.
    static boolean hasNothing(byte[] bytes, int from, int to, byte[] field) {
      int at = find(bytes, from, to, field);
      return at >= 0 && isEmptyList(bytes, behindBlanks(bytes, at + field.length, to), to);
    }

    /// Whether an empty list begins there.
    static boolean isEmptyList(byte[] bytes, int at, int to) {
      int end = at < to && bytes[at] == '[' ? behindBlanks(bytes, at + 1, to) : to;
      return end < to && bytes[end] == ']';
    }

    static int behindBlanks(byte[] bytes, int from, int to) {
      int at = from;
      while (at < to && bytes[at] == ' ') {
        at++;
      }
      return at;
    }

    /// Where the text in the first field of this name begins, with its quote; -1 when there is
    /// none.
    static int text(byte[] bytes, int from, int to, byte[] name) {
      // in a text there is a backslash before the second quote
      int field = find(bytes, from, to, name);
      int value = field < 0 ? to : behindBlanks(bytes, field + name.length, to);
      return value < to && bytes[value] == '"' ? value : -1;
    }

    /// Behind the string that begins there; the end where it does not end.
    static int endOfString(byte[] bytes, int from, int to) {
      int at = Bytes.either(bytes, from + 1, to, '"', '\\');
      while (at >= 0 && bytes[at] == '\\') {
        at = Bytes.either(bytes, at + 2, to, '"', '\\');
      }
      return at < 0 ? to : at + 1;
    }

    /// How many characters are written there, escaped or not.
    static int characters(byte[] bytes, int from, int to) {
      int count = 0;
      for (int at = from; at < to; at++) {
        if (bytes[at] == '\\') {
          at += at + 1 < to && bytes[at + 1] == 'u' ? UNICODE_ESCAPE : 1;
        }
        // what continues a character is none
        count += at < to && (bytes[at] & 0xC0) == 0x80 ? 0 : 1;
      }
      return count;
    }

    /// Behind the last that stands there, blanks aside, if that closes an object; else -1.
    static int endOfObject(byte[] bytes, int from, int to) {
      int end = to;
      while (end > from && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
        end--;
      }
      return end > from && bytes[end - 1] == '}' ? end : -1;
    }

    /// Where the text begins first; -1 when it is not there.
    static int find(byte[] bytes, int from, int to, byte[] what) {
      int at = from;
      while (true) {
        at = Bytes.find(bytes, at, to, (char) what[0]);
        if (at < 0 || startsWith(bytes, at, to, what)) {
          return at;
        }
        at++;
      }
    }
  }
}
