package dev.metier.chat;

import java.util.List;
import java.util.stream.Collectors;

/// A model's whole answer.
public record ChatReply(List<Part> parts, FinishReason finish, Usage usage) {
  public ChatReply {
    parts = List.copyOf(parts);
  }

  /// All text of the answer, without reasoning and tool calls.
  public String text() {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(p -> ((Part.Text) p).text())
        .collect(Collectors.joining());
  }

  public List<Part.ToolUse> toolUses() {
    return parts.stream()
        .filter(Part.ToolUse.class::isInstance)
        .map(Part.ToolUse.class::cast)
        .toList();
  }

  /// Whether the model said nothing at all: no text but white space, and no tool call.
  public boolean isEmpty() {
    return text().isBlank() && toolUses().isEmpty();
  }
}
