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
  private static final byte[] CONTENT = Text.of("\"content\":");
  private static final byte[] REASONING = Text.of("\"reasoning\":");
  private static final byte[] REASONING_CONTENT = Text.of("\"reasoning_content\":");

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
  private int model;
  private int characters;
  private int text;
  private int textEnd;

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
    model = -1;
    characters = 0;
    text = 0;
    textEnd = 0;
    if (!Text.startsWith(event, start, stop, DATA) || Bytes.find(event, start, stop, '\n') >= 0) {
      return false;
    }
    for (at = quote(start); at >= 0; at = quote(at)) {
      int behind = Text.endOfString(bytes, at, to);
      if (behind >= to) {
        return false;
      }
      if (bytes[behind] != ':') {
        at = behind;
      } else if (tellsMore(Text.behindBlanks(bytes, behind + 1, to))) {
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

  /// Where the name of the model begins, with its quote; -1 when it names none.
  int model() {
    return model;
  }

  /// How long the text in it is; some servers write the same reasoning twice.
  int characters() {
    return characters;
  }

  /// Where the inside of that text begins.
  int text() {
    return text;
  }

  /// Where the quote behind it stands.
  int textEnd() {
    return textEnd;
  }

  private int quote(int behind) {
    return Bytes.find(bytes, behind, to, '"');
  }

  /// Whether the field that is named here tells more than content; moves to its value, or behind
  /// it.
  ///
  /// @param value where that begins
  private boolean tellsMore(int value) {
    int name = at;
    at = value;
    boolean any = value < to && bytes[value] != 'n';
    return any
        && switch (bytes[name + 1]) {
          case 'c' -> {
            choices |= is(name, Text.CHOICES);
            count(is(name, CONTENT), value);
            yield false;
          }
          case 'r' -> {
            count(is(name, REASONING) || is(name, REASONING_CONTENT), value);
            yield is(name, REMOTE);
          }
          case 'm' -> {
            model = model < 0 && bytes[value] == '"' && is(name, Text.MODEL) ? value : model;
            yield is(name, MESSAGE);
          }
          case 'u' -> is(name, USAGE);
          case 'f' -> is(name, FINISH) || is(name, FUNCTION);
          case 'e' -> is(name, ERROR);
          case 't' -> is(name, TIMINGS) || (is(name, CALLS) && beginsCalls(value));
          case 'i', 'n', 'a' ->
              calls && (end < 0 ? begins(name, value) : beginsAnother(name, value));
          default -> false;
        };
  }

  private boolean is(int name, byte[] field) {
    return Text.startsWith(bytes, name, to, field);
  }

  /// Counts the text that begins there, and moves behind it.
  private void count(boolean isText, int value) {
    if (isText && bytes[value] == '"') {
      at = Text.endOfString(bytes, value, to);
      int length = Text.characters(bytes, value + 1, at - 1);
      if (length > characters) {
        characters = length;
        text = value + 1;
        textEnd = at - 1;
      }
    }
  }

  /// Notes the list of calls; true when there is a second one.
  private boolean beginsCalls(int value) {
    boolean second = calls;
    calls |= !Text.isEmptyList(bytes, value, to);
    return second;
  }

  /// Notes a field of the call; true when it is one that only a new call has.
  private boolean begins(int name, int value) {
    if (is(name, INDEX)) {
      index = index < 0 ? digit(value) : index;
      return false;
    }
    if (!is(name, ARGUMENTS)) {
      return is(name, ID) || is(name, NAME);
    }
    if (bytes[value] != '"') {
      return true;
    }
    count(true, value);
    from = value + 1;
    end = at - 1;
    return false;
  }

  /// Behind the arguments: the call's place, where it stands last, and no other arguments.
  private boolean beginsAnother(int name, int value) {
    if (index < 0 && is(name, INDEX)) {
      index = digit(value);
    }
    return is(name, ARGUMENTS) || is(name, NAME);
  }

  private int digit(int place) {
    boolean single = place + 1 < to && (bytes[place + 1] < '0' || bytes[place + 1] > '9');
    return single && bytes[place] >= '0' && bytes[place] <= '9' ? bytes[place] - '0' : -1;
  }
}
