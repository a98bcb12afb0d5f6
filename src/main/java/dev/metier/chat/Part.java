package dev.metier.chat;

import java.util.Optional;

/// A piece of a message.
public sealed interface Part {
  /// Plain text.
  record Text(String text) implements Part {}

  /// A picture, by address (`https:` or `data:`).
  record Image(String url) implements Part {}

  /// Reasoning that the model shows apart from its answer; some vendors sign it.
  record Thinking(String text, Optional<String> signature) implements Part {}

  /// A call the model wants made; `arguments` is JSON text as the model wrote it.
  record ToolUse(String id, String name, String arguments) implements Part {}

  /// What a call brought.
  record ToolResult(String id, String content, boolean error) implements Part {}
}
