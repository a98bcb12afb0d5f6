package dev.metier.importer.transcript;

import dev.metier.importer.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Sessions of Qwen Code: `projects/FOLDER/chats/SESSION.jsonl`. Records hold messages of Gemini's
/// API, and name the record before them.
final class QwenCodeReader implements TranscriptReader {
  @Override
  public void read(Path place, LeftOutCounts tally, Consumer<Session> to) {
    for (Path file : TranscriptFiles.below(place, tally)) {
      var chain = new MessageChain();
      new JsonLines(tally::add).read(file, node -> record(node, chain, tally));
      var session = new SessionBuilder();
      chain.tell(session, tally);
      to.accept(session.session(file.getFileName().toString().replaceFirst("\\.jsonl$", "")));
    }
  }

  private static void record(JsonNode node, MessageChain chain, LeftOutCounts tally) {
    String id = node.path("uuid").asString("");
    String parent = node.path("parentUuid").asString("");
    if (id.isEmpty()) {
      tally.add(LeftOut.UNKNOWN);
      return;
    }
    List<JsonNode> parts = node.path("message").path("parts").values().stream().toList();
    switch (node.path("type").asString("")) {
      case "user" -> {
        String typed = Scaffolding.typed(text(parts));
        if (typed.isEmpty()) {
          chain.add(id, parent, false, nothing -> {});
        } else {
          chain.add(id, parent, true, to -> to.asked(typed));
        }
      }
      case "assistant" -> {
        String text = text(parts);
        Optional<String> model =
            Optional.of(node.path("model").asString("")).filter(name -> !name.isEmpty());
        long calls = parts.stream().filter(part -> part.has("functionCall")).count();
        chain.add(
            id,
            parent,
            false,
            to -> {
              to.said(id, text, model);
              for (long i = 0; i < calls; i++) {
                to.called();
              }
            });
      }
      case "tool_result", "system" -> chain.add(id, parent, false, nothing -> {});
      default -> {
        tally.add(LeftOut.UNKNOWN);
        chain.add(id, parent, false, nothing -> {});
      }
    }
  }

  /// The texts, without thoughts.
  private static String text(List<JsonNode> parts) {
    var texts = new ArrayList<String>();
    for (JsonNode part : parts) {
      if (part.path("text").isString() && !part.path("thought").asBoolean(false)) {
        texts.add(part.path("text").stringValue());
      }
    }
    return String.join("\n", texts);
  }
}
