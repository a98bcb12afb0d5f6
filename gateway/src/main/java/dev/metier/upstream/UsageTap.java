package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.Usage;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Listens to events that are forwarded as they are. Most carry nothing but content; those are
/// recognised by a few bytes and only counted. Not thread-safe.
final class UsageTap {
  private static final int CHARACTERS_PER_TOKEN = 4;

  /// Bytes at the beginning of an event in which its type stands.
  private static final int EVENT_HEAD = 64;

  private final StreamReader reader;
  private final boolean typed;
  private final DeliveredUsage usage = new DeliveredUsage();
  private boolean answering;

  /// @param typed whether each event tells its type, and only the first the model
  UsageTap(StreamReader reader, boolean typed) {
    this.reader = reader;
    this.typed = typed;
  }

  /// Listens to one whole event; false when the client must not see it, since all it has is the
  /// usage that only we asked for.
  ///
  /// @throws dev.metier.wire.MalformedException when it is not what the model should send
  boolean hear(byte[] bytes, int from, int to) {
    int end = Text.endOfObject(bytes, from, to);
    // what comes before the first content looks much like it, so that is read in full
    if (answering
        && end > from
        && (typed ? isTypedContent(bytes, from, end) : isChoiceContent(bytes, from, end))) {
      usage.add(contentLength(bytes, from, end));
      return true;
    }
    take(reader.read(Arrays.copyOfRange(bytes, from, to)));
    return typed || !Text.hasNothing(bytes, from, to, Text.CHOICES);
  }

  /// Where the name of the model stands that the event names as its author; -1 when it names none.
  int model(byte[] bytes, int from, int to) {
    int head = Math.min(to, from + EVENT_HEAD);
    return typed && !Text.contains(bytes, from, head, Text.MESSAGE_START)
        ? -1
        : Text.model(bytes, from, to);
  }

  void end(byte[] rest) {
    if (rest.length > 0) {
      take(reader.read(rest));
    }
    take(reader.end());
  }

  private void take(List<ChatEvent> events) {
    for (ChatEvent event : events) {
      answering |= isContent(event);
      usage.add(event);
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
          ChatEvent.ThinkingDelta _,
          ChatEvent.ToolStart _,
          ChatEvent.ToolDelta _ ->
          true;
      case ChatEvent.ThinkingSigned _,
          ChatEvent.ThinkingSealed _,
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

  /// What was used; an estimate from the size of the content as far as the server does not tell.
  Usage usage() {
    return usage.usage();
  }

  /// About how many tokens came, by our own count.
  long delivered() {
    return usage.delivered();
  }

  /// How long the text is in an event that carries nothing else.
  private long contentLength(byte[] bytes, int from, int to) {
    return typed ? lastText(bytes, from, to) : firstText(bytes, from, to);
  }

  /// The text ends the event of its own type, but for brackets.
  private static int lastText(byte[] bytes, int from, int to) {
    int end = to - 1;
    while (end > from && bytes[end] != '"') {
      end--;
    }
    int start = end - 1;
    while (start > from && (bytes[start] != '"' || bytes[start - 1] == '\\')) {
      start--;
    }
    return Math.max(0, end - start - 1);
  }

  private static int firstText(byte[] bytes, int from, int to) {
    for (byte[] field : Text.CONTENT) {
      int at = Text.find(bytes, from, to, field);
      int start = at + field.length - 1;
      int length = at < 0 ? 0 : Text.endOfString(bytes, start, to) - start - 2;
      if (length > 0) {
        return length;
      }
    }
    return 0;
  }

  /// About how many tokens a text of this length has.
  static long tokens(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  /// An event of one line that tells neither its end, nor usage, nor an error. A quote inside a
  /// text has a backslash before it, so what is looked for is never found in content.
  private static boolean isChoiceContent(byte[] bytes, int from, int to) {
    if (!Text.startsWith(bytes, from, to, Text.DATA) || Bytes.find(bytes, from, to, '\n') >= 0) {
      return false;
    }
    boolean choices = false;
    for (int at = Bytes.find(bytes, from, to, '"');
        at >= 0;
        at = Bytes.find(bytes, at + 1, to, '"')) {
      if (at + 1 == to) {
        return false;
      }
      switch (bytes[at + 1]) {
        case 'c' -> choices |= Text.startsWith(bytes, at, to, Text.CHOICES);
        case 'u', 'f', 'e', 't' -> {
          if (tellsMore(bytes, at, to)) {
            return false;
          }
        }
        default -> {}
      }
    }
    return choices;
  }

  private static boolean tellsMore(byte[] bytes, int at, int to) {
    return Text.hasValue(bytes, at, to, Text.USAGE)
        || Text.hasValue(bytes, at, to, Text.FINISH)
        || Text.hasValue(bytes, at, to, Text.ERROR)
        || Text.hasValue(bytes, at, to, Text.TIMINGS);
  }

  private static boolean isTypedContent(byte[] bytes, int from, int to) {
    return Text.startsWith(bytes, from, to, Text.DELTA)
        || Text.startsWith(bytes, from, to, Text.PING);
  }

  /// Short texts in bytes.
  static final class Text {
    static final byte[] DATA = of("data: {");
    static final byte[] USAGE = of("\"usage\":");
    static final byte[] FINISH = of("\"finish_reason\":");
    static final byte[] ERROR = of("\"error\":");
    static final byte[] TIMINGS = of("\"timings\":");
    static final byte[] CHOICES = of("\"choices\":");

    /// What text and a piece of arguments stand in; some write a blank behind the colon.
    static final List<byte[]> CONTENT =
        List.of(
            of("content\":\""),
            of("content\": \""),
            of("\"arguments\":\""),
            of("\"arguments\": \""),
            of("\"reasoning\":\""),
            of("\"reasoning\": \""));

    static final byte[] MODEL = of("\"model\":");
    static final byte[] MESSAGE_START = of("message_start");
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
      int bracket = at < 0 ? to : behindBlanks(bytes, at + field.length, to);
      int end = bracket < to && bytes[bracket] == '[' ? behindBlanks(bytes, bracket + 1, to) : to;
      return end < to && bytes[end] == ']';
    }

    private static int behindBlanks(byte[] bytes, int from, int to) {
      int at = from;
      while (at < to && bytes[at] == ' ') {
        at++;
      }
      return at;
    }

    /// Where the first model's name begins, with its quote; -1 when there is none.
    static int model(byte[] bytes, int from, int to) {
      // in a text there is a backslash before the second quote
      int field = find(bytes, from, to, MODEL);
      int value = field < 0 ? to : behindBlanks(bytes, field + MODEL.length, to);
      return value < to && bytes[value] == '"' ? value : -1;
    }

    /// Behind the string that begins there; the end where it does not end.
    static int endOfString(byte[] bytes, int from, int to) {
      for (int at = from + 1; at < to; at++) {
        if (bytes[at] == '\\') {
          at++;
        } else if (bytes[at] == '"') {
          return at + 1;
        }
      }
      return to;
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
