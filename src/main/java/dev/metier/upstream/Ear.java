package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.Usage;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Listens to events that are forwarded as they are. Most carry nothing but content; those are
/// recognised by a few bytes and only counted. Not thread-safe.
final class Ear {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final StreamReader reader;
  private final boolean anthropic;
  private Usage usage = Usage.NONE;
  private long content;

  Ear(StreamReader reader, boolean anthropic) {
    this.reader = reader;
    this.anthropic = anthropic;
  }

  /// Listens to one whole event; false when the client must not see it, since all it has is the usage
  /// that only we asked for.
  ///
  /// @throws dev.metier.wire.MalformedException when it is not what the model should send
  boolean hear(byte[] bytes, int from, int to) {
    boolean whole = Bytes.endsObject(bytes, from, to);
    if (whole && (anthropic ? isAnthropicContent(bytes, from, to) : isOpenAiContent(bytes, from, to))) {
      content += to - from;
      return true;
    }
    take(reader.read(Arrays.copyOfRange(bytes, from, to)));
    return anthropic || !Bytes.hasNothing(bytes, from, to, Bytes.CHOICES);
  }

  void end(byte[] rest) {
    if (rest.length > 0) {
      take(reader.read(rest));
    }
    take(reader.end());
  }

  private void take(List<ChatEvent> events) {
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.Used(Usage told)) {
        usage = told;
      }
    }
  }

  boolean finished() {
    return reader.finished();
  }

  Optional<WireError> error() {
    return reader.error();
  }

  /// What was used; an estimate from the size of the content when the server does not tell.
  Usage usage() {
    return usage.estimated() && usage.output() == 0
        ? new Usage(usage.input(), 0, tokens(content / FRAME), true)
        : usage;
  }

  /// How much larger an event is than the text in it, roughly.
  private static final int FRAME = 12;

  /// About how many tokens a text of this length has.
  static long tokens(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  /// An event that tells neither its end, nor usage, nor an error. A quote inside a text has a
  /// backslash before it, so what is looked for is never found in content.
  private static boolean isOpenAiContent(byte[] bytes, int from, int to) {
    return Bytes.startsWith(bytes, from, to, Bytes.DATA)
        && !Bytes.hasValue(bytes, from, to, Bytes.USAGE)
        && !Bytes.hasValue(bytes, from, to, Bytes.FINISH)
        && !Bytes.hasValue(bytes, from, to, Bytes.ERROR)
        && !Bytes.hasValue(bytes, from, to, Bytes.TIMINGS)
        && !Bytes.contains(bytes, from, to, Bytes.DONE)
        && Bytes.contains(bytes, from, to, Bytes.CHOICES);
  }

  private static boolean isAnthropicContent(byte[] bytes, int from, int to) {
    return Bytes.startsWith(bytes, from, to, Bytes.DELTA)
        || Bytes.startsWith(bytes, from, to, Bytes.PING);
  }
}
