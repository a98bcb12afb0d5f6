package dev.metier.protocol.responses;

import dev.metier.chat.Tool;
import dev.metier.protocol.ParsedRequest;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The tools of a request, under one flat name each for the model and under the client's own names
/// for the client. Not thread-safe.
final class ToolBox {
  /// How the client wants to be called.
  enum Kind {
    /// With JSON arguments.
    FUNCTION,
    /// With any text; a model sees a function whose only argument is `input`.
    CUSTOM,
    /// To look for further tools.
    SEARCH,
    /// To run a command on the client's machine.
    SHELL
  }

  /// A tool as the client knows it.
  ///
  /// @param namespace empty when it is in none
  record Known(Kind kind, String namespace, String name) {
    private static final int FIELDS = 3;

    private String text() {
      return kind + "\n" + namespace + "\n" + name;
    }

    private static Known of(String text) {
      String[] fields = text.split("\n", FIELDS);
      return new Known(Kind.valueOf(fields[0]), fields[1], fields[2]);
    }
  }

  private static final String SEARCH = "tool_search";
  private static final String SHELL = "local_shell";
  private static final String COMMAND =
      "{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"array\",\"items\":{\"type\":"
          + "\"string\"},\"description\":\"The program and its arguments.\"},\"timeout_ms\":"
          + "{\"type\":\"integer\"},\"working_directory\":{\"type\":\"string\"}},\"required\":"
          + "[\"command\"],\"additionalProperties\":false}";
  private static final String MEMORY = "tool ";
  private static final int LONGEST_NAME = 64;
  private static final int HASH = 9;
  private static final String NOTHING = "{\"type\":\"object\",\"properties\":{}}";
  private static final String INPUT =
      "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\",\"description\":"
          + "\"The whole input of the tool, as plain text.\"}},\"required\":[\"input\"],"
          + "\"additionalProperties\":false}";

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Map<Known, String> flat = new HashMap<>();
  private final Map<String, Known> known = new HashMap<>();
  private final List<String> met = new ArrayList<>();
  private final List<String> dropped;

  /// @param dropped takes what no model will hear of
  ToolBox(List<String> dropped) {
    this.dropped = dropped;
  }

  /// Adds all tools of an array, which stands at `field`, and tells their flat names.
  List<String> add(JsonNode array, String field) {
    met.clear();
    if (array.isMissingNode() || array.isNull()) {
      return List.of();
    }
    if (!array.isArray()) {
      throw Responses.bad(field, "`" + field + "` is not a list of tools.");
    }
    int place = 0;
    for (JsonNode node : array) {
      add(node, "", field + "[" + place++ + "]");
    }
    return List.copyOf(met);
  }

  private void add(JsonNode node, String namespace, String field) {
    String type = Json.text(node, "type");
    switch (type) {
      case "function" -> function(node, namespace, field);
      case "custom" -> custom(node, namespace, field);
      case "namespace" -> namespace(node, field);
      case SEARCH -> search(node);
      case SHELL ->
          add(shell(), "Runs a command on the user's machine and returns its output.", COMMAND);
      case "" -> throw Responses.bad(field + ".type", "`" + field + "` has no type.");
      default -> dropped.add("tools." + type);
    }
  }

  private void function(JsonNode node, String namespace, String field) {
    JsonNode schema = node.path("parameters");
    String name = nameOf(new Known(Kind.FUNCTION, namespace, name(node, field)));
    met.add(name);
    tools.putIfAbsent(
        name,
        new Tool(
            name,
            Json.text(node, "description"),
            schema.isObject() ? schema.toString() : NOTHING,
            node.path("strict").asBoolean(false)));
  }

  private void custom(JsonNode node, String namespace, String field) {
    String description = Json.text(node, "description");
    JsonNode format = node.path("format");
    if (Json.text(format, "type").equals("grammar")) {
      description +=
          "\n\nThe input must follow this grammar ("
              + Json.text(format, "syntax")
              + "):\n"
              + Json.text(format, "definition");
    }
    add(new Known(Kind.CUSTOM, namespace, name(node, field)), description.strip(), INPUT);
  }

  /// The description of a namespace goes before that of its first tool, so that it is not lost.
  private void namespace(JsonNode node, String field) {
    String namespace = name(node, field);
    int before = tools.size();
    int place = 0;
    for (JsonNode tool : node.path("tools")) {
      add(tool, namespace, field + ".tools[" + place++ + "]");
    }
    String description = Json.text(node, "description");
    if (tools.size() > before && !description.isEmpty()) {
      Tool first = List.copyOf(tools.values()).get(before);
      String both = (description + "\n\n" + first.description()).strip();
      tools.put(first.name(), new Tool(first.name(), both, first.schema(), first.strict()));
    }
  }

  /// A search that the client does is a function; one that the vendor does is not needed, since all
  /// tools are shown from the start.
  private void search(JsonNode node) {
    if (Json.text(node, "execution").equals("client")) {
      JsonNode schema = node.path("parameters");
      add(
          new Known(Kind.SEARCH, "", SEARCH),
          Json.text(node, "description"),
          schema.isObject() ? schema.toString() : NOTHING);
    } else {
      dropped.add("tools." + SEARCH);
    }
  }

  /// The one tool for commands, which has no name of its own.
  static Known shell() {
    return new Known(Kind.SHELL, "", SHELL);
  }

  private void add(Known tool, String description, String schema) {
    String name = nameOf(tool);
    met.add(name);
    tools.putIfAbsent(name, new Tool(name, description, schema));
  }

  private static String name(JsonNode node, String field) {
    String name = Json.text(node, "name");
    if (name.isBlank()) {
      throw Responses.bad(field + ".name", "`" + field + "` has no name.");
    }
    return name;
  }

  /// The flat name of a tool; the same for the same tool, whether it is offered or only in the
  /// history.
  String nameOf(Known tool) {
    String before = flat.get(tool);
    if (before != null) {
      return before;
    }
    String joined = tool.name();
    if (!tool.namespace().isEmpty()) {
      String bridge = tool.namespace().endsWith("_") ? "" : "__";
      joined = tool.namespace() + bridge + tool.name();
    }
    boolean fits = fits(joined) && !known.containsKey(joined);
    String name = fits ? joined : renamed(joined, tool);
    flat.put(tool, name);
    known.put(name, tool);
    return name;
  }

  /// Whether every model's server takes the name, and nobody takes it for a choice.
  private static boolean fits(String name) {
    return switch (name) {
      case "auto", "none", "required", "any" -> false;
      default -> name.length() <= LONGEST_NAME && name.chars().allMatch(ToolBox::isPlain);
    };
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private static String renamed(String name, Known tool) {
    var plain = new StringBuilder();
    name.chars().limit(LONGEST_NAME - HASH).forEach(c -> plain.append(isPlain(c) ? (char) c : '_'));
    return plain.append(String.format("_%08x", tool.text().hashCode())).toString();
  }

  /// The flat name of what a choice or a call names; the kind need not be right.
  String nameOf(String namespace, String name) {
    for (Kind kind : Kind.values()) {
      String flatName = flat.get(new Known(kind, namespace, name));
      if (flatName != null) {
        return flatName;
      }
    }
    return nameOf(new Known(Kind.FUNCTION, namespace, name));
  }

  boolean offers(String flatName) {
    return tools.containsKey(flatName);
  }

  /// Leaves only these.
  void only(Set<String> flatNames) {
    tools.keySet().retainAll(flatNames);
  }

  List<Tool> offered() {
    return new ArrayList<>(tools.values());
  }

  /// Writes down which tools are more than plain functions.
  void remember(Map<String, String> memory) {
    known.forEach((name, tool) -> {
      boolean plain = tool.kind() == Kind.FUNCTION && tool.namespace().isEmpty();
      if (!plain || !tool.name().equals(name)) {
        memory.put(MEMORY + name, tool.text());
      }
    });
  }

  /// The tool behind a flat name that a model called.
  static Known recall(ParsedRequest asked, String flatName) {
    String text = asked.memory().get(MEMORY + flatName);
    return text == null ? new Known(Kind.FUNCTION, "", flatName) : Known.of(text);
  }
}
