package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.label.Label;
import dev.metier.label.LabelLog;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A judge at an address, from the file over labels and calibration to the verdict.
class JudgeCommandTest {
  private static final int CASES = 80;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/models", this::models);
    server.createContext("/v1/chat/completions", this::judge);
    server.start();
    var cases = new StringBuilder();
    var answers = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append("{\"id\": \"c%d\", \"text\": \"letter %d\"}\n".formatted(i, i));
      answers.append(
          "{\"case\": \"c%d\", \"model\": \"small\", \"text\": \"%s %d\"}\n"
              .formatted(i, i % 20 == 7 ? "Go away" : "Dear customer", i));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(folder, "answers.jsonl", answers.toString());
    project("The answer is polite.");
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
  }

  private void project(String rubric) {
    Shell.write(
        folder,
        "metier.yaml",
        """
        hosts: {desk: {clearance: internal}}
        models:
          small: {use: "recorded/answers.jsonl#small", host: desk}
          judge: {use: "vllm/gemma", url: "http://127.0.0.1:%d/v1", host: desk}
        jobs:
          reply:
            data: internal
            prompt: "Answer: {{text}}"
            cases: cases.jsonl
            graders: [{rubric: {text: "%s", judge: judge}}]
            needs: {quality: {at_least: 0.7}}
        """
            .formatted(server.getAddress().getPort(), rubric));
  }

  private void models(HttpExchange exchange) throws IOException {
    send(
        exchange,
        "{\"data\": [{\"id\": \"gemma\", \"root\": \"gemma\", \"max_model_len\": 32768}]}");
  }

  private void judge(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String verdict = body.contains("Dear customer") ? "pass" : "fail";
    String said = "{\\\"reason\\\": \\\"its tone\\\", \\\"verdict\\\": \\\"" + verdict + "\\\"}";
    send(
        exchange,
        """
        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"%s"}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":90,"completion_tokens":12,"total_tokens":102}}

        data: [DONE]

        """
            .formatted(said));
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String type = text.startsWith("data:") ? "text/event-stream" : "application/json";
    exchange.getResponseHeaders().add("content-type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Shell run(String... args) {
    var all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "-f";
    all[args.length + 1] = folder.toString();
    return Shell.run(all);
  }

  /// People say of a polite and of a rude answer to each case what they are.
  private void label() {
    Project project = ProjectReader.read(folder);
    Job job = project.jobs().getFirst();
    var log = LabelLog.of(project, job.name());
    for (int i = 0; i < 50; i++) {
      label(log, job, i, "Dear customer " + i, Label.Value.PASS);
      label(log, job, i, "Go away " + i, Label.Value.FAIL);
    }
  }

  private static void label(LabelLog log, Job job, int which, String text, Label.Value value) {
    Case given = job.cases().get(which);
    log.add(
        new Label(
            job.name(),
            given.id(),
            Label.content(given),
            new LabelledAnswer(text, "small", false),
            Labeller.person("Ann"),
            value,
            "",
            Instant.parse("2026-11-22T12:00:00Z"),
            Label.Showing.FIRST));
  }

  @Test
  void fromReportToVerdict() {
    Shell first = run("qualify");
    assertThat((first.out() + first.err()).replaceAll("\\s+", " "))
        .contains("UNDECIDED")
        .contains("judge errs is not known")
        .contains("metier judge calibrate reply");
    assertThat(asked).hasValue(CASES);

    label();
    assertThat(run("verdict").out()).contains("has not been asked about");
    Shell calibrated = run("judge", "calibrate", "reply");
    assertThat(calibrated.exit()).as(calibrated.err()).isZero();
    assertThat(calibrated.out())
        .contains("reply: rubric, judged by judge")
        .containsPattern("people pass +50 +0")
        .containsPattern("people fail +0 +50")
        .contains("Youden's J 1.00");
    int calls = asked.get();
    assertThat(calls).isLessThan(CASES + 100);

    Shell verdict = run("verdict");
    assertThat(verdict.out()).as(verdict.out()).contains("FIT").doesNotContain("UNDECIDED");
    assertThat(run("judge", "show").out()).isEqualTo(calibrated.out());
    assertThat(run("judge", "show", "--json").out()).contains("\"proves\":true");
    assertThat(asked).hasValue(calls);

    project("The answer is polite and short.");
    assertThat(run("verdict").out()).contains("UNDECIDED");
  }

  @Test
  void withoutLabelsNothingIsAsked() {
    Shell calibrated = run("judge", "calibrate", "reply");
    assertThat(calibrated.exit()).isEqualTo(2);
    assertThat(calibrated.err())
        .contains("No answers of reply are labelled.")
        .contains("metier label reply");
    assertThat(asked).hasValue(0);
  }
}
