package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;

/// What an answer used, at any moment of its way: what its server told last, and what came since
/// then by our own count. An answer that ends early is so paid for by what was delivered. Not
/// thread-safe.
final class DeliveredUsage {
  private Usage told = Usage.NONE;
  private long characters;
  private long atTelling;
  private boolean finished;

  /// Takes an event of the answer.
  void add(ChatEvent event) {
    switch (event) {
      case ChatEvent.Used(Usage usage) -> tell(usage);
      case ChatEvent.TextDelta(String text) -> characters += text.length();
      case ChatEvent.RefusalDelta(String text) -> characters += text.length();
      case ChatEvent.ThinkingDelta(String text) -> characters += text.length();
      case ChatEvent.ToolDelta(_, String text) -> characters += text.length();
      case ChatEvent.ToolStart start -> characters += start.name().length();
      case ChatEvent.Finished _ -> finished = true;
      case ChatEvent.ThinkingSigned _, ChatEvent.ThinkingSealed _, ChatEvent.LogProbs _ -> {}
    }
  }

  private void tell(Usage usage) {
    told = usage;
    if (usage.output() > 0) {
      atTelling = characters;
    }
  }

  /// Takes characters that came without being read.
  void add(long more) {
    characters += more;
  }

  Usage usage() {
    long since = UsageTap.tokens(characters - atTelling);
    // what was told behind the content and before the end holds for all of it
    return since == 0 || (finished && atTelling > 0)
        ? told
        : new Usage(
            told.input(),
            told.cached(),
            told.written(),
            told.writtenHour(),
            told.output() + since,
            told.reasoning(),
            true);
  }

  /// About how many tokens came.
  long delivered() {
    return UsageTap.tokens(characters);
  }

  /// How many characters a whole answer has.
  static long characters(ChatReply reply) {
    long characters = 0;
    for (Part part : reply.parts()) {
      characters +=
          switch (part) {
            case Part.Text(String text) -> text.length();
            case Part.Refused(String text) -> text.length();
            case Part.Thinking thinking -> thinking.text().length();
            case Part.ToolUse use -> use.name().length() + use.arguments().length();
            case Part.Sealed(String data) -> data.length();
            case Part.Image _, Part.Document _, Part.ToolResult _ -> 0;
          };
    }
    return characters;
  }
}
