package dev.metier.importer.trace;

import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Values as OTLP writes them in JSON, each with its kind around it, made plain.
///
/// Source: opentelemetry-proto, `common/v1/common.proto`, in the JSON mapping of the OTLP
/// specification. Exporters that print plain objects are taken too.
final class OtlpValue {
  private OtlpValue() {}

  /// The attributes by name, whether they are a list of keys and values or an object.
  static ObjectNode attributes(JsonNode node) {
    ObjectNode plain = JsonNodeFactory.instance.objectNode();
    if (node.isArray()) {
      for (JsonNode each : node) {
        plain.set(each.path("key").asString(""), plain(each.path("value")));
      }
    } else if (node.isObject()) {
      node.properties().forEach(each -> plain.set(each.getKey(), each.getValue()));
    }
    return plain;
  }

  /// A value without its kind; what is none is itself.
  static JsonNode plain(JsonNode value) {
    if (value.has("kvlistValue")) {
      return attributes(value.path("kvlistValue").path("values"));
    }
    if (value.has("arrayValue")) {
      var list = JsonNodeFactory.instance.arrayNode();
      value.path("arrayValue").path("values").forEach(each -> list.add(plain(each)));
      return list;
    }
    for (String kind : new String[] {"stringValue", "boolValue", "intValue", "doubleValue"}) {
      if (value.has(kind)) {
        return value.path(kind);
      }
    }
    return value;
  }

  /// A list or an object, also one that was written as text; missing when it is neither.
  static JsonNode structure(JsonNode value) {
    if (!value.isString()) {
      return value.isContainer() ? value : MissingNode.getInstance();
    }
    byte[] text = value.stringValue().getBytes(StandardCharsets.UTF_8);
    Optional<? extends JsonNode> read =
        value.stringValue().stripLeading().startsWith("[")
            ? Json.tryArray(text)
            : Json.tryObject(text);
    return read.isPresent() ? read.get() : MissingNode.getInstance();
  }

  /// What names a span: hex digits, however they are dressed.
  static String id(JsonNode node) {
    return node.asString("").toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
  }
}
