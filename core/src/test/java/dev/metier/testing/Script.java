package dev.metier.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// What a [ScriptedVendor] answers, read from the last user's turn: its lines `CALL tool {…}`,
/// `THINK text`, `SAY text` and `FAIL kind [times]`; with `IN TURNS` the arguments of parallel
/// calls alternate, where the vendor's protocol can. A tool that must be called is called. After
/// the results of tools it repeats them; where a schema is asked for it answers with its least
/// instance.
///
/// @param prompt how many tokens a server says it read: 100, or by its size if that is much more
record Script(
    String thinking,
    String text,
    List<Call> calls,
    boolean inTurns,
    Optional<Fault> fault,
    boolean stream,
    int prompt) {
  private static final int SHORT = 100;
  private static final int SHORT_CHARACTERS = 1500;
  private static final int CHARACTERS_IN_TOKEN = 4;
  private static final Pattern CALL = Pattern.compile("CALL ([A-Za-z0-9_.-]+) (\\{)");
  private static final Pattern FAIL = Pattern.compile("FAIL ([a-z_]+)(?: (\\d+))?");
  private static final Pattern THINK = Pattern.compile("THINK ([^\\n]+)");
  private static final Pattern SAY = Pattern.compile("SAY ([^\\n]+)");

  /// A call of a tool; arguments are a JSON text.
  record Call(String id, String name, String arguments) {}

  /// A refusal, of the first requests like this one only or of all.
  record Fault(String kind, OptionalInt times, String prompt) {}

  static Script of(JsonNode request) {
    var turn = new LastTurn(request);
    boolean stream = request.path("stream").asBoolean(false);
    if (!turn.results.isEmpty()) {
      String told = "Tools said: " + String.join(" | ", turn.results);
      return new Script("", told, List.of(), false, Optional.empty(), stream, read(request));
    }
    String asked = turn.text;
    Optional<Fault> fault =
        Optional.of(FAIL.matcher(asked))
            .filter(Matcher::find)
            .map(m -> new Fault(m.group(1), times(m.group(2)), asked + turn.tools));
    List<Call> calls = turn.tools ? calls(asked) : List.of();
    if (calls.isEmpty()) {
      calls = forced(request);
    }
    String said = first(SAY, asked).orElse(calls.isEmpty() ? "Hello world" : "");
    if (turn.images > 0) {
      said += " Pictures: " + turn.images + ".";
    }
    if (!schema(request).isMissingNode()) {
      said = instance(schema(request)).toString();
    }
    String thought = first(THINK, asked).orElse("");
    return new Script(
        thought, said, calls, asked.contains("IN TURNS"), fault, stream, read(request));
  }

  private static int read(JsonNode request) {
    int length = request.toString().length();
    return length < SHORT_CHARACTERS ? SHORT : length / CHARACTERS_IN_TOKEN;
  }

  /// A piece of this answer.
  Script piece(String text, List<Call> some) {
    return new Script("", text, some, false, fault, true, prompt);
  }

  private static OptionalInt times(String text) {
    return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(m -> m.group(1).strip());
  }

  private static List<Call> calls(String text) {
    List<Call> calls = new ArrayList<>();
    Matcher matcher = CALL.matcher(text);
    while (matcher.find()) {
      int from = matcher.start(2);
      String arguments = text.substring(from, end(text, from));
      // some clients quote what stands on their command line
      String plain = arguments.startsWith("{\\\"") ? arguments.replace("\\\"", "\"") : arguments;
      calls.add(new Call("call_" + calls.size(), matcher.group(1), plain));
    }
    return calls;
  }

  private static int end(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  /// A call of the tool that the request insists on.
  private static List<Call> forced(JsonNode request) {
    JsonNode choice = request.path("tool_choice");
    String name = choice.path("function").path("name").asString(choice.path("name").asString(""));
    String kind = choice.path("type").asString(choice.asString("auto"));
    boolean any = kind.equals("any") || kind.equals("required");
    for (JsonNode tool : request.path("tools")) {
      JsonNode function = tool.has("function") ? tool.path("function") : tool;
      String own = function.path("name").asString("");
      if (any || own.equals(name)) {
        JsonNode schema =
            function.has("parameters")
                ? function.path("parameters")
                : function.path("input_schema");
        return List.of(new Call("call_forced", own, instance(schema).toString()));
      }
    }
    return List.of();
  }

  /// The schema of the answer, by whichever vendor's field.
  private static JsonNode schema(JsonNode request) {
    JsonNode openAi = request.path("response_format").path("json_schema").path("schema");
    JsonNode anthropic = request.path("output_config").path("format").path("schema");
    JsonNode ollama = request.path("format");
    return openAi.isObject()
        ? openAi
        : anthropic.isObject() ? anthropic : ollama.isObject() ? ollama : MissingNode.getInstance();
  }

  private static JsonNode instance(JsonNode schema) {
    var nodes = JsonNodeFactory.instance;
    if (schema.has("enum")) {
      return schema.path("enum").get(0);
    }
    return switch (schema.path("type").asString("object")) {
      case "string" -> nodes.stringNode("Paris");
      case "integer", "number" -> nodes.numberNode(21);
      case "boolean" -> nodes.booleanNode(true);
      case "array" -> {
        ArrayNode array = nodes.arrayNode();
        array.add(instance(schema.path("items")));
        yield array;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        schema
            .path("properties")
            .properties()
            .forEach(p -> object.set(p.getKey(), instance(p.getValue())));
        yield object;
      }
    };
  }

  /// What the user or the tools said last; the same fields serve for all three vendors.
  private static final class LastTurn {
    final List<String> results = new ArrayList<>();
    final boolean tools;
    String text = "";
    int images;

    LastTurn(JsonNode request) {
      tools = !request.path("tools").isEmpty();
      String before = "";
      for (JsonNode message : request.path("messages")) {
        String role = message.path("role").asString("");
        if (role.equals("user") && !before.equals("user")) {
          text = "";
          images = 0;
          results.clear();
        }
        before = role;
        if (role.equals("tool")) {
          results.add(text(message.path("content")));
        } else if (role.equals("user")) {
          user(message);
        } else if (role.equals("assistant")) {
          results.clear();
        }
      }
    }

    /// What clients say in several messages is one turn.
    private void user(JsonNode message) {
      images += message.path("images").size();
      for (JsonNode block : message.path("content")) {
        switch (block.path("type").asString("")) {
          case "tool_result" -> results.add(text(block.path("content")));
          case "image", "image_url" -> images++;
          default -> {}
        }
      }
      if (results.isEmpty()) {
        text = (text + "\n" + text(message.path("content"))).strip();
      }
    }

    private static String text(JsonNode content) {
      if (content.isString()) {
        return content.stringValue();
      }
      var text = new StringBuilder();
      for (JsonNode block : content) {
        text.append(block.path("text").asString("")).append('\n');
      }
      return text.toString().strip();
    }
  }
}
