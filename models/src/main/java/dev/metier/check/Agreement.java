package dev.metier.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.wire.Json;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Several answers of one model say the same as the first. Texts are the same when they differ in
/// case, blanks and full stops at the end alone; JSON when it differs in the order of its fields
/// alone; calls when they call the same tools with the same arguments.
///
/// @param least how many must say the same, the first one included
public record Agreement(int least) implements AnswerCheck {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern EDGES = Pattern.compile("^[\\s\"'`*.]+|[\\s\"'`*.!]+$");

  @Override
  public CheckResult check(ChatRequest request, List<ChatReply> answers) {
    String first = said(answers.getFirst());
    long same = answers.stream().filter(answer -> said(answer).equals(first)).count();
    return same >= least
        ? CheckResult.PASS
        : new CheckResult.Fail("agree:" + same + "_of_" + answers.size());
  }

  /// Whether another model says the same.
  public static CheckResult same(ChatReply answer, ChatReply other) {
    return said(other).equals(said(answer))
        ? CheckResult.PASS
        : new CheckResult.Fail("baseline:differs");
  }

  /// What an answer says, in a form in which equal ones are equal.
  public static String said(ChatReply answer) {
    var said = new StringBuilder(plain(answer.text()));
    answer
        .toolUses()
        .forEach(use -> said.append('\n').append(use.name()).append(plain(use.arguments())));
    return said.toString();
  }

  private static String plain(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("{") || stripped.startsWith("[")) {
      try {
        return sorted(Json.value(stripped)).toString();
      } catch (RuntimeException e) {
        // no JSON after all: compared as text
      }
    }
    String folded = Normalizer.normalize(stripped, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return EDGES.matcher(BLANKS.matcher(folded).replaceAll(" ")).replaceAll("");
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var fields = new TreeMap<String, JsonNode>();
      object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode sorted = object.objectNode();
      fields.forEach(sorted::set);
      return sorted;
    }
    if (node.isArray()) {
      var sorted = ((tools.jackson.databind.node.ArrayNode) node).arrayNode();
      node.forEach(each -> sorted.add(sorted(each)));
      return sorted;
    }
    return node;
  }
}
