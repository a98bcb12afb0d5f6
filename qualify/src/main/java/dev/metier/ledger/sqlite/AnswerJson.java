package dev.metier.ledger.sqlite;

import dev.metier.catalog.Fingerprint;
import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.chat.TokenLikelihood;
import dev.metier.grade.Grade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers and grades as JSON text.
final class AnswerJson {
  static final JsonMapper MAPPER = JsonMapper.shared();

  private AnswerJson() {}

  static String facts(Fingerprint fingerprint) {
    return MAPPER.writeValueAsString(fingerprint.facts());
  }

  static String refused(Fingerprint fingerprint) {
    return MAPPER.writeValueAsString(fingerprint.refused());
  }

  static Fingerprint fingerprint(String facts, String refused) {
    Map<String, String> values = new HashMap<>();
    for (var fact : MAPPER.readTree(facts).properties()) {
      values.put(fact.getKey(), fact.getValue().asString(""));
    }
    Set<String> names = new HashSet<>();
    for (JsonNode name : MAPPER.readTree(refused)) {
      names.add(name.asString(""));
    }
    return new Fingerprint(values, names);
  }

  /// The parts of an answer as JSON text. An answer's only text is left out: it stands in a column
  /// of its own.
  static final class Parts {
    private Parts() {}

    private static final String LIKELIHOOD = "likelihood";

    /// Null when the answer is nothing but one text, or nothing at all.
    static @Nullable String write(ChatReply reply) {
      List<Part> parts = reply.parts();
      boolean plain =
          parts.isEmpty() || (parts.size() == 1 && parts.getFirst() instanceof Part.Text);
      if (plain && reply.likelihood().isEmpty()) {
        return null;
      }
      boolean oneText =
          parts.stream().filter(Part.Text.class::isInstance).count() == 1
              && parts.stream().noneMatch(Part.Refused.class::isInstance);
      var array = MAPPER.createArrayNode();
      for (Part part : parts) {
        array.add(node(part, oneText));
      }
      reply
          .likelihood()
          .ifPresent(told ->
              array
                  .addObject()
                  .put("kind", LIKELIHOOD)
                  .put("mean", told.mean())
                  .put("tokens", told.tokens()));
      return MAPPER.writeValueAsString(array);
    }

    private static ObjectNode node(Part part, boolean textApart) {
      ObjectNode node = MAPPER.createObjectNode();
      switch (part) {
        case Part.Text(String text) -> {
          node.put("kind", "text");
          if (!textApart) {
            node.put("text", text);
          }
        }
        case Part.Refused(String text) -> node.put("kind", "refused").put("text", text);
        case Part.Image(String url) -> node.put("kind", "image").put("url", url);
        case Part.Thinking(String text, Optional<String> signature, Optional<String> mark) -> {
          node.put("kind", "thinking").put("text", text);
          signature.ifPresent(s -> node.put("signature", s));
          mark.ifPresent(m -> node.put("mark", m));
        }
        case Part.ToolUse(String id, String name, String arguments) ->
            node.put("kind", "tool").put("id", id).put("name", name).put("arguments", arguments);
        case Part.ToolResult result ->
            node.put("kind", "result")
                .put("id", result.id())
                .put("content", result.text())
                .put("error", result.error());
        case Part.Document(String url, Optional<String> title) -> {
          node.put("kind", "document").put("url", url);
          title.ifPresent(t -> node.put("title", t));
        }
        case Part.Sealed(String data) -> node.put("kind", "sealed").put("data", data);
      }
      return node;
    }

    /// The parts again; `text` is the column beside them, null when the answer has no text part.
    static List<Part> read(@Nullable String text, @Nullable String parts) {
      if (parts == null) {
        return text == null ? List.of() : List.of(new Part.Text(text));
      }
      var read = new ArrayList<Part>();
      for (JsonNode node : MAPPER.readTree(parts)) {
        if (!node.path("kind").asString("").equals(LIKELIHOOD)) {
          read.add(part(node, text == null ? "" : text));
        }
      }
      return read;
    }

    /// How likely the tokens of the answer were, where that stands beside its parts.
    static Optional<TokenLikelihood> likelihood(@Nullable String parts) {
      if (parts == null || !parts.contains(LIKELIHOOD)) {
        return Optional.empty();
      }
      for (JsonNode node : MAPPER.readTree(parts)) {
        if (node.path("kind").asString("").equals(LIKELIHOOD)) {
          return Optional.of(
              new TokenLikelihood(node.path("mean").asDouble(0), node.path("tokens").asLong(1)));
        }
      }
      return Optional.empty();
    }

    private static Part part(JsonNode node, String text) {
      String kind = node.path("kind").asString("");
      return switch (kind) {
        case "text" -> new Part.Text(node.path("text").asString(text));
        case "refused" -> new Part.Refused(string(node, "text"));
        case "image" -> new Part.Image(string(node, "url"));
        case "document" ->
            new Part.Document(string(node, "url"), node.optional("title").map(JsonNode::asString));
        case "sealed" -> new Part.Sealed(string(node, "data"));
        case "thinking" ->
            new Part.Thinking(
                string(node, "text"),
                node.optional("signature").map(JsonNode::asString),
                node.optional("mark").map(JsonNode::asString));
        case "tool" ->
            new Part.ToolUse(string(node, "id"), string(node, "name"), string(node, "arguments"));
        case "result" ->
            new Part.ToolResult(
                string(node, "id"), string(node, "content"), node.path("error").asBoolean(false));
        default -> throw new IllegalStateException("unknown part of an answer: " + kind);
      };
    }

    private static String string(JsonNode node, String field) {
      return node.path(field).asString("");
    }
  }

  /// The members of a group's grade as JSON text. What a member shares with its group is left out,
  /// so that a group of one costs four characters.
  static final class Grades {
    /// The usual group: one member, whose grade is the group's.
    private static final String SAME = "[{}]";

    private Grades() {}

    /// Null when the grade has no parts.
    static @Nullable String write(Grade grade) {
      if (grade.parts().isEmpty()) {
        return null;
      }
      return grade.parts().equals(List.of(bare(grade)))
          ? SAME
          : MAPPER.writeValueAsString(array(grade));
    }

    private static Grade bare(Grade grade) {
      return new Grade(grade.score(), grade.reason(), List.of(), grade.broken());
    }

    private static ArrayNode array(Grade group) {
      ArrayNode array = MAPPER.createArrayNode();
      for (Grade part : group.parts()) {
        var node = array.addObject();
        if (Double.compare(part.score(), group.score()) != 0) {
          node.put("score", part.score());
        }
        if (!part.reason().equals(group.reason())) {
          node.put("reason", part.reason());
        }
        if (part.broken() != group.broken()) {
          node.put("broken", part.broken());
        }
        if (!part.parts().isEmpty()) {
          node.set("parts", array(part));
        }
      }
      return array;
    }

    static Grade read(Grade bare, @Nullable String parts) {
      return parts == null ? bare : with(bare, MAPPER.readTree(parts));
    }

    private static Grade with(Grade bare, JsonNode parts) {
      List<Grade> members = new ArrayList<>();
      for (JsonNode node : parts) {
        var member =
            new Grade(
                node.path("score").asDouble(bare.score()),
                node.path("reason").asString(bare.reason()),
                List.of(),
                node.path("broken").asBoolean(bare.broken()));
        members.add(with(member, node.path("parts")));
      }
      return new Grade(bare.score(), bare.reason(), members, bare.broken());
    }
  }
}
