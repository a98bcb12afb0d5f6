package dev.metier.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ImportJournalTest {
  private static final String CHAT =
      "{\"model\":\"triage\",\"messages\":[{\"role\":\"system\",\"content\":\"Label"
          + " it.\"},{\"role\":\"user\",\"content\":\"%s\"}]}";
  private static final String WHOLE =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"billing\"},\"finish_reason\":\"stop\"}]}";

  private static final String STREAM =
      """
      data: {"choices":[{"delta":{"content":"bu"}}]}

      data: {"choices":[{"delta":{"content":"g"}}]}

      data: [DONE]

      """;

  @TempDir private Path folder;

  private static String record(String id, String protocol, String request, String answer) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("id", id).put("protocol", protocol).put("job", "triage").put("model", "qwen");
    node.put("status", 200);
    node.putObject("content").put("request", request).put("answer", answer);
    return node.toString();
  }

  private Shell imported(List<String> lines) throws IOException {
    Path journal = Files.createDirectories(folder.resolve("requests"));
    Files.writeString(journal.resolve("2026-11-28.jsonl"), String.join("\n", lines));
    return Shell.run(
        "import",
        "journal",
        "triage",
        "--journal",
        journal.toString(),
        "--to",
        folder.resolve("made").toString(),
        "--yes");
  }

  @Test
  void everyProtocolAndBothWaysOfAnsweringMakeCases() throws IOException {
    Shell made =
        imported(
            List.of(
                record("1", "chat", CHAT.formatted("Twice charged"), WHOLE),
                record("2", "chat", CHAT.formatted("It broke"), STREAM),
                record(
                    "3",
                    "messages",
                    "{\"model\":\"triage\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Where"
                        + " is it?\"}]}]}",
                    "event: content_block_delta\n"
                        + "data:"
                        + " {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"shipping\"}}\n\n"),
                record(
                    "4",
                    "responses",
                    "{\"model\":\"triage\",\"input\":\"Well done\"}",
                    "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"praise\"}]}]}")));
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(made.out()).contains("4 requests make cases; left out: nothing.");
    assertThat(Files.readString(folder.resolve("made/cases/triage-asked.jsonl")))
        .contains("Label it.", "Twice charged", "Where is it?", "Well done")
        .contains("\"draft\":{\"answer\":\"billing\",\"by\":\"model qwen\"}")
        .contains("\"answer\":\"bug\"", "\"answer\":\"shipping\"", "\"answer\":\"praise\"");
    Shell check = Shell.run("check", "-f", folder.resolve("made").toString());
    assertThat(check.exit()).as(check.out() + check.err()).isZero();
  }

  @Test
  void whatIsNoCaseIsCountedByItsReason() throws IOException {
    String tool =
        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}";
    Shell made =
        imported(
            List.of(
                record("1", "chat", CHAT.formatted("Once"), WHOLE),
                record("2", "chat", CHAT.formatted("Once"), WHOLE),
                record("3", "chat", CHAT.formatted("By tool"), tool),
                record("4", "chat", CHAT.formatted("Failed"), WHOLE).replace("200", "502"),
                record("5", "chat", CHAT.formatted("Other"), WHOLE)
                    .replace("\"triage\",\"model", "\"x\",\"model"),
                "{\"id\":\"6\",\"protocol\":\"chat\",\"job\":\"triage\",\"status\":200}",
                "{\"id\":\"half"));
    assertThat(made.out())
        .contains(
            "1 request makes a case; left out: 1 request of other jobs, 1 request whose texts were"
                + " not kept, 1 request that failed, 1 request with tools, pictures or files, 1"
                + " request asked before.");
  }

  @Test
  void withoutAJournalTheRemedyIsTold() {
    Shell none =
        Shell.run("import", "journal", "triage", "--journal", folder.resolve("no").toString());
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("There is no journal to be read");
  }
}
