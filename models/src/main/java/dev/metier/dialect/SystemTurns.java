package dev.metier.dialect;

import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import java.util.ArrayList;
import java.util.List;

/// Puts system messages where a model takes them. Many chat templates refuse all but one at the
/// beginning: those at the beginning are joined, and each later one becomes the user's text in its
/// place, so that a cached beginning stays as it was.
public final class SystemTurns {
  private static final String OPENING = "<system-reminder>";
  private static final String CLOSING = "</system-reminder>";

  private SystemTurns() {}

  public static List<Message> placed(List<Message> messages, SystemMessages where) {
    return switch (where) {
      case ANYWHERE -> messages;
      case LEADING -> leading(messages);
    };
  }

  /// Text of the system, as the user's turn tells it.
  public static String told(String text) {
    return text.strip().startsWith(OPENING) ? text : OPENING + "\n" + text + "\n" + CLOSING;
  }

  private static List<Message> leading(List<Message> messages) {
    int head = 0;
    while (head < messages.size() && messages.get(head).role() == Role.SYSTEM) {
      head++;
    }
    boolean late = messages.stream().skip(head).anyMatch(each -> each.role() == Role.SYSTEM);
    if (head <= 1 && !late) {
      return messages;
    }
    var out = new ArrayList<Message>();
    if (head > 0) {
      out.add(joined(messages.subList(0, head)));
    }
    late(messages.subList(head, messages.size()), out);
    return out;
  }

  /// One message, with a blank line between those that it was.
  private static Message joined(List<Message> messages) {
    var parts = new ArrayList<Part>();
    for (Message message : messages) {
      if (!parts.isEmpty() && parts.getLast() instanceof Part.Text(String text)) {
        parts.set(parts.size() - 1, new Part.Text(text + "\n"));
      }
      parts.addAll(message.parts());
    }
    return new Message(Role.SYSTEM, parts);
  }

  /// Two turns of the user that follow each other are one: many templates want the sides by turns.
  private static void late(List<Message> messages, List<Message> out) {
    var waiting = new ArrayList<Part>();
    for (Message message : messages) {
      boolean afterUser = !out.isEmpty() && out.getLast().role() == Role.USER;
      if (message.role() == Role.SYSTEM) {
        List<Part> parts = message.parts().stream().map(SystemTurns::told).toList();
        if (afterUser) {
          out.set(out.size() - 1, with(out.getLast(), parts, false));
        } else {
          waiting.addAll(parts);
        }
      } else if (message.role() == Role.USER && !waiting.isEmpty()) {
        out.add(with(message, waiting, true));
        waiting.clear();
      } else {
        flush(waiting, out);
        out.add(message);
      }
    }
    flush(waiting, out);
  }

  private static void flush(List<Part> waiting, List<Message> out) {
    if (!waiting.isEmpty()) {
      out.add(new Message(Role.USER, waiting));
      waiting.clear();
    }
  }

  private static Message with(Message message, List<Part> more, boolean before) {
    var parts = new ArrayList<Part>(before ? more : message.parts());
    parts.addAll(before ? message.parts() : more);
    return new Message(Role.USER, parts);
  }

  private static Part told(Part part) {
    return part instanceof Part.Text(String text) ? new Part.Text(told(text)) : part;
  }
}
