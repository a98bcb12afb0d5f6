package dev.metier.wire;

import dev.metier.core.problem.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/// JSON as the vendors send it: unknown fields do no harm, what is not JSON is malformed.
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int QUOTED = 200;

  private Json() {}

  public static ObjectNode newObject() {
    return NODES.objectNode();
  }

  public static ArrayNode newArray() {
    return NODES.arrayNode();
  }

  /// The object that these bytes are.
  ///
  /// @throws MalformedException when they are something else
  public static JsonNode object(byte[] data) {
    return tryObject(data)
        .orElseThrow(() -> new MalformedException("not a JSON object: " + quote(data)));
  }

  public static Optional<JsonNode> tryObject(byte[] data) {
    return tryObject(data, Set.of());
  }

  /// The array that these bytes are, if they are one.
  public static Optional<JsonNode> tryArray(byte[] data) {
    return tryArray(data, Set.of());
  }

  /// The same, but objects in the fields of these names are kept as the text that they are.
  public static Optional<JsonNode> tryArray(byte[] data, Set<String> kept) {
    try {
      return Optional.of(new JsonIn(data, kept).whole()).filter(JsonNode::isArray);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /// Like [#tryObject], but objects in the fields of these names are kept as the text that they
  /// are: [#raw] gives it.
  public static Optional<JsonNode> tryObject(byte[] data, Set<String> kept) {
    try {
      return Optional.of(new JsonIn(data, kept).whole()).filter(JsonNode::isObject);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /// The text of an object that was kept as it is.
  public static Optional<String> raw(JsonNode node) {
    return node instanceof POJONode pojo && pojo.getPojo() instanceof RawValue value
        ? Optional.of(String.valueOf(value.rawValue()))
        : Optional.empty();
  }

  /// A value that we wrote or checked ourselves.
  public static JsonNode value(String json) {
    try {
      return new JsonIn(json.getBytes(StandardCharsets.UTF_8), Set.of()).whole();
    } catch (MalformedException e) {
      throw new IllegalArgumentException("not one JSON value: " + cut(json), e);
    }
  }

  /// The value that this text is, if it is one.
  public static Optional<JsonNode> tryValue(String json) {
    try {
      return Optional.of(new JsonIn(json.getBytes(StandardCharsets.UTF_8), Set.of()).whole());
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /// The arguments of a call as an object; a text that is no object is kept under `arguments`.
  public static ObjectNode arguments(String json) {
    if (json.isBlank()) {
      return newObject();
    }
    JsonNode node =
        tryObject(json.getBytes(StandardCharsets.UTF_8))
            .orElseGet(() -> newObject().put("arguments", json));
    return (ObjectNode) node;
  }

  /// The text in a field; empty when it is absent or no text.
  public static String text(JsonNode node, String field) {
    return node.path(field).stringValue("");
  }

  /// The whole number in a field, at least 0; 0 when it is absent or no number.
  public static long count(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNumber() ? Math.max(0, value.asLong(0)) : 0;
  }

  /// A call's arguments as text, whether they were sent as text or as an object.
  public static String argumentText(JsonNode arguments) {
    return arguments.isContainer() ? compact(arguments) : arguments.stringValue("");
  }

  /// UTF-8 bytes; half of a surrogate pair, which UTF-8 cannot hold, becomes a question mark.
  public static byte[] bytes(JsonNode node) {
    return JsonOut.bytes(node);
  }

  /// Puts a value that is JSON text already into an object, read again only where its white space
  /// must go.
  public static void put(ObjectNode to, String field, String json) {
    if (isCompact(json)) {
      to.putRawValue(field, new RawValue(json));
    } else {
      to.set(field, value(json));
    }
  }

  /// Whether no white space is seen where writers put it; a quick look, as only its looks depend on
  /// it.
  private static boolean isCompact(String json) {
    return json.startsWith("{\"")
        && json.endsWith("}")
        && json.indexOf('\n') < 0
        && !json.contains("\": ")
        && !json.contains(", \"");
  }

  /// JSON text without white space.
  public static String compact(JsonNode node) {
    return new String(bytes(node), StandardCharsets.UTF_8);
  }

  /// A text as JSON, with its quotes.
  public static String quoted(String text) {
    return new String(new JsonOut().string(text).take(), StandardCharsets.UTF_8);
  }

  /// The beginning of what came, for a message.
  public static String quote(byte[] data) {
    byte[] head = data.length > 4 * QUOTED ? Arrays.copyOf(data, 4 * QUOTED) : data;
    return cut(new String(head, StandardCharsets.UTF_8));
  }

  public static String cut(String text) {
    String line = PlainText.of(text).strip().replaceAll("\\s+", " ");
    if (line.length() <= QUOTED) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(QUOTED - 1)) ? QUOTED - 1 : QUOTED;
    return line.substring(0, end) + "…";
  }
}
