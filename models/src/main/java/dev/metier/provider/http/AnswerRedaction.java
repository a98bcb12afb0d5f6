package dev.metier.provider.http;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import java.util.List;
import java.util.function.UnaryOperator;

/// Takes secrets out of what a model said.
final class AnswerRedaction {
  private AnswerRedaction() {}

  /// The answer with each of its texts exchanged; the same one when none changes.
  static ChatReply of(ChatReply answer, UnaryOperator<String> clean) {
    List<Part> parts = answer.parts().stream().map(part -> part(part, clean)).toList();
    return parts.equals(answer.parts())
        ? answer
        : new ChatReply(parts, answer.finish(), answer.stopText(), answer.usage());
  }

  private static Part part(Part part, UnaryOperator<String> clean) {
    return switch (part) {
      case Part.Text(String text) -> new Part.Text(clean.apply(text));
      case Part.Refused(String text) -> new Part.Refused(clean.apply(text));
      case Part.Thinking(String text, var signature, var mark) ->
          new Part.Thinking(clean.apply(text), signature, mark);
      case Part.ToolUse(String id, String name, String arguments) ->
          new Part.ToolUse(clean.apply(id), clean.apply(name), clean.apply(arguments));
      case Part.Sealed _, Part.ToolResult _, Part.Image _, Part.Document _ -> part;
    };
  }
}
