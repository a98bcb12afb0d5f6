package dev.metier.importer.transcript;

import dev.metier.importer.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Sessions of Codex: `sessions/YYYY/MM/DD/rollout-*.jsonl`. Of its records `response_item` is what
/// was said; `event_msg` says the same again.
final class CodexReader implements TranscriptReader {
  private static final Set<String> TOOLS =
      Set.of(
          "function_call",
          "custom_tool_call",
          "local_shell_call",
          "web_search_call",
          "tool_search_call",
          "mcp_call");
  private static final Set<String> SILENT =
      Set.of(
          "function_call_output",
          "custom_tool_call_output",
          "local_shell_call_output",
          "tool_search_output",
          "reasoning",
          "compaction",
          "ghost_snapshot");

  @Override
  public void read(Path place, LeftOutCounts tally, Consumer<Session> to) {
    for (Path file : TranscriptFiles.below(place, tally)) {
      var reading = new Reading(tally);
      new JsonLines(tally::add).read(file, reading::record);
      if (reading.isOfSubagent) {
        tally.add(LeftOut.SIDE);
      } else {
        String name = file.getFileName().toString().replaceFirst("\\.jsonl$", "");
        to.accept(reading.session.session(reading.id.isEmpty() ? name : reading.id));
      }
    }
  }

  /// One file on its way. Not thread-safe.
  private static final class Reading {
    private final LeftOutCounts tally;
    private final SessionBuilder session = new SessionBuilder();
    private String id = "";
    private Optional<String> model = Optional.empty();
    private boolean isOfSubagent;
    private int messages;

    Reading(LeftOutCounts tally) {
      this.tally = tally;
    }

    void record(JsonNode node) {
      JsonNode payload = node.path("payload");
      switch (node.path("type").asString("")) {
        case "session_meta" -> {
          // a session that goes on from another one repeats that one's head behind its own
          if (id.isEmpty()) {
            id = payload.path("id").asString("");
            isOfSubagent = payload.path("source").has("subagent");
          }
        }
        case "turn_context" ->
            model =
                Optional.of(payload.path("model").asString(""))
                    .filter(text -> !text.isEmpty())
                    .or(() -> model);
        case "response_item" -> item(payload);
        case "event_msg" -> {
          if (payload.path("type").asString("").equals("turn_aborted")) {
            session.interrupted();
          }
        }
        case "compacted", "world_state", "inter_agent_communication", "token_usage_record" -> {
          // nothing that anybody said
        }
        default -> tally.add(LeftOut.UNKNOWN);
      }
    }

    private void item(JsonNode item) {
      String type = item.path("type").asString("");
      if (type.equals("message")) {
        message(item);
      } else if (TOOLS.contains(type)) {
        session.called();
      } else if (!SILENT.contains(type)) {
        tally.add(LeftOut.UNKNOWN);
      }
    }

    private void message(JsonNode item) {
      var texts = new ArrayList<String>();
      for (JsonNode part : item.path("content")) {
        if (part.path("text").isString()) {
          texts.add(part.path("text").stringValue());
        }
      }
      String text = String.join("\n", texts);
      switch (item.path("role").asString("")) {
        case "assistant" -> session.said("message " + messages++, text, model);
        case "user" -> {
          if (Scaffolding.isInterruption(text)) {
            session.interrupted();
          }
          String typed = Scaffolding.typed(text);
          if (!typed.isEmpty()) {
            session.asked(typed);
          }
        }
        default -> {
          // the program's own instructions
        }
      }
    }
  }
}
