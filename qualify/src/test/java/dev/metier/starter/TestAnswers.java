package dev.metier.starter;

import dev.metier.starter.draw.StarterCase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Unit tests that a model may write: wrong ones, spoilt ones, and right ones in another form.
final class TestAnswers {
  private TestAnswers() {}

  private static String name(StarterCase given) {
    String code = Answering.text(given);
    int at = code.indexOf("function ") + "function ".length();
    return code.substring(at, code.indexOf('(', at));
  }

  /// The same with something else expected of the first call.
  private static String mistaken(String key) {
    return key.replaceFirst("(assertEquals\\(.*)\\);", "$1 + 'x');");
  }

  static List<String> wrong(StarterCase given, StarterCase other) {
    String key = given.expected();
    return List.of(
        other.expected(), mistaken(key), "assertEquals(typeof " + name(given) + ", 'function');");
  }

  static List<String> faults(StarterCase given) {
    String key = given.expected();
    String name = name(given);
    return List.of(
        "Here are the tests:\n" + key,
        key + "\nThese tests cover all edges.",
        mistaken(key),
        key.replace(name, name + "2"),
        key.replace("assert", "assertThat"),
        key.replace(");", ";"),
        key.replace("(", "[").replace(")", "]"),
        "import { " + name + " } from './code.js';\n" + key,
        "const assert = require('assert');\n" + key,
        "describe('" + name + "', () => {\n" + key + "\n});",
        "expect(" + name + "(1)).toBe(2);",
        "// " + key.replace("\n", "\n// "),
        "/*\n" + key + "\n*/",
        "function tests() {\n" + key + "\n}",
        "if (false) {\n" + key + "\n}",
        "return;\n" + key,
        "setTimeout(() => {\n" + key + "\n}, 10);",
        "{\"tests\": " + StarterCase.json(key) + "}",
        name + "(1);",
        "I would test the edges first.",
        "function " + name + "() {\n  return 1;\n}\n" + key);
  }

  static List<String> rewordings(StarterCase given) {
    String key = given.expected();
    var turned = new ArrayList<>(key.lines().filter(line -> line.startsWith("assert")).toList());
    Collections.reverse(turned);
    var others = key.lines().filter(line -> !line.startsWith("assert")).toList();
    var ways = new ArrayList<String>();
    String reversed = String.join("\n", others) + "\n" + String.join("\n", turned);
    for (String way : List.of(key, reversed)) {
      ways.add("```js\n" + way + "\n```");
      ways.add("```\n" + way + "\n```");
      ways.add("// the edges\n" + way);
      ways.add("{\n" + way + "\n}");
      ways.add("(() => {\n" + way + "\n})();");
      ways.add("'use strict';\n" + way);
      ways.add(way.replace("\n", "\r\n"));
      ways.add(way.replace("\n", "\n\n") + "\n");
      ways.add(way.replace(", ", " ,  "));
      ways.add("for (let i = 0; i < 2; i++) {\n" + way + "\n}");
    }
    return ways;
  }
}
