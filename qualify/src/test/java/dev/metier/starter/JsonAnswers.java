package dev.metier.starter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What can be done to an answer that is a JSON object: faults, and what is none.
final class JsonAnswers {
  private static final JsonMapper JSON = JsonMapper.shared();

  private JsonAnswers() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> fields(String answer) {
    return JSON.readValue(answer, LinkedHashMap.class);
  }

  static String with(String answer, String field, Object value) {
    var fields = fields(answer);
    fields.put(field, value);
    return JSON.writeValueAsString(fields);
  }

  static String allNull(String answer) {
    var fields = fields(answer);
    fields.replaceAll((_, _) -> null);
    return JSON.writeValueAsString(fields);
  }

  static List<String> faults(String answer) {
    var faults =
        new ArrayList<>(
            List.of(
                answer.substring(0, answer.length() - 1),
                "```json\n" + answer + "\n```",
                "Here it is: " + answer,
                answer + "\n\nI hope this helps.",
                "[" + answer + "]",
                answer + answer,
                answer.replace('"', '\''),
                answer.replace(":", " ="),
                answer.replaceFirst("\\{", ""),
                "{\"answer\": " + answer + "}",
                "\"" + answer.replace("\"", "\\\"") + "\""));
    for (var each : fields(answer).entrySet()) {
      String field = each.getKey();
      faults.add(without(answer, field));
      faults.add(renamed(answer, field));
      faults.add(with(answer, field, spoilt(each.getValue())));
      faults.add(with(answer, field, List.of()));
    }
    while (faults.size() < 20) {
      faults.add(answer.substring(0, answer.length() - 1 - faults.size() % 9));
    }
    return faults;
  }

  private static String without(String answer, String field) {
    var fields = fields(answer);
    fields.remove(field);
    return JSON.writeValueAsString(fields);
  }

  private static String renamed(String answer, String field) {
    var fields = fields(answer);
    fields.put(field + "_", fields.remove(field));
    return JSON.writeValueAsString(fields);
  }

  private static Object spoilt(@Nullable Object value) {
    return switch (value) {
      case null -> "unknown";
      case Integer number -> number + 1;
      case String text -> transposed(text);
      default -> "";
    };
  }

  /// Two neighbouring signs that differ change places; of digits rather than others.
  static String transposed(String text) {
    for (String signs : List.of("\\d", ".")) {
      for (int i = text.length() - 1; i > 0; i--) {
        String two = text.substring(i - 1, i + 1);
        if (two.matches(signs + signs) && two.charAt(0) != two.charAt(1)) {
          return text.substring(0, i - 1) + two.charAt(1) + two.charAt(0) + text.substring(i + 1);
        }
      }
    }
    return text + text;
  }

  /// Blanks, line ends, and the order of members.
  static List<String> rewordings(String answer) {
    var ways = new ArrayList<String>();
    var names = new ArrayList<>(fields(answer).keySet());
    for (int turn = 0; turn < 5; turn++) {
      Collections.rotate(names, 1);
      var fields = new LinkedHashMap<String, Object>();
      names.forEach(name -> fields.put(name, fields(answer).get(name)));
      String text = JSON.writeValueAsString(fields);
      ways.add(text);
      ways.add("\n" + text + "  \n");
      ways.add(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fields));
      ways.add(text.replace("\",\"", "\" , \"").replace("\":", "\" : "));
    }
    return ways;
  }
}
