package dev.metier.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Part;
import java.util.List;
import java.util.stream.Stream;

/// An answer calls no tool with arguments with which the conversation has called it twice already.
public record LoopCheck() implements AnswerCheck {
  /// As often as a tool may have been called with the same arguments before it is a loop.
  private static final int TWICE = 2;

  @Override
  public CheckResult check(ChatRequest request, List<ChatReply> answers) {
    return loops(request, answers.getFirst())
        ? new CheckResult.Fail("loops:same_call")
        : CheckResult.PASS;
  }

  static boolean loops(ChatRequest request, ChatReply answer) {
    List<Part.ToolUse> before =
        request.messages().stream()
            .flatMap(message -> message.parts().stream())
            .flatMap(part ->
                part instanceof Part.ToolUse use ? Stream.of(use) : Stream.<Part.ToolUse>of())
            .toList();
    return answer.toolUses().stream()
        .anyMatch(use ->
            Stream.concat(before.stream(), answer.toolUses().stream())
                    .filter(other ->
                        other.name().equals(use.name())
                            && other.arguments().strip().equals(use.arguments().strip()))
                    .count()
                > TWICE);
  }
}
