package dev.metier.chat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A piece of a message.
public sealed interface Part {
  /// Plain text.
  record Text(String text) implements Part {}

  /// What a model says in place of an answer that it will not give.
  record Refused(String text) implements Part {}

  /// A picture, by address (`https:` or `data:`).
  record Image(String url) implements Part {}

  /// A file, by address (`https:` or `data:` with its media type).
  record Document(String url, Optional<String> title) implements Part {}

  /// Reasoning that the model shows apart from its answer; some vendors sign it.
  ///
  /// @param mark what told it apart where it stood in the answer's text, `<think>`; empty where the
  ///   server told it apart
  record Thinking(String text, Optional<String> signature, Optional<String> mark) implements Part {
    public Thinking(String text, Optional<String> signature) {
      this(text, signature, Optional.empty());
    }
  }

  /// Reasoning that only the vendor can read.
  record Sealed(String data) implements Part {}

  /// A call the model wants made; `arguments` is JSON text as the model wrote it.
  record ToolUse(String id, String name, String arguments) implements Part {}

  /// What a call brought: texts, pictures and documents.
  record ToolResult(String id, List<Part> content, boolean error) implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }

    public ToolResult(String id, String content, boolean error) {
      this(id, List.of(new Text(content)), error);
    }

    /// All text of the result.
    public String text() {
      return content.stream()
          .filter(Text.class::isInstance)
          .map(part -> ((Text) part).text())
          .collect(Collectors.joining("\n"));
    }
  }
}
