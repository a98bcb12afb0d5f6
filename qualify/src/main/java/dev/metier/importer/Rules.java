package dev.metier.importer;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Graders as a case brings them.
public final class Rules {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Rules() {}

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /// A grader without settings.
  public static ObjectNode bare(String name) {
    return object().putNull(name);
  }

  /// The output is this text.
  public static ObjectNode equal(String text, boolean exact) {
    var node = object();
    node.putObject("equals").put("expected", text).put("strict", true).put("exact", exact);
    return node;
  }

  /// Something of one text, code point by code point.
  public static ObjectNode texts(String name, String under, String text, boolean ignoreCase) {
    return texts(name, under, List.of(text), ignoreCase);
  }

  public static ObjectNode texts(
      String name, String under, List<String> texts, boolean ignoreCase) {
    var node = object();
    var settings = node.putObject(name);
    var list = settings.putArray(under);
    texts.forEach(list::add);
    settings.put("strict", true);
    if (ignoreCase) {
      settings.put("ignore_case", true);
    }
    return node;
  }

  /// The opposite of a grader.
  public static ObjectNode negated(ObjectNode node) {
    String name = node.propertyNames().iterator().next();
    var opposite = object();
    String turned = name.startsWith("not_") ? name.substring(4) : "not_" + name;
    // none of several is our `not_contains`
    opposite.set(turned.equals("not_contains_any") ? "not_contains" : turned, node.get(name));
    node.properties().stream()
        .skip(1)
        .forEach(member -> opposite.set(member.getKey(), member.getValue()));
    return opposite;
  }
}
