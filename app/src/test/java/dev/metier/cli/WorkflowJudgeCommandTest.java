package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metier.job.Job;
import dev.metier.job.JobName;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A judge of a whole workflow, from its labels over the calibration to its verdict.
class WorkflowJudgeCommandTest {
  private static final int CASES = 80;

  @TempDir private Path folder = Path.of("");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger judged = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    var mails = new StringBuilder();
    var drafts = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      mails.append("{\"id\": \"c%d\", \"mail\": \"mail %d\"}\n".formatted(i, i));
      drafts.append(
          "{\"id\": \"d%d\", \"sort\": \"sorted\", \"mail\": \"mail %d\"}\n".formatted(i, i));
    }
    Shell.write(folder, "mails.jsonl", mails.toString());
    Shell.write(folder, "drafts.jsonl", drafts.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: vllm/small, url: "%1$s", price: {input: 1, output: 1}}
          critic: {use: vllm/critic, url: "%1$s", price: {input: 1, output: 1}}
        jobs:
          sort:
            data: internal
            prompt: "Sort {{mail}}"
            settings: {max_tokens: 50}
            cases: mails.jsonl
            graders: [{contains: sorted}]
            needs: {quality: {at_least: 0.7}}
            models: [small]
          draft:
            data: internal
            prompt: "Sorted as {{sort}}. Answer {{mail}}"
            settings: {max_tokens: 50}
            cases: drafts.jsonl
            graders: [{contains: Dear}]
            needs: {quality: {at_least: 0.7}}
            models: [small]
        workflows:
          mail:
            data: internal
            input: mail
            stages:
              sort: {}
              draft: {uses: [sort]}
            cases: mails.jsonl
            graders: [{rubric: {text: "The answer is polite.", judge: critic}}]
            needs: {quality: {at_least: 0.7}}
        """
            .formatted("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"));
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!exchange.getRequestMethod().equals("POST")) {
      send(exchange, "{\"data\":[{\"id\":\"small\"},{\"id\":\"critic\"}]}");
      return;
    }
    boolean critic = body.contains("\"model\":\"critic\"");
    judged.addAndGet(critic ? 1 : 0);
    String verdict = body.contains("Dear customer") ? "pass" : "fail";
    String said =
        critic
            ? "{\\\"reason\\\": \\\"its tone\\\", \\\"verdict\\\": \\\"" + verdict + "\\\"}"
            : body.contains("Answer mail") ? "Dear customer, thank you" : "sorted";
    send(
        exchange,
        "{\"id\":\"x\",\"model\":\""
            + (critic ? "critic" : "small")
            + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
            + said
            + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":40,"
            + "\"completion_tokens\":4,\"total_tokens\":44}}");
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
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

  /// What people say of answers of the whole, polite and rude.
  private void label() {
    Project project = ProjectReader.read(folder);
    Job whole = project.workflow(new JobName("mail")).orElseThrow().whole();
    var log = LabelLog.of(project, whole.name());
    for (int i = 0; i < 100; i++) {
      boolean polite = i % 2 == 0;
      var given = whole.cases().get(i / 2);
      log.add(
          new Label(
              whole.name(),
              given.id(),
              Label.content(given),
              new LabelledAnswer((polite ? "Dear customer " : "Go away ") + i, "small", false),
              Labeller.person("Ann"),
              polite ? Label.Value.PASS : Label.Value.FAIL,
              "",
              Instant.parse("2026-11-22T12:00:00Z"),
              Label.Showing.FIRST));
    }
  }

  @Test
  void aWorkflowIsLabelledCalibratedAndDecidedByItsOwnName() throws IOException {
    Shell first = run("qualify");
    assertThat((first.out() + first.err()).replaceAll("\\s+", " "))
        .contains("metier judge calibrate mail");
    assertThat(judged.get()).as("the answers of the whole").isPositive();
    Shell without = run("judge", "calibrate", "mail");
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err()).contains("No answers of mail are labelled.", "metier label mail");

    label();
    assertThat(Files.exists(folder.resolve("labels/mail.jsonl"))).isTrue();
    Shell shown = run("label", "mail", "--report");
    assertThat(shown.out() + shown.err()).contains("mail");
    Shell calibrated = run("judge", "calibrate", "mail");
    assertThat(calibrated.exit()).as(calibrated.out() + calibrated.err()).isZero();
    assertThat(calibrated.out())
        .contains("mail: rubric, judged by critic")
        .containsPattern("people pass +50 +0")
        .containsPattern("people fail +0 +50");
    int calls = judged.get();
    assertThat(run("judge", "show", "mail").out()).isEqualTo(calibrated.out());
    Shell verdict = run("verdict", "mail");
    assertThat(verdict.out()).as(verdict.err()).contains("FIT").doesNotContain("UNDECIDED");
    assertThat(judged).as("nobody is asked to look").hasValue(calls);
  }
}
