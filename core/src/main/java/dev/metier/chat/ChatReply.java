package dev.metier.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A model's whole answer.
///
/// @param stopText which of the request's stop texts ended it, when the vendor tells
/// @param likelihood how likely its tokens were, where that was asked for and told
/// @param servedModel the name of the model that the answer says it is of, where it says so
public record ChatReply(
    List<Part> parts,
    FinishReason finish,
    Optional<String> stopText,
    Usage usage,
    Optional<TokenLikelihood> likelihood,
    Optional<String> servedModel) {
  public ChatReply {
    parts = List.copyOf(parts);
  }

  public ChatReply(
      List<Part> parts,
      FinishReason finish,
      Optional<String> stopText,
      Usage usage,
      Optional<TokenLikelihood> likelihood) {
    this(parts, finish, stopText, usage, likelihood, Optional.empty());
  }

  public ChatReply(List<Part> parts, FinishReason finish, Optional<String> stopText, Usage usage) {
    this(parts, finish, stopText, usage, Optional.empty());
  }

  public ChatReply(List<Part> parts, FinishReason finish, Usage usage) {
    this(parts, finish, Optional.empty(), usage);
  }

  /// All text of the answer, refusals too, without reasoning and tool calls.
  public String text() {
    return parts.stream().map(ChatReply::said).collect(Collectors.joining());
  }

  private static String said(Part part) {
    return switch (part) {
      case Part.Text(String text) -> text;
      case Part.Refused(String text) -> text;
      case Part.Thinking _,
          Part.Sealed _,
          Part.ToolUse _,
          Part.ToolResult _,
          Part.Image _,
          Part.Document _ ->
          "";
    };
  }

  public List<Part.ToolUse> toolUses() {
    return parts.stream()
        .filter(Part.ToolUse.class::isInstance)
        .map(Part.ToolUse.class::cast)
        .toList();
  }

  /// The same, with what told its first reasoning apart in the text.
  public ChatReply markedBy(String mark) {
    var marked = new ArrayList<Part>(parts);
    for (int i = 0; i < marked.size(); i++) {
      if (marked.get(i) instanceof Part.Thinking(var text, var signature, _)) {
        marked.set(i, new Part.Thinking(text, signature, Optional.of(mark)));
        return new ChatReply(marked, finish, stopText, usage, likelihood, servedModel);
      }
    }
    marked.addFirst(new Part.Thinking("", Optional.empty(), Optional.of(mark)));
    return new ChatReply(marked, finish, stopText, usage, likelihood, servedModel);
  }

  /// The same, as an answer of the model of this name.
  public ChatReply servedBy(Optional<String> name) {
    return new ChatReply(parts, finish, stopText, usage, likelihood, name);
  }

  /// Whether the model said nothing at all: no text but white space, and no tool call.
  public boolean isEmpty() {
    return text().isBlank() && toolUses().isEmpty();
  }
}
