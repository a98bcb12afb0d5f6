package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/// A program and an address of the team's own as candidates, from the file to the verdict.
@DisabledOnOs(value = WINDOWS, disabledReason = "the program is a shell script")
class ApplicationTest {
  private static final int CASES = 34;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/ask", this::answer);
    server.start();
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      String label = i % 2 == 0 ? "bug" : "idea";
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"%s %d\", \"label\": \"%s\"}\n"
              .formatted(i, label, i, label));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(
        folder,
        "agent.sh",
        "read -r told\ncase \"$told\" in *'Label: bug'*) echo bug;; *) echo idea;; esac\n");
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + asked);
    String label = asked.contains("Label: bug") ? "bug" : "idea";
    byte[] body =
        "{\"steps\": 3, \"output\": {\"text\": \"%s\"}}"
            .formatted(label)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void project(String data) {
    Shell.write(
        folder,
        "metier.yaml",
        """
        hosts: {agent: {clearance: internal}}
        models:
          script: {use: program, command: [sh, agent.sh], host: agent, concurrency: 4}
          service:
            use: http
            url: http://127.0.0.1:%d/ask
            body: {input: {question: "{{prompt}}"}, stream: false}
            at: output.text
            host: agent
        jobs:
          triage:
            data: %s
            prompt: "Label: {{text}}"
            cases: cases.jsonl
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.9}}
        """
            .formatted(server.getAddress().getPort(), data));
  }

  private Shell run(String command) {
    return Shell.run(command, "-f", folder.toString());
  }

  @Test
  void theyAreQualifiedLikeModelsAndNoRouteLeadsToThem() {
    project("internal");
    Shell check = run("check");
    assertThat(check.out())
        .contains("script   on agent (cleared for internal)", "price not known")
        .contains("The program of script, sh, is ");
    Shell qualified = run("qualify");
    assertThat(qualified.err() + qualified.out()).contains("FIT");
    assertThat(qualified.exit()).as(qualified.out() + qualified.err()).isZero();
    assertThat(heard)
        .isNotEmpty()
        .allMatch(request -> request.startsWith("POST /ask {\"input\":{\"question\":\"Label: "))
        .allMatch(request -> request.endsWith("\"},\"stream\":false}"));
    Shell compiled = run("compile");
    assertThat(compiled.out() + compiled.err()).contains("speaks no protocol of models");
    assertThat(Shell.read(folder, "policy.json")).doesNotContain("agent.sh", "/ask");
  }

  @Test
  void nothingIsSentWhereTheHostMayNotReadIt() {
    project("restricted");
    assertThat(run("check").err()).contains("restricted");
    run("qualify");
    assertThat(heard).isEmpty();
  }
}
