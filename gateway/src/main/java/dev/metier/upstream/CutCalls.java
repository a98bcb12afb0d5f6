package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.wire.ObjectText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Notices calls whose arguments were cut off. An answer with such a call has met a limit, whatever
/// its server says: nobody may run half of what the model wrote. Not thread-safe.
final class CutCalls {
  private final Map<Integer, ObjectText> arguments = new HashMap<>();
  private ObjectText last = new ObjectText();

  /// The events with the right reason at their end.
  List<ChatEvent> settled(List<ChatEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      switch (events.get(i)) {
        case ChatEvent.ToolStart start -> of(start.index());
        case ChatEvent.ToolDelta(int index, String text) -> of(index).add(text);
        case ChatEvent.Finished done when any() && isOrdinary(done.reason()) -> {
          var settled = new ArrayList<>(events);
          settled.set(i, new ChatEvent.Finished(FinishReason.LENGTH));
          return settled;
        }
        case ChatEvent.Finished _,
            ChatEvent.TextDelta _,
            ChatEvent.RefusalDelta _,
            ChatEvent.ThinkingDelta _,
            ChatEvent.ThinkingSigned _,
            ChatEvent.ThinkingSealed _,
            ChatEvent.LogProbs _,
            ChatEvent.Used _ -> {}
      }
    }
    return events;
  }

  /// A whole answer with the right reason.
  static ChatReply settled(ChatReply reply) {
    boolean cut =
        reply.toolUses().stream().map(Part.ToolUse::arguments).anyMatch(ObjectText::isOpen);
    return cut && isOrdinary(reply.finish())
        ? new ChatReply(reply.parts(), FinishReason.LENGTH, reply.usage())
        : reply;
  }

  private static boolean isOrdinary(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_USE, OTHER -> true;
      case LENGTH, FILTERED -> false;
    };
  }

  private ObjectText of(int index) {
    last = arguments.computeIfAbsent(index, call -> new ObjectText());
    return last;
  }

  /// A further piece of the call that came last, as it stands in bytes: the inside of a JSON
  /// string.
  void more(byte[] bytes, int from, int to) {
    last.add(bytes, from, to);
  }

  /// Whether there are calls at all.
  boolean called() {
    return !arguments.isEmpty();
  }

  /// Whether arguments have begun and not ended.
  boolean any() {
    for (ObjectText text : arguments.values()) {
      if (text.open()) {
        return true;
      }
    }
    return false;
  }
}
