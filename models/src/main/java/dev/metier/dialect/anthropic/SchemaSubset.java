package dev.metier.dialect.anthropic;

import dev.metier.core.text.ShortText;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON Schema in the subset that Anthropic enforces
/// (<https://platform.claude.com/docs/en/build-with-claude/structured-outputs>). What is beyond it
/// moves into the descriptions, so that the model still reads it.
///
/// @param schema what is sent
/// @param removed keywords that are no longer enforced, sorted
record SchemaSubset(JsonNode schema, Set<String> removed) {
  private static final Set<String> REFUSED =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "patternProperties",
          "propertyNames",
          "unevaluatedProperties",
          "unevaluatedItems",
          "contains",
          "minContains",
          "maxContains",
          "prefixItems",
          "additionalItems",
          "dependentRequired",
          "dependentSchemas",
          "dependencies",
          "not",
          "if",
          "then",
          "else");

  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  private static final List<String> MAPS = List.of("properties", "$defs", "definitions");
  private static final List<String> LISTS = List.of("anyOf", "allOf");

  /// Parts of expressions that it does not enforce: looking around, references back, words' edges.
  private static final Pattern BEYOND = Pattern.compile("\\(\\?[=!<]|\\\\[1-9bB]");

  private static final int LONGEST = 200;

  static SchemaSubset of(String json) {
    JsonNode schema = Json.value(json);
    var removed = new TreeSet<String>();
    reduce(schema, removed);
    return new SchemaSubset(schema, removed);
  }

  private static void reduce(JsonNode node, Set<String> removed) {
    if (!(node instanceof ObjectNode schema)) {
      return;
    }
    var told = new ArrayList<String>();
    for (String name : List.copyOf(schema.propertyNames())) {
      JsonNode value = schema.path(name);
      if (isRefused(name, value)) {
        schema.remove(name);
        removed.add(name);
        told.add(words(name) + ": " + shortened(value));
      }
    }
    if (schema.has("oneOf") && !schema.has("anyOf")) {
      // one of several that differ is any of them
      schema.set("anyOf", schema.remove("oneOf"));
    }
    if (schema.has("properties") || Json.text(schema, "type").equals("object")) {
      schema.put("additionalProperties", false);
    }
    describe(schema, told);
    MAPS.forEach(name -> schema.path(name).forEach(each -> reduce(each, removed)));
    LISTS.forEach(name -> schema.path(name).forEach(each -> reduce(each, removed)));
    reduce(schema.path("items"), removed);
  }

  private static boolean isRefused(String name, JsonNode value) {
    return switch (name) {
      case "minItems" -> value.asInt(0) > 1;
      case "format" -> !FORMATS.contains(value.asString(""));
      case "pattern" -> BEYOND.matcher(value.asString("")).find();
      case "additionalProperties" -> !value.isBoolean();
      default -> REFUSED.contains(name);
    };
  }

  private static void describe(ObjectNode schema, List<String> told) {
    if (!told.isEmpty()) {
      String before = Json.text(schema, "description");
      String all = "(" + String.join(", ", told) + ")";
      schema.put("description", before.isEmpty() ? all : before + " " + all);
    }
  }

  /// `min length` of `minLength`.
  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static String shortened(JsonNode value) {
    String text = Json.compact(value);
    return ShortText.of(text, LONGEST, "...");
  }
}
