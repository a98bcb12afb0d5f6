package dev.metier.pipeline.route;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.job.MessageList;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a client asks of a workflow: one message of text, and behind it only what tools brought
/// that the last stage called.
///
/// @param input the text of the message
/// @param behind what came of the last stage's calls so far
/// @param asked the request as it came
record WorkflowRequest(String input, List<Message> behind, ParsedRequest asked) {
  /// Before a text that would else be taken for a list of messages: a blank of no width.
  private static final String TEXT = "\u200B";

  private static final String NO_TOOLS =
      " takes no tools: only a last stage whose answer goes to the client as it comes may call"
          + " any.";

  private static final String ONE =
      " does its work on one message of text; this is a conversation, or begins with something"
          + " else.";

  WorkflowRequest {
    behind = List.copyOf(behind);
  }

  /// The request to a workflow.
  ///
  /// @param live whether the last stage's answer goes to the client as it comes
  /// @throws RefusedException when it asks for what no workflow does
  static WorkflowRequest of(RequestContext context, boolean live) {
    String name = "The workflow " + context.findings().job().name();
    if (context.request().fields().number("n").filter(n -> n != 1).isPresent()) {
      throw refused("n", name + " gives one answer; `n` must be 1.");
    }
    ParsedRequest asked = context.request().whole();
    ChatRequest request = asked.request();
    List<Message> said =
        request.messages().stream().filter(each -> each.role() != Role.SYSTEM).toList();
    int first = 0;
    while (first < said.size() && isText(said.get(first))) {
      first++;
    }
    List<Message> behind = said.subList(first, said.size());
    if (first == 0) {
      throw refused("messages", name + ONE);
    }
    if (!live && (!request.tools().isEmpty() || !behind.isEmpty())) {
      throw refused(behind.isEmpty() ? "tools" : "messages", name + NO_TOOLS);
    }
    if (behind.stream().anyMatch(WorkflowRequest::isTalk)) {
      throw refused("messages", name + ONE);
    }
    String input =
        said.subList(0, first).stream()
            .map(WorkflowRequest::text)
            .collect(Collectors.joining("\n\n"));
    if (input.isBlank()) {
      throw refused("messages", name + " has nothing to do: the message is empty.");
    }
    String plain = MessageList.of(input).isPresent() ? TEXT + input : input;
    boolean dropped = said.size() < request.messages().size();
    return new WorkflowRequest(
        plain, behind, dropped ? asked.with(Map.of(), List.of("system")) : asked);
  }

  private static RefusedException refused(String field, String why) {
    return new RefusedException(Refusal.ofField(Reason.BAD_REQUEST, field, why));
  }

  private static boolean isText(Message message) {
    return message.role() == Role.USER
        && message.parts().stream().allMatch(Part.Text.class::isInstance);
  }

  /// Whether it is neither a call of a tool nor what one brought.
  private static boolean isTalk(Message message) {
    return message.parts().stream()
        .noneMatch(part -> part instanceof Part.ToolUse || part instanceof Part.ToolResult);
  }

  private static String text(Message message) {
    return message.parts().stream()
        .map(part -> part instanceof Part.Text(String text) ? text : "")
        .collect(Collectors.joining());
  }

  /// What a stage is asked.
  ///
  /// @param messages its prompt, filled
  /// @param last whether it is the one that may call the client's tools, and keeps to the client's
  ///   limits
  ParsedRequest stage(ServedStage stage, List<Message> messages, boolean last) {
    if (!last) {
      return asked.asking(
          new ChatRequest(messages, List.of(), stage.settings(), SamplingHints.NONE));
    }
    var all = new ArrayList<>(messages);
    all.addAll(behind);
    ChatRequest request = asked.request();
    return asked.asking(
        new ChatRequest(
            all,
            request.tools(),
            request.settings().withDefaults(stage.settings()),
            request.hints()));
  }

  /// Which route this is for, as long as its last stage's answer goes to the client as it comes.
  static boolean isLive(Route.Workflow flow) {
    var last = flow.stages().getLast();
    return last.chain().isEmpty()
        && last.stage().loop().isEmpty()
        && last.stage().restores().isEmpty();
  }
}
