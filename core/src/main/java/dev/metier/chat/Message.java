package dev.metier.chat;

import java.util.List;

/// One turn of a chat.
public record Message(Role role, List<Part> parts) {
  public Message {
    parts = List.copyOf(parts);
  }

  public static Message of(Role role, String text) {
    return new Message(role, List.of(new Part.Text(text)));
  }
}
