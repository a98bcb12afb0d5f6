package dev.metier.importer.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// One call of a model, as its span and its events tell it in whichever order. Not thread-safe.
final class TracedCall {
  static final int LONGEST = 24_000;

  /// @param text what was said
  private record Said(String role, String text) {}

  private final List<Said> instructions = new ArrayList<>();
  private final List<Said> asked = new ArrayList<>();
  private Optional<String> answer = Optional.empty();
  private Optional<String> requested = Optional.empty();
  private Optional<String> responded = Optional.empty();
  private String conversation;
  private boolean isCall;
  private boolean failed;
  private boolean beyondText;
  private int length;

  /// @param trace what its conversation is called where nothing else names it
  TracedCall(String trace) {
    conversation = trace;
  }

  /// It is known to be a call of a model, with or without its texts.
  void called() {
    isCall = true;
  }

  void fail() {
    failed = true;
  }

  /// Tools, pictures or files were part of it.
  void goBeyondText() {
    beyondText = true;
  }

  void model(String request, String response) {
    requested = requested.or(() -> Optional.of(request).filter(name -> !name.isBlank()));
    responded = responded.or(() -> Optional.of(response).filter(name -> !name.isBlank()));
  }

  void conversation(String id) {
    if (!id.isBlank()) {
      conversation = id;
    }
  }

  void instructed(String text) {
    if (instructions.isEmpty()) {
      keep(instructions, "system", text);
    }
  }

  void asked(String role, String text) {
    keep(asked, role, text);
  }

  /// Whether what was asked is known, so that another telling of it says nothing new.
  boolean isAsked() {
    return !asked.isEmpty();
  }

  void answered(String text) {
    answer = answer.or(() -> Optional.of(text).filter(said -> !said.isBlank()));
  }

  private void keep(List<Said> to, String role, String text) {
    length += text.length();
    if (length <= LONGEST) {
      to.add(new Said(role, text));
    }
  }

  /// Why it makes no case; empty when it does, or when it is no call at all.
  Optional<TraceLoss> loss() {
    if (failed) {
      return Optional.of(TraceLoss.FAILED);
    }
    if (beyondText) {
      return Optional.of(TraceLoss.TOOLS);
    }
    if (length > LONGEST) {
      return Optional.of(TraceLoss.LONG);
    }
    if (asked.isEmpty()) {
      return Optional.of(TraceLoss.UNRECORDED);
    }
    return answer.isEmpty() ? Optional.of(TraceLoss.UNANSWERED) : Optional.empty();
  }

  boolean isCall() {
    return isCall;
  }

  /// The conversation up to the answer, as a JSON list of messages.
  String messages() {
    ArrayNode turns = JsonMapper.shared().createArrayNode();
    for (List<Said> part : List.of(instructions, asked)) {
      part.forEach(each -> turns.addObject().put("role", each.role).put("content", each.text));
    }
    return turns.toString();
  }

  String answer() {
    return answer.orElse("");
  }

  /// Who answered: what the response says, else what was asked for.
  Optional<String> model() {
    return responded.or(() -> requested);
  }

  String conversation() {
    return conversation;
  }

  /// Takes a message in any of the shapes that are known: parts with a type, or content.
  ///
  /// @return its text; empty when it has none
  String text(JsonNode message) {
    if (!message.path("tool_calls").isMissingNode() && !message.path("tool_calls").isEmpty()) {
      goBeyondText();
    }
    JsonNode parts = message.has("parts") ? message.path("parts") : message.path("content");
    if (parts.isString()) {
      JsonNode structured = OtlpValue.structure(parts);
      if (!structured.isArray() || !isParts(structured)) {
        return parts.stringValue();
      }
      parts = structured;
    }
    var text = new StringBuilder();
    for (JsonNode part : parts) {
      text.append(text.isEmpty() ? "" : "\n").append(partText(part));
    }
    return text.toString();
  }

  /// A list that an application said as text is text.
  private static boolean isParts(JsonNode list) {
    return !list.isEmpty() && list.valueStream().allMatch(part -> part.path("type").isString());
  }

  private String partText(JsonNode part) {
    return switch (part.path("type").asString("text")) {
      case "text", "input_text", "output_text" ->
          part.path("content").asString(part.path("text").asString(""));
      case "reasoning", "thinking", "redacted_thinking" -> "";
      default -> {
        goBeyondText();
        yield "";
      }
    };
  }
}
