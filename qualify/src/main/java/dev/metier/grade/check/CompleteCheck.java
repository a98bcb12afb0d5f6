package dev.metier.grade.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part.ToolUse;
import dev.metier.chat.Tool;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.grade.Markup;
import dev.metier.grade.json.AnswerSchema;
import dev.metier.grade.style.RefusalGrader;
import dev.metier.grade.value.JsonComparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An answer that is whole: not empty, not cut at the token limit, no refusal, no markup of the
/// model's own in its text, and calls of tools that there are, with arguments by their schemas.
final class CompleteCheck implements AnswerCheck {
  private static final int MOST_SCHEMAS = 256;

  /// Schemas of tools by their text, as clients send the same ones again and again.
  private final Map<String, Optional<AnswerSchema>> schemas =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<AnswerSchema>> eldest) {
          return size() > MOST_SCHEMAS;
        }
      };

  @Override
  public CheckResult check(ChatRequest request, List<ChatReply> answers) {
    ChatReply answer = answers.getFirst();
    String text = answer.text();
    if (answer.isEmpty()) {
      return failed(answer.finish() == FinishReason.LENGTH ? "cut" : "empty");
    }
    return switch (answer.finish()) {
      case LENGTH -> failed("cut");
      case FILTERED -> failed("refused");
      case STOP, TOOL_USE, OTHER ->
          Markup.in(text).isPresent()
              ? failed("markup")
              : RefusalGrader.declines(text)
                  ? failed("refused")
                  : answer.toolUses().stream()
                      .flatMap(call -> wrong(call, request.tools()).stream())
                      .findFirst()
                      .map(CompleteCheck::failed)
                      .orElse(CheckResult.PASS);
    };
  }

  private static CheckResult failed(String what) {
    return new CheckResult.Fail("complete:" + what);
  }

  private Optional<String> wrong(ToolUse call, List<Tool> tools) {
    Optional<Tool> tool =
        tools.stream().filter(each -> each.name().equals(call.name())).findFirst();
    if (tool.isEmpty()) {
      return Optional.of("unknown_tool");
    }
    String arguments = call.arguments().isBlank() ? "{}" : call.arguments();
    return JsonComparison.parse(arguments) instanceof JsonComparison.Good(JsonNode node)
            && node.isObject()
            && follows(node, tool.get().schema())
        ? Optional.empty()
        : Optional.of("tool_arguments");
  }

  /// What a schema that cannot be used would say nobody knows.
  private boolean follows(JsonNode arguments, String schema) {
    try {
      return schema(schema).map(known -> known.violation(arguments).isEmpty()).orElse(true);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private Optional<AnswerSchema> schema(String text) {
    synchronized (schemas) {
      return schemas.computeIfAbsent(text, CompleteCheck::read);
    }
  }

  private static Optional<AnswerSchema> read(String text) {
    try {
      return Optional.of(AnswerSchema.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
