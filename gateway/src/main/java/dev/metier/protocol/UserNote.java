package dev.metier.protocol;

import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A sentence for the model behind the last thing that the user says in a request, in the form of
/// the client's protocol.
///
/// @param field of the request's body
/// @param json what it is with the sentence
public record UserNote(String field, String json) {
  private static final String INPUT = "input";
  private static final String CONTENT = "content";
  private static final String USER = "user";

  /// The field that tells it; empty when the request has nothing that is said.
  public static Optional<UserNote> in(Fields request, String sentence) {
    boolean responses = request.field(INPUT).isPresent();
    String name = responses ? INPUT : "messages";
    return request
        .field(name)
        .map(request::raw)
        .map(raw -> told(Json.value(raw), responses, sentence))
        .map(said -> new UserNote(name, said));
  }

  private static String told(JsonNode said, boolean responses, String sentence) {
    if (said.isString()) {
      return Json.quoted(behind(said, sentence));
    }
    if (said instanceof ArrayNode turns) {
      for (int i = turns.size() - 1; i >= 0; i--) {
        if (turns.get(i) instanceof ObjectNode turn && Json.text(turn, "role").equals(USER)) {
          add(turn, responses, sentence);
          return turns.toString();
        }
      }
      turns.addObject().put("role", USER).put(CONTENT, sentence);
    }
    return said.toString();
  }

  private static void add(ObjectNode turn, boolean responses, String sentence) {
    JsonNode content = turn.path(CONTENT);
    if (content instanceof ArrayNode parts) {
      parts
          .addObject()
          .put("type", responses ? "input_text" : "text")
          .put("text", "\n\n" + sentence);
    } else {
      turn.put(CONTENT, content.isString() ? behind(content, sentence) : sentence);
    }
  }

  private static String behind(JsonNode text, String sentence) {
    return text.stringValue() + "\n\n" + sentence;
  }
}
