package dev.metier.protocol.responses;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.protocol.responses.ToolBox.Kind;
import dev.metier.protocol.responses.ToolBox.Known;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the items of `input` into the turns of a chat. Reasoning, text and calls of the assistant
/// that follow each other are one turn; what its calls brought stands directly behind it. Not
/// thread-safe.
final class InputReader {
  private static final String PDF = "data:application/pdf;base64,";

  private final ToolBox tools;
  private final List<String> dropped;
  private final List<Turn> turns = new ArrayList<>();
  private final Map<String, Turn> callers = new HashMap<>();

  /// @param results by the id of the call, in the order of the calls; empty until it came
  private record Turn(Role role, List<Part> parts, Map<String, Optional<Part>> results) {
    Turn(Role role) {
      this(role, new ArrayList<>(), new LinkedHashMap<>());
    }

    boolean answered() {
      return results.values().stream().anyMatch(Optional::isPresent);
    }
  }

  InputReader(ToolBox tools, List<String> dropped) {
    this.tools = tools;
    this.dropped = dropped;
  }

  List<Message> read(JsonNode body) {
    String instructions = Json.text(body, "instructions");
    if (!instructions.isEmpty()) {
      said(Role.SYSTEM, List.of(new Part.Text(instructions)));
    }
    JsonNode input = body.path("input");
    if (input.isString()) {
      said(Role.USER, List.of(new Part.Text(input.stringValue())));
    } else if (input.isArray() && !input.isEmpty()) {
      int place = 0;
      for (JsonNode item : input) {
        item(item, "input[" + place++ + "]");
      }
    } else {
      throw Responses.bad("input", "`input` is a text or a list of at least one item.");
    }
    List<Message> messages = messages();
    if (messages.isEmpty()) {
      throw Responses.bad("input", "`input` holds nothing to answer.");
    }
    return messages;
  }

  private void item(JsonNode item, String field) {
    String type = Json.text(item, "type");
    switch (type.isEmpty() && item.has("role") ? "message" : type) {
      case "message" -> message(item, field);
      case "function_call" -> call(item, Kind.FUNCTION, Json.text(item, "arguments"), field);
      case "custom_tool_call" -> call(item, Kind.CUSTOM, freeform(item), field);
      case "tool_search_call" -> search(item, field);
      case "local_shell_call" -> shell(item, field);
      case "local_shell_call_output" ->
          result(
              callId(item), List.of(new Part.Text(Json.text(item, "output"))), field + ".call_id");
      case "function_call_output", "custom_tool_call_output" ->
          result(callId(item), content(item.path("output"), field + ".output"), field + ".call_id");
      case "tool_search_output" -> found(item, field);
      case "additional_tools" -> tools.add(item.path("tools"), field + ".tools");
      case "reasoning" -> reasoning(item, field);
      case "item_reference" -> reference(item, field);
      // what the vendor's own tools did; none of them is offered here
      case "web_search_call",
          "file_search_call",
          "code_interpreter_call",
          "image_generation_call",
          "mcp_list_tools",
          "mcp_call",
          "mcp_approval_request",
          "mcp_approval_response",
          // an earlier conversation under a vendor's seal
          "compaction",
          "compaction_summary" ->
          dropped.add("input." + type);
      default ->
          throw Responses.unsupported(
              field + ".type", "Items of type `" + Json.cut(type) + "` are not supported.");
    }
  }

  private void message(JsonNode item, String field) {
    Role role =
        switch (Json.text(item, "role")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system", "developer" -> Role.SYSTEM;
          default ->
              throw Responses.bad(
                  field + ".role", "A role is user, assistant, system or developer.");
        };
    List<Part> parts = content(item.path("content"), field + ".content");
    if (!parts.isEmpty()) {
      said(role, parts);
    }
  }

  private void said(Role role, List<Part> parts) {
    Turn turn = role == Role.ASSISTANT ? assistant() : next(role);
    turn.parts.addAll(parts);
  }

  /// The assistant's turn that is still open, or a new one.
  private Turn assistant() {
    boolean open =
        !turns.isEmpty() && turns.getLast().role == Role.ASSISTANT && !turns.getLast().answered();
    return open ? turns.getLast() : next(Role.ASSISTANT);
  }

  private Turn next(Role role) {
    var turn = new Turn(role);
    turns.add(turn);
    return turn;
  }

  private void call(JsonNode item, Kind kind, String arguments, String field) {
    String id = Json.text(item, "call_id");
    String name = Json.text(item, "name");
    if (id.isEmpty() || name.isEmpty() || callers.containsKey(id)) {
      throw Responses.bad(field, "A call has a name and a `call_id` of its own.");
    }
    String namespace = Json.text(item, "namespace");
    called(id, tools.nameOf(new Known(kind, namespace, name)), arguments);
  }

  private void called(String id, String name, String arguments) {
    Turn turn = assistant();
    turn.parts.add(new Part.ToolUse(id, name, arguments.isBlank() ? "{}" : arguments));
    turn.results.put(id, Optional.empty());
    callers.put(id, turn);
  }

  private static String freeform(JsonNode item) {
    return Json.compact(Json.newObject().put("input", Json.text(item, "input")));
  }

  /// A search without a `call_id` was the vendor's own.
  private void search(JsonNode item, String field) {
    String id = Json.text(item, "call_id");
    if (id.isEmpty()) {
      dropped.add("input.tool_search_call");
    } else if (callers.containsKey(id)) {
      throw Responses.bad(field + ".call_id", "Two calls have the same `call_id`.");
    } else {
      var tool = new Known(Kind.SEARCH, "", "tool_search");
      called(id, tools.nameOf(tool), Json.argumentText(item.path("arguments")));
    }
  }

  /// Tools that a search found are offered from then on.
  private void found(JsonNode item, String field) {
    List<String> names = tools.add(item.path("tools"), field + ".tools");
    if (!Json.text(item, "call_id").isEmpty()) {
      String text =
          names.isEmpty()
              ? "No tool was found."
              : "These tools are there now: " + String.join(", ", names);
      result(callId(item), List.of(new Part.Text(text)), field + ".call_id");
    }
  }

  private void shell(JsonNode item, String field) {
    String id = callId(item);
    if (id.isEmpty() || callers.containsKey(id)) {
      throw Responses.bad(field, "A call has a `call_id` of its own.");
    }
    ObjectNode action = Json.arguments(item.path("action").toString());
    action.remove("type");
    called(id, tools.nameOf(ToolBox.shell()), Json.compact(action));
  }

  /// Commands and what they brought may go by `id` alone.
  private static String callId(JsonNode item) {
    String id = Json.text(item, "call_id");
    return id.isEmpty() && Json.text(item, "type").startsWith("local_shell")
        ? Json.text(item, "id")
        : id;
  }

  private void result(String id, List<Part> content, String field) {
    Turn turn = callers.get(id);
    if (turn == null) {
      throw Responses.bad(field, "No call before has the `call_id` `" + Json.cut(id) + "`.");
    }
    turn.results.put(id, Optional.of(new Part.ToolResult(id, content, false)));
  }

  /// Reasoning that we sealed comes back as it was; what another vendor sealed is of no use to any
  /// model behind us.
  private void reasoning(JsonNode item, String field) {
    String seal = Json.text(item, "encrypted_content");
    Optional<Part> ours = Seal.open(seal);
    if (ours.isPresent()) {
      assistant().parts.add(ours.get());
      return;
    }
    if (!seal.isEmpty()) {
      dropped.add(field + ".encrypted_content");
    }
    String content = texts(item.path("content"));
    String text = content.isBlank() ? texts(item.path("summary")) : content;
    if (!text.isBlank()) {
      assistant().parts.add(new Part.Thinking(text, Optional.empty()));
    }
  }

  /// Without the reasoning that a client refers to, a chat can go on; without anything else it
  /// cannot.
  private void reference(JsonNode item, String field) {
    if (!Json.text(item, "id").startsWith(Item.Thought.PREFIX)) {
      throw Responses.unsupported(
          field,
          "Nothing is stored here, so an `item_reference` leads nowhere. Send the items"
              + " themselves; clients do so with `store` set to false.");
    }
    dropped.add(field);
  }

  private static String texts(JsonNode parts) {
    return StreamSupport.stream(parts.spliterator(), false)
        .map(part -> Json.text(part, "text"))
        .collect(Collectors.joining("\n\n"));
  }

  private List<Part> content(JsonNode content, String field) {
    if (content.isString()) {
      return List.of(new Part.Text(content.stringValue()));
    }
    if (!content.isArray()) {
      throw Responses.bad(field, "`" + field + "` is a text or a list of parts.");
    }
    var parts = new ArrayList<Part>();
    int place = 0;
    for (JsonNode part : content) {
      parts.add(part(part, field + "[" + place++ + "]"));
    }
    return parts;
  }

  private static Part part(JsonNode part, String field) {
    return switch (Json.text(part, "type")) {
      case "input_text", "output_text", "text" -> new Part.Text(Json.text(part, "text"));
      case "refusal" -> new Part.Text(Json.text(part, "refusal"));
      case "input_image" -> new Part.Image(address(part, "image_url", field));
      case "input_file" ->
          new Part.Document(
              part.hasNonNull("file_data") ? data(part) : address(part, "file_url", field),
              Optional.of(Json.text(part, "filename")).filter(name -> !name.isEmpty()));
      default ->
          throw Responses.unsupported(
              field + ".type",
              "Parts of type `" + Json.cut(Json.text(part, "type")) + "` are not supported.");
    };
  }

  private static String address(JsonNode part, String name, String field) {
    String url = Json.text(part, name);
    if (url.isEmpty()) {
      throw part.hasNonNull("file_id")
          ? Responses.unsupported(
              field + ".file_id", "Nothing is stored here, so a `file_id` leads nowhere.")
          : Responses.bad(field, "`" + field + "` has no `" + name + "`.");
    }
    return url;
  }

  /// Some clients send the bare Base64 text, which is then a PDF.
  private static String data(JsonNode part) {
    String data = Json.text(part, "file_data");
    return data.startsWith("data:") ? data : PDF + data;
  }

  /// An assistant's turn of nothing but reasoning was cut off; nobody takes it.
  private List<Message> messages() {
    var messages = new ArrayList<Message>();
    for (Turn turn : turns) {
      if (turn.role != Role.ASSISTANT || turn.parts.stream().anyMatch(InputReader::isSaid)) {
        messages.add(new Message(turn.role, turn.parts));
        if (!turn.results.isEmpty()) {
          messages.add(new Message(Role.TOOL, results(turn)));
        }
      }
    }
    return messages;
  }

  private static boolean isSaid(Part part) {
    return !(part instanceof Part.Thinking || part instanceof Part.Sealed);
  }

  private static List<Part> results(Turn turn) {
    var results = new ArrayList<Part>();
    turn.results.forEach((id, result) -> {
      @Nullable Part part = result.orElse(null);
      if (part == null) {
        throw Responses.bad(
            "input", "No tool output found for function call " + Json.cut(id) + ".");
      }
      results.add(part);
    });
    return results;
  }
}
