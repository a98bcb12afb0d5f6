package dev.metier.starter;

import dev.metier.starter.draw.StarterCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// Calls of tools, written as `tool {"argument": "value"}`, one a line: wrong ones, spoilt ones,
/// and the same in another form.
final class CallAnswers {
  private CallAnswers() {}

  private static String tool(String call) {
    return call.substring(0, call.indexOf(' '));
  }

  private static String arguments(String call) {
    return call.substring(call.indexOf(' ') + 1);
  }

  static List<String> wrong(StarterCase given, StarterCase other) {
    String key = given.expected();
    String tool = tool(key).equals("decline") ? "refund" : "decline";
    var wrong = new ArrayList<>(List.of(other.expected(), tool + " " + arguments(key)));
    JsonAnswers.fields(arguments(key))
        .forEach((name, value) -> {
          Object spoilt = value instanceof Integer n ? n + 9 : JsonAnswers.transposed("" + value);
          wrong.add(tool(key) + " " + JsonAnswers.with(arguments(key), name, spoilt));
        });
    return wrong;
  }

  static List<String> faults(StarterCase given) {
    String key = given.expected();
    String tool = tool(key);
    String arguments = arguments(key);
    var faults =
        new ArrayList<>(
            List.of(
                "",
                "I will call " + key,
                "```json\n" + arguments + "\n```",
                "{\"tool\": \"" + tool + "\", \"arguments\": " + arguments + "}",
                "<tool_call>" + arguments + "</tool_call>",
                tool + " {}",
                tool + " " + arguments.replace('"', '\''),
                tool + " " + arguments.substring(0, arguments.length() - 1),
                tool + " [" + arguments + "]",
                tool.toUpperCase(Locale.ROOT) + " " + arguments,
                tool + "s " + arguments,
                tool + " {\"arguments\": " + arguments + "}",
                key + "\n" + key,
                key + "\nfind_parcel {}",
                key + "\nblock_account " + arguments,
                "block_account " + arguments,
                tool + " " + JsonAnswers.with(arguments, "reason", "as asked"),
                tool + " " + JsonAnswers.allNull(arguments)));
    for (String name : JsonAnswers.fields(arguments).keySet()) {
      var fewer = new LinkedHashMap<>(JsonAnswers.fields(arguments));
      fewer.put(name + "_id", fewer.remove(name));
      faults.add(tool + " " + StarterCase.json(fewer));
      faults.add(tool + " " + JsonAnswers.with(arguments, name, List.of()));
    }
    return faults;
  }

  static List<String> rewordings(StarterCase given) {
    String key = given.expected();
    return JsonAnswers.rewordings(arguments(key)).stream()
        .map(way -> tool(key) + " " + way.replace("\n", " ").strip())
        .toList();
  }
}
