package dev.metier.grade.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.grade.code.ProgramRun;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.Check;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// A program of the team, which gets the request's messages and the answer as JSON. Only its exit
/// code counts: 0 passes, 1 fails, and everything else could not run.
record ProgramCheck(Check.Program written) implements AnswerCheck {
  @Override
  public CheckResult check(ChatRequest request, List<ChatReply> answers) {
    var run = new ProgramRun(written.command(), written.timeout(), Set.of());
    return switch (run.with(question(request, answers.getFirst()))) {
      case ProgramRun.Ended(int code, String _, String _) when code == 0 -> CheckResult.PASS;
      case ProgramRun.Ended(int code, String _, String _) when code == 1 ->
          new CheckResult.Fail("program:says_no");
      case ProgramRun.Ended(int code, String _, String _) ->
          new CheckResult.Broken("program:exit_" + code);
      case ProgramRun.Failed _ -> new CheckResult.Broken("program:not_run");
    };
  }

  private static byte[] question(ChatRequest request, ChatReply answer) {
    ObjectNode question = JsonComparison.MAPPER.createObjectNode();
    var messages = question.putArray("messages");
    for (Message message : request.messages()) {
      messages
          .addObject()
          .put("role", message.role().name().toLowerCase(Locale.ROOT))
          .put("text", text(message.parts()));
    }
    question.put("answer", answer.text());
    var calls = question.putArray("tool_calls");
    answer
        .toolUses()
        .forEach(
            call -> calls.addObject().put("name", call.name()).put("arguments", call.arguments()));
    return JsonComparison.MAPPER.writeValueAsBytes(question);
  }

  private static String text(List<Part> parts) {
    return parts.stream()
        .flatMap(part ->
            switch (part) {
              case Part.Text(String text) -> java.util.stream.Stream.of(text);
              case Part.Refused(String text) -> java.util.stream.Stream.of(text);
              case Part.ToolResult result -> java.util.stream.Stream.of(result.text());
              case Part.Image _, Part.Document _, Part.Thinking _, Part.Sealed _, Part.ToolUse _ ->
                  java.util.stream.Stream.<String>empty();
            })
        .collect(Collectors.joining("\n"));
  }
}
