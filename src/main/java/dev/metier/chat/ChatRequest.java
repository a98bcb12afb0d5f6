package dev.metier.chat;

import java.util.List;

/// What is asked of a model.
public record ChatRequest(List<Message> messages, List<Tool> tools, Settings settings) {
  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }
}
