package dev.metier.protocol;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import java.util.ArrayList;
import java.util.List;

/// A whole answer as the events of a stream.
public final class ReplyEvents {
  private ReplyEvents() {}

  public static List<ChatEvent> of(ChatReply reply) {
    var events = new ArrayList<ChatEvent>();
    int calls = 0;
    for (Part part : reply.parts()) {
      switch (part) {
        case Part.Text(String text) -> events.add(new ChatEvent.TextDelta(text));
        case Part.Refused(String text) -> events.add(new ChatEvent.RefusalDelta(text));
        case Part.Thinking thinking -> {
          events.add(new ChatEvent.ThinkingDelta(thinking.text()));
          thinking.signature().map(ChatEvent.ThinkingSigned::new).ifPresent(events::add);
        }
        case Part.Sealed(String data) -> events.add(new ChatEvent.ThinkingSealed(data));
        case Part.ToolUse use -> {
          events.add(new ChatEvent.ToolStart(calls, use.id(), use.name()));
          events.add(new ChatEvent.ToolDelta(calls++, use.arguments()));
        }
        // no model answers with these
        case Part.Image _, Part.Document _, Part.ToolResult _ -> {}
      }
    }
    events.add(new ChatEvent.Used(reply.usage()));
    events.add(new ChatEvent.Finished(reply.finish(), reply.stopText()));
    return events;
  }
}
