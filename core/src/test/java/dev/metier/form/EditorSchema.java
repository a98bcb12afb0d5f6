package dev.metier.form;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes the JSON Schema (draft 2020-12) of a file, for editors, from its one description.
public final class EditorSchema {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectNode definitions = JSON.createObjectNode();
  private final Map<String, Shape.Kind> defined = new HashMap<>();

  private EditorSchema() {}

  /// The schema of a file.
  ///
  /// @param title the file's name
  public static String of(String title, Shape.Kind file) {
    var writer = new EditorSchema();
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", title);
    root.setAll(writer.schema(file));
    root.set("$defs", writer.definitions);
    return JSON.writeValueAsString(root).replace("\r\n", "\n") + "\n";
  }

  private ObjectNode schema(Shape.Kind kind) {
    ObjectNode node = JSON.createObjectNode();
    switch (kind) {
      case Shape.Kind.Single(_, var members) ->
          node.setAll((ObjectNode) JSON.readTree("{" + members + "}"));
      case Shape.Kind.Choice(var meanings) -> meanings.keySet().forEach(node.putArray("enum")::add);
      case Shape.Kind.ListOf(var item) -> node.put("type", "array").set("items", schema(item));
      case Shape.Kind.NamesOf(_, var allowed, var value) -> {
        node.put("type", "object").set("additionalProperties", schema(value));
        allowed.ifPresent(
            names -> node.putObject("propertyNames").put("pattern", "^" + names + "$"));
      }
      case Shape.Kind.Keys keys -> define(node, keys.name(), keys);
      case Shape.Kind.Either(var kinds) ->
          kinds.forEach(each -> node.withArray("anyOf").add(schema(each)));
      case Shape.Kind.Anything(var words) -> node.put("description", words);
      case Shape.Kind.Link(var words, var to) -> define(node, words, to.get());
    }
    return node;
  }

  private void define(ObjectNode reference, String title, Shape.Kind kind) {
    String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.]+", "-");
    reference.put("$ref", "#/$defs/" + name);
    Shape.Kind other = defined.putIfAbsent(name, kind);
    if (other == null) {
      definitions.putObject(name);
      definitions.set(name, kind instanceof Shape.Kind.Keys keys ? object(keys) : schema(kind));
    } else if (!other.equals(kind)) {
      throw new IllegalStateException("two kinds are called " + name);
    }
  }

  private ObjectNode object(Shape.Kind.Keys keys) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", "object");
    if (!keys.doc().isEmpty()) {
      node.put("description", keys.doc());
    }
    for (Table.Slot<?> slot : keys.keys()) {
      boolean pattern = slot.pattern().isPresent();
      String name = pattern ? "^" + slot.pattern().get() + "$" : slot.name();
      ObjectNode value =
          node.withObject(pattern ? "/patternProperties" : "/properties").putObject(name);
      value.put("description", slot.doc());
      value.setAll(schema(slot.shape().kind()));
      if (slot.required()) {
        node.withArray("required").add(slot.name());
      }
    }
    node.put("additionalProperties", false);
    return node;
  }
}
