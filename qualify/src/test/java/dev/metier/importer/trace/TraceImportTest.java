package dev.metier.importer.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.ImportedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of traces, in the shapes that instrumentations write.
class TraceImportTest {
  private static final String ASKED =
      "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"How high is K2?\"}]}]";
  private static final String ANSWERED =
      "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"reasoning\",\"content\":\"Hm.\"},"
          + "{\"type\":\"text\",\"content\":\"8,611 m\"}],\"finish_reason\":\"stop\"}]";

  @TempDir private Path folder;

  private TraceImport read(String... files) throws IOException {
    var paths = new java.util.ArrayList<Path>();
    for (String text : files) {
      paths.add(Files.writeString(folder.resolve(paths.size() + ".jsonl"), text));
    }
    return TraceImport.read(paths);
  }

  private static String attributes(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> "{\"key\":\"%s\",\"value\":%s}".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String text(String value) {
    return "{\"stringValue\":\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
  }

  private static String span(String id, Map<String, String> attributes, String more) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"a1\",\"spanId\":\"%s\",\"attributes\":%s%s}]}]}]}\n"
        .formatted(id, attributes(attributes), more);
  }

  private static String log(String span, String name, String body, Map<String, String> attributes) {
    return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"a1\",\"spanId\":\"%s\",\"eventName\":\"%s\",\"body\":%s,\"attributes\":%s}]}]}]}\n"
        .formatted(span, name, body, attributes(attributes));
  }

  private static String body(String key, String value) {
    return "{\"kvlistValue\":{\"values\":[{\"key\":\"%s\",\"value\":%s}]}}".formatted(key, value);
  }

  private static final Map<String, String> CHAT =
      Map.of("gen_ai.operation.name", text("chat"), "gen_ai.request.model", text("qwen"));

  private static Map<String, String> and(Map<String, String> some, Map<String, String> more) {
    return Stream.of(some, more)
        .flatMap(m -> m.entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void isTheCase(TraceImport read, String messages, Optional<String> model) {
    ImportedCase made = read.cases().getFirst();
    assertThat(read.cases()).hasSize(1);
    assertThat(made.vars()).containsEntry("messages", messages);
    assertThat(made.draft().orElseThrow().answer()).isEqualTo("8,611 m");
    assertThat(made.draft().orElseThrow().model()).isEqualTo(model);
  }

  private static final String QUESTION = "[{\"role\":\"user\",\"content\":\"How high is K2?\"}]";

  @Test
  void listsOfMessagesOnTheSpan() throws IOException {
    var lists =
        Map.of(
            "gen_ai.system_instructions", text("[{\"type\":\"text\",\"content\":\"Be brief.\"}]"),
            "gen_ai.input.messages", text(ASKED),
            "gen_ai.output.messages", text(ANSWERED),
            "gen_ai.conversation.id", text("c7"));
    TraceImport read = read(span("1", and(CHAT, lists), ""));
    isTheCase(
        read,
        "[{\"role\":\"system\",\"content\":\"Be brief.\"}," + QUESTION.substring(1),
        Optional.of("qwen"));
    assertThat(read.cases().getFirst().cluster()).contains("c7");
  }

  @Test
  void structuredListsOnAnEventInAnotherFile() throws IOException {
    String part =
        "{\"arrayValue\":{\"values\":[" + twoFields("type", "text", "content", "%s") + "]}}";
    String list =
        "{\"arrayValue\":{\"values\":[{\"kvlistValue\":{\"values\":[{\"key\":\"role\",\"value\":{\"stringValue\":\"user\"}},{\"key\":\"parts\",\"value\":"
            + part
            + "}]}}]}}";
    String event =
        log(
            "1",
            "gen_ai.client.inference.operation.details",
            "{}",
            Map.of(
                "gen_ai.input.messages", list.formatted("How high is K2?"),
                "gen_ai.output.messages", list.formatted("8,611 m"),
                "gen_ai.response.model", text("qwen-2507")));
    isTheCase(read(event, span("1", CHAT, "")), QUESTION, Optional.of("qwen-2507"));
  }

  private static String twoFields(String a, String va, String b, String vb) {
    return "{\"kvlistValue\":{\"values\":[{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}},{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}}]}}"
        .formatted(a, va, b, vb);
  }

  @Test
  void anEventForEachMessage() throws IOException {
    String answer = body("message", twoFields("role", "assistant", "content", "8,611 m"));
    isTheCase(
        read(
            span("1", CHAT, "")
                + log(
                    "1", "gen_ai.user.message", body("content", text("How high is K2?")), Map.of())
                + log("1", "gen_ai.choice", answer, Map.of())),
        QUESTION,
        Optional.of("qwen"));
  }

  @Test
  void numberedAttributes() throws IOException {
    var numbered =
        Map.of(
            "llm.request.type", text("chat"),
            "gen_ai.prompt.0.role", text("user"),
            "gen_ai.prompt.0.content", text("How high is K2?"),
            "gen_ai.completion.0.content", text("8,611 m"));
    isTheCase(read(span("1", numbered, "")), QUESTION, Optional.empty());
  }

  @Test
  void oneObjectOverManyLines() throws IOException {
    String span =
        """
        {
          "context": {"trace_id": "0xA1", "span_id": "0x1"},
          "attributes": {
            "gen_ai.operation.name": "chat",
            "gen_ai.input.messages": %s,
            "gen_ai.output.messages": %s
          }
        }
        """
            .formatted(ASKED, ANSWERED);
    isTheCase(read(span), QUESTION, Optional.empty());
  }

  private static Map<String, String> call(String asked) {
    return and(
        CHAT,
        Map.of(
            "gen_ai.input.messages", text(ASKED.replace("How high is K2?", asked)),
            "gen_ai.output.messages", text(ANSWERED)));
  }

  @Test
  void whatIsNoCaseIsCounted() throws IOException {
    String tool = "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"name\":\"f\"}]}]";
    var read =
        read(
            span("1", call("a"), "")
                + span("2", call("a"), "")
                + span("3", call("b"), ",\"status\":{\"code\":2}")
                + span("4", and(call("c"), Map.of("error.type", text("timeout"))), "")
                + span("5", CHAT, "")
                + span("6", call("x".repeat(24_001)), "")
                + span(
                    "7",
                    and(
                        CHAT,
                        Map.of(
                            "gen_ai.input.messages",
                            text(ASKED),
                            "gen_ai.output.messages",
                            text(tool))),
                    "")
                + span("8", Map.of("http.request.method", text("GET")), "")
                + "{\"resourceSpans\":[{\"scopeS");
    assertThat(read.calls()).isEqualTo(7);
    assertThat(read.cases()).hasSize(1);
    assertThat(read.left())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                TraceLoss.REPEATED, 1,
                TraceLoss.FAILED, 2,
                TraceLoss.UNRECORDED, 1,
                TraceLoss.LONG, 1,
                TraceLoss.TOOLS, 1,
                TraceLoss.BROKEN, 1));
  }

  @Test
  void whereNoTextWasRecordedItIsSaidHowItIs() throws IOException {
    String untold = span("1", CHAT, "");
    assertThatThrownBy(() -> read(untold))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> assertThat(e.toString() + e.problems()).contains("CAPTURE_MESSAGE_CONTENT"));
  }

  @Test
  void aFileWithoutCallsIsTold() throws IOException {
    String other = span("1", Map.of("http.request.method", text("GET")), "");
    assertThatThrownBy(() -> read(other)).hasMessageContaining("no call of a model");
    assertThatThrownBy(() -> TraceImport.read(List.of(folder.resolve("none.json"))))
        .hasMessageContaining("There is no file");
  }
}
