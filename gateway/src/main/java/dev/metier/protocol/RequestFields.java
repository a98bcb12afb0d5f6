package dev.metier.protocol;

import dev.metier.chat.Message;
import dev.metier.chat.SchemaName;
import dev.metier.chat.Tool;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads the fields of one request and keeps the names of those that are not passed on. A null
/// field counts as absent. Not thread-safe.
public final class RequestFields {
  /// Schemas are passed on as they are, and they are long.
  private static final Set<String> SCHEMAS = Set.of("input_schema", "parameters");

  private static final String NO_SCHEMA = "{\"type\":\"object\",\"properties\":{}}";

  private final Set<String> dropped = new LinkedHashSet<>();

  /// The object that a request's body is.
  public static JsonNode body(byte[] body) {
    return Json.tryObject(body, SCHEMAS)
        .orElseThrow(() ->
            new RefusedException(
                Refusal.of(
                    Refusal.Reason.BAD_REQUEST, "The body of the request is no JSON object.")));
  }

  /// A refusal of what stands at `path`, such as `messages.3.content.0`.
  public static RefusedException bad(String path, String sentence) {
    return new RefusedException(Refusal.ofField(Refusal.Reason.BAD_REQUEST, path, sentence));
  }

  public static RefusedException unsupported(String path, String sentence) {
    return new RefusedException(Refusal.ofField(Refusal.Reason.UNSUPPORTED, path, sentence));
  }

  public void drop(String name) {
    dropped.add(name);
  }

  public List<String> dropped() {
    return List.copyOf(dropped);
  }

  /// Notes the fields of `node` that are not known, as `prefix` and the name.
  public void known(JsonNode node, Set<String> known, String prefix) {
    for (var field : node.properties()) {
      if (!known.contains(field.getKey()) && !absent(field.getValue())) {
        drop(prefix + field.getKey());
      }
    }
  }

  public static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  public static Optional<String> text(JsonNode node, String field, String prefix) {
    JsonNode value = node.path(field);
    if (absent(value)) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw bad(prefix + field, "`" + field + "` must be a string.");
    }
    return Optional.of(value.stringValue());
  }

  public static String needed(JsonNode node, String field, String prefix) {
    return text(node, field, prefix)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> bad(prefix + field, "`" + field + "` is missing."));
  }

  public static boolean flag(JsonNode node, String field, String prefix) {
    JsonNode value = node.path(field);
    if (!absent(value) && !value.isBoolean()) {
      throw bad(prefix + field, "`" + field + "` must be true or false.");
    }
    return value.asBoolean(false);
  }

  /// A whole number of at least 1.
  public static OptionalInt count(JsonNode node, String field, String prefix) {
    JsonNode value = node.path(field);
    if (absent(value)) {
      return OptionalInt.empty();
    }
    double number = value.isNumber() ? value.asDouble(0) : 0;
    if (number < 1 || number != Math.rint(number)) {
      throw bad(prefix + field, "`" + field + "` must be a whole number of at least 1.");
    }
    return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, number));
  }

  public static OptionalLong whole(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (absent(value)) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw bad(field, "`" + field + "` must be a whole number.");
    }
    return OptionalLong.of(value.asLong());
  }

  public static OptionalDouble number(JsonNode node, String field, double most) {
    JsonNode value = node.path(field);
    if (absent(value)) {
      return OptionalDouble.empty();
    }
    double number = value.isNumber() ? value.asDouble(-1) : -1;
    if (number < 0 || number > most) {
      throw bad(field, "`" + field + "` must be a number from 0 to " + Math.round(most) + ".");
    }
    return OptionalDouble.of(number);
  }

  /// Texts that end the answer: a string or a list of them; empty ones say nothing.
  public static List<String> stops(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (absent(value)) {
      return List.of();
    }
    if (value.isString()) {
      return value.stringValue().isEmpty() ? List.of() : List.of(value.stringValue());
    }
    List<String> stops = new ArrayList<>();
    for (JsonNode stop : list(node, field, "")) {
      if (!stop.isString()) {
        throw bad(field + "." + stops.size(), "`" + field + "` must hold strings.");
      }
      if (!stop.stringValue().isEmpty()) {
        stops.add(stop.stringValue());
      }
    }
    return stops;
  }

  /// A list; nothing when it is absent.
  public static Iterable<JsonNode> list(JsonNode node, String field, String prefix) {
    JsonNode value = node.path(field);
    if (absent(value)) {
      return List.of();
    }
    if (!value.isArray()) {
      throw bad(prefix + field, "`" + field + "` must be a list.");
    }
    return value;
  }

  /// A tool; one that says nothing of its arguments takes none.
  public static Tool tool(String name, JsonNode node, String schema, String prefix) {
    JsonNode shape = node.path(schema);
    Optional<String> text = Json.raw(shape);
    if (!absent(shape) && text.isEmpty()) {
      throw bad(prefix + schema, "`" + schema + "` must be a JSON Schema.");
    }
    return new Tool(
        name,
        text(node, "description", prefix).orElse(""),
        text.filter(json -> json.indexOf('"') > 0).orElse(NO_SCHEMA),
        flag(node, "strict", prefix));
  }

  /// What the schema of the answer is called in the object that holds it.
  public static Optional<SchemaName> schemaName(JsonNode format) {
    String name = Json.text(format, "name");
    Optional<String> description =
        Optional.of(Json.text(format, "description")).filter(text -> !text.isBlank());
    return name.isBlank() ? Optional.empty() : Optional.of(new SchemaName(name, description));
  }

  public static List<Message> some(List<Message> messages) {
    if (messages.isEmpty()) {
      throw bad("messages", "`messages` must hold at least one message.");
    }
    return messages;
  }
}
