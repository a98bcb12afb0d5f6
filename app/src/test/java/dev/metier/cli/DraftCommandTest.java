package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A model writes cases; none counts before a person accepted it.
class DraftCommandTest {
  @TempDir private Path folder = Path.of("");
  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer server;

  DraftCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /// Writes four cases in each answer, one of them twice; every third answer is a refusal.
  @BeforeEach
  void serve() {
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          int call = calls.getAndIncrement();
          var text = new StringBuilder("[");
          for (int i = 0; i < 4; i++) {
            text.append(
                "{\"input\": \"mail %d of %d\", \"expected\": \"bug\", \"slice\": \"short\"},"
                    .formatted(i % 3, call));
          }
          String said = call % 3 == 2 ? "I would rather not." : text + "{\"input\": ";
          String chunk =
              JsonMapper.shared()
                  .writeValueAsString(
                      JsonMapper.shared()
                          .readTree(
                              "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
          var node = JsonMapper.shared().readTree(chunk);
          ((tools.jackson.databind.node.ObjectNode) node.path("choices").path(0).path("delta"))
              .put("content", said);
          byte[] body = ("data: " + node + "\n\ndata: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", "text/event-stream");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Shell.write(
        folder,
        "metier.yaml",
        """
        # ours
        models:
          writer: {use: vllm/m, url: "http://127.0.0.1:%d/v1"}
          words: {use: baseline/ngrams}
        """
            .formatted(server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Shell draft(String... more) {
    var args = new java.util.ArrayList<String>();
    args.addAll(java.util.List.of("draft", "triage", "label support mails", "--with", "writer"));
    args.addAll(java.util.List.of("-f", folder.toString()));
    args.addAll(java.util.List.of(more));
    return Shell.run(args.toArray(String[]::new));
  }

  @Test
  void casesAreWrittenAsDraftsAndTheJobIsBegun() throws IOException {
    Shell said = draft("--n", "5");
    assertThat(said.err())
        .contains("writer writes 5 cases in 3 calls at the most, for at most $0.00");
    assertThat(said.out())
        .contains("Wrote 5 cases in 2 calls", "Began the job triage", "metier label triage");
    assertThat(said.exit()).isZero();
    assertThat(Files.readAllLines(folder.resolve("cases/triage.drafts.jsonl")))
        .hasSize(5)
        .allMatch(
            line -> line.contains("\"written_by\":\"model writer\"") && line.contains("\"draft\""));
    assertThat(Shell.read(folder, "metier.yaml")).startsWith("# ours\n").contains("  triage:\n");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith("metier.draft"));
    }
  }

  @Test
  void duplicatesBrokenCasesAndRefusalsAreCounted() {
    var json = JsonMapper.shared().readTree(draft("--n", "30", "--json").out().strip());
    assertThat(json.path("written").asInt()).isEqualTo(12);
    assertThat(json.path("duplicates").asInt()).isEqualTo(4);
    assertThat(json.path("broken").asInt()).isEqualTo(4);
    assertThat(json.path("without_cases").asInt()).isEqualTo(1);
    assertThat(json.path("calls").asInt()).isEqualTo(5);
  }

  @Test
  void theSameCommandGoesOnAndAsksNothingWhenAllAreThere() {
    draft("--n", "3");
    int before = calls.get();
    Shell again = draft("--n", "5");
    assertThat(again.exit()).isZero();
    assertThat(calls.get()).isGreaterThan(before);
    int after = calls.get();
    assertThat(draft("--n", "5").exit()).isZero();
    assertThat(calls.get()).isEqualTo(after);
  }

  @Test
  void noDraftCountsBeforeAPersonAcceptedIt() {
    draft("--n", "5");
    Shell check = Shell.run("check", "-f", folder.toString());
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err()).contains("None of the 5 drafts", "metier label");
  }

  @Test
  void aModelThatMayNotReadTheDataIsRefused() {
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml").replace("/v1\"}", "/v1\", host: out}")
            + "hosts: {out: {clearance: public}}\n");
    Shell said = draft();
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("may not read data of triage; nothing was sent");
    assertThat(calls.get()).isZero();
  }
}
