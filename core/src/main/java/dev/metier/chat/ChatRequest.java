package dev.metier.chat;

import java.util.List;

/// What is asked of a model.
///
/// @param hints what else the one who asks would like, as far as the model can
public record ChatRequest(
    List<Message> messages, List<Tool> tools, Settings settings, SamplingHints hints) {
  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  public ChatRequest(List<Message> messages, List<Tool> tools, Settings settings) {
    this(messages, tools, settings, SamplingHints.NONE);
  }
}
