package dev.metier.importer.transcript;

import dev.metier.importer.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Sessions of Claude Code: `projects/FOLDER/SESSION.jsonl`, read with version 2.1. Records are
/// told by `type`, hold messages of the Messages API, and name the record before them.
final class ClaudeCodeReader implements TranscriptReader {
  private static final Set<String> SILENT =
      Set.of(
          "summary",
          "system",
          "file-history-snapshot",
          "queue-operation",
          "progress",
          "attachment",
          "custom-title",
          "ai-title",
          "last-prompt",
          "permission-mode",
          "agent-name",
          "pr-link");

  @Override
  public void read(Path place, LeftOutCounts tally, Consumer<Session> to) {
    for (Path file : TranscriptFiles.below(place, tally)) {
      if (isOfSubagent(file)) {
        tally.add(LeftOut.SIDE);
      } else {
        var chain = new MessageChain();
        new JsonLines(tally::add).read(file, node -> record(node, chain, tally));
        var session = new SessionBuilder();
        chain.tell(session, tally);
        to.accept(session.session(file.getFileName().toString().replaceFirst("\\.jsonl$", "")));
      }
    }
  }

  private static boolean isOfSubagent(Path file) {
    Path above = file.getParent();
    return file.getFileName().toString().startsWith("agent-")
        || (above != null && above.endsWith("subagents"));
  }

  private static void record(JsonNode node, MessageChain chain, LeftOutCounts tally) {
    String type = node.path("type").asString("");
    String id = node.path("uuid").asString("");
    String parent = node.path("parentUuid").asString("");
    if (id.isEmpty() || SILENT.contains(type)) {
      // a system record may stand between two messages
      if (!id.isEmpty()) {
        chain.add(id, parent, false, nothing -> {});
      } else if (!SILENT.contains(type)) {
        tally.add(LeftOut.UNKNOWN);
      }
      return;
    }
    if (node.path("isSidechain").asBoolean(false)) {
      tally.add(LeftOut.SIDE);
      return;
    }
    JsonNode message = node.path("message");
    switch (type) {
      case "user" -> user(id, parent, node, message, chain);
      case "assistant" -> assistant(id, parent, message, chain);
      default -> {
        tally.add(LeftOut.UNKNOWN);
        chain.add(id, parent, false, nothing -> {});
      }
    }
  }

  private static void user(
      String id, String parent, JsonNode node, JsonNode message, MessageChain chain) {
    boolean own =
        node.path("isMeta").asBoolean(false) || node.path("isCompactSummary").asBoolean(false);
    String text = own ? "" : text(message.path("content"));
    if (Scaffolding.isInterruption(text)) {
      chain.add(id, parent, false, SessionBuilder::interrupted);
      return;
    }
    String typed = Scaffolding.typed(text);
    if (typed.isEmpty()) {
      chain.add(id, parent, false, nothing -> {});
    } else {
      chain.add(id, parent, true, to -> to.asked(typed));
    }
  }

  private static void assistant(String id, String parent, JsonNode message, MessageChain chain) {
    String name = message.path("id").asString("");
    Optional<String> model =
        Optional.of(message.path("model").asString(""))
            .filter(text -> !text.isEmpty() && !text.startsWith("<"));
    List<Consumer<SessionBuilder>> said = new ArrayList<>();
    for (JsonNode block : message.path("content")) {
      switch (block.path("type").asString("")) {
        case "text" -> {
          String text = block.path("text").asString("");
          said.add(to -> to.said(name, text, model));
        }
        case "tool_use", "server_tool_use" -> said.add(SessionBuilder::called);
        default -> {
          // thinking is no answer
        }
      }
    }
    chain.add(id, parent, false, to -> said.forEach(each -> each.accept(to)));
  }

  /// The texts of a message, without results of tools.
  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    var texts = new ArrayList<String>();
    for (JsonNode block : content) {
      if (block.path("type").asString("").equals("text")) {
        texts.add(block.path("text").asString(""));
      }
    }
    return String.join("\n", texts);
  }
}
