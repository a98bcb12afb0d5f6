package dev.metier.upstream;

import dev.metier.upstream.UsageTap.Text;
import dev.metier.wire.Bytes;

/// Looks at one event of Chat Completions for what it carries, without reading it: a quote inside a
/// text has a backslash before it, so what is looked for is never found in content. Not
/// thread-safe.
final class ChoiceScan {
  private static final byte[] DATA = Text.of("data: {");
  private static final byte[] USAGE = Text.of("\"usage\":");
  private static final byte[] FINISH = Text.of("\"finish_reason\":");
  private static final byte[] FUNCTION = Text.of("\"function_call\":");
  private static final byte[] ERROR = Text.of("\"error\":");
  private static final byte[] TIMINGS = Text.of("\"timings\":");
  private static final byte[] CALLS = Text.of("\"tool_calls\":");
  private static final byte[] ID = Text.of("\"id\":");
  private static final byte[] INDEX = Text.of("\"index\":");
  private static final byte[] NAME = Text.of("\"name\":");
  private static final byte[] ARGUMENTS = Text.of("\"arguments\":");
  private static final byte[] MESSAGE = Text.of("\"message\":");
  private static final byte[] REMOTE = Text.of("\"remote_");

  private static final byte[] STOP = Text.of("\"stop\"");
  private static final byte[] BRACKETS = Text.of("[/THINK]");
  private static final byte[] TRIANGLES = Text.of("/think");

  private byte[] bytes = {};
  private int to;
  private int at;
  private boolean choices;
  private boolean calls;
  private int index;
  private int from;
  private int end;

  /// Whether all that it carries is text or a further piece of a call's arguments: no end, no
  /// usage, no error, no new call.
  boolean isContent(byte[] event, int start, int stop) {
    bytes = event;
    to = stop;
    choices = false;
    calls = false;
    index = -1;
    from = -1;
    end = -1;
    if (!Text.startsWith(event, start, stop, DATA) || Bytes.find(event, start, stop, '\n') >= 0) {
      return false;
    }
    for (at = quote(start); at >= 0; at = quote(at + 1)) {
      if (at + 1 == to || tellsMore()) {
        return false;
      }
    }
    return choices && (!calls || (index >= 0 && from >= 0));
  }

  /// Whether a whole answer must be read to know that its client will understand it: it has calls,
  /// a reason to stop that is not one of the usual two, or what may be reasoning in its text.
  static boolean mayBeIrregular(byte[] answer) {
    int end = answer.length;
    int reason = Text.text(answer, 0, end, FINISH);
    boolean usual =
        reason >= 0
            && (Text.startsWith(answer, reason, end, STOP)
                || Text.startsWith(answer, reason, end, Text.LENGTH));
    int calls = Text.find(answer, 0, end, CALLS);
    return !usual
        || (calls >= 0
            && Text.hasValue(answer, calls, end, CALLS)
            && !Text.hasNothing(answer, calls, end, CALLS))
        || Bytes.find(answer, 0, end, '<') >= 0
        || Text.contains(answer, 0, end, BRACKETS)
        || Text.contains(answer, 0, end, TRIANGLES);
  }

  /// Whether it carries a piece of a call.
  boolean isCall() {
    return calls;
  }

  /// The digit that is the place of its call.
  int index() {
    return index;
  }

  /// Where the inside of its arguments begins.
  int from() {
    return from;
  }

  /// Where the quote behind its arguments stands.
  int end() {
    return end;
  }

  private int quote(int behind) {
    return Bytes.find(bytes, behind, to, '"');
  }

  private boolean tellsMore() {
    return switch (bytes[at + 1]) {
      case 'c' -> {
        choices |= Text.startsWith(bytes, at, to, Text.CHOICES);
        yield false;
      }
      case 'u' -> Text.hasValue(bytes, at, to, USAGE);
      case 'f' -> Text.hasValue(bytes, at, to, FINISH) || Text.hasValue(bytes, at, to, FUNCTION);
      case 'e' -> Text.hasValue(bytes, at, to, ERROR);
      case 'm' -> Text.hasValue(bytes, at, to, MESSAGE);
      case 't' -> Text.hasValue(bytes, at, to, TIMINGS) || beginsCalls();
      case 'r' -> Text.startsWith(bytes, at, to, REMOTE);
      case 'i', 'n', 'a' -> calls && (end < 0 ? begins() : beginsAnother());
      default -> false;
    };
  }

  /// Notes the list of calls; true when there is a second one.
  private boolean beginsCalls() {
    if (!Text.hasValue(bytes, at, to, CALLS)) {
      return false;
    }
    boolean second = calls;
    calls |= !Text.hasNothing(bytes, at, to, CALLS);
    return second;
  }

  /// Notes a field of the call; true when it is one that only a new call has.
  private boolean begins() {
    if (Text.startsWith(bytes, at, to, INDEX)) {
      index = index < 0 ? digit(Text.behindBlanks(bytes, at + INDEX.length, to)) : index;
    } else if (Text.startsWith(bytes, at, to, ARGUMENTS)) {
      int value = Text.behindBlanks(bytes, at + ARGUMENTS.length, to);
      if (value == to || bytes[value] != '"') {
        return true;
      }
      from = value + 1;
      end = Text.endOfString(bytes, value, to) - 1;
      at = end;
    } else {
      return Text.hasValue(bytes, at, to, ID) || Text.hasValue(bytes, at, to, NAME);
    }
    return false;
  }

  /// Behind the arguments: the call's place, where it stands last, and no other arguments.
  private boolean beginsAnother() {
    if (index < 0 && Text.startsWith(bytes, at, to, INDEX)) {
      index = digit(Text.behindBlanks(bytes, at + INDEX.length, to));
    }
    return Text.startsWith(bytes, at, to, ARGUMENTS) || Text.startsWith(bytes, at, to, NAME);
  }

  private int digit(int place) {
    boolean single = place + 1 < to && (bytes[place + 1] < '0' || bytes[place + 1] > '9');
    return single && bytes[place] >= '0' && bytes[place] <= '9' ? bytes[place] - '0' : -1;
  }
}
