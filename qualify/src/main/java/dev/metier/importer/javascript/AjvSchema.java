package dev.metier.importer.javascript;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What Ajv of JavaScript refuses in a schema, where it is strict: words of other drafts of JSON
/// Schema, of OpenAPI, and of nobody.
public final class AjvSchema {
  private static final Set<String> WORDS =
      words(
          "$async $schema $id $defs $vocabulary $comment definitions $ref maximum minimum"
              + " exclusiveMaximum exclusiveMinimum multipleOf maxLength minLength pattern"
              + " maxProperties minProperties required maxItems minItems uniqueItems type nullable"
              + " const enum not anyOf oneOf allOf if then else propertyNames additionalProperties"
              + " dependencies properties patternProperties additionalItems items contains format"
              + " title description default deprecated readOnly writeOnly examples contentMediaType"
              + " contentEncoding contentSchema formatMaximum formatMinimum formatExclusiveMaximum"
              + " formatExclusiveMinimum");
  private static final Set<String> FORMATS =
      words(
          "date time date-time iso-time iso-date-time duration uri uri-reference uri-template url"
              + " email hostname ipv4 ipv6 regex uuid json-pointer json-pointer-uri-fragment"
              + " relative-json-pointer byte int32 int64 float double password binary");
  private static final List<String> SCHEMAS =
      List.of(
          "not",
          "if",
          "then",
          "else",
          "items",
          "additionalItems",
          "contains",
          "propertyNames",
          "additionalProperties",
          "anyOf",
          "oneOf",
          "allOf");
  private static final List<String> NAMED =
      List.of("properties", "patternProperties", "$defs", "definitions", "dependencies");
  private static final String DRAFT = "https?://json-schema\\.org/draft-07/schema#?";

  private AjvSchema() {}

  private static Set<String> words(String text) {
    return Set.of(text.split(" "));
  }

  /// The first word that makes it unusable there; empty when there is none.
  public static Optional<String> refused(JsonNode schema) {
    if (schema.isArray()) {
      return first(schema.valueStream());
    }
    if (!schema.isObject()) {
      return Optional.empty();
    }
    Optional<String> unknown =
        schema.propertyNames().stream().filter(word -> !WORDS.contains(word)).findFirst();
    JsonNode format = schema.path("format");
    JsonNode draft = schema.path("$schema");
    return unknown
        .or(() ->
            Optional.of(format)
                .filter(f -> f.isString() && !FORMATS.contains(f.stringValue()))
                .map(JsonNode::stringValue))
        .or(() ->
            Optional.of(draft)
                .filter(d -> d.isString() && !d.stringValue().matches(DRAFT))
                .map(JsonNode::stringValue))
        .or(() -> first(SCHEMAS.stream().map(schema::path)))
        .or(() -> first(NAMED.stream().flatMap(name -> schema.path(name).valueStream())));
  }

  private static Optional<String> first(Stream<JsonNode> schemas) {
    return schemas.flatMap(each -> refused(each).stream()).findFirst();
  }
}
