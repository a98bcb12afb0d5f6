package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.testing.LlamaServer;
import dev.metier.testing.Rounds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A run that is killed with SIGKILL goes on where it was: same verdict, and nothing is paid twice
/// but what was in flight. It is killed twice by default, four times with `-Dtests.full=true`.
class KillTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int IN_FLIGHT = 4;
  private static final int LLAMA_CASES = 100;

  /// After how many requests it is killed. No test at 95 % proves 0.90 by fewer than 29 answers, so
  /// it is never over before.
  private static final List<Integer> GOALS =
      Rounds.of(2, 4) == 2 ? List.of(12, 28) : List.of(6, 12, 20, 28);

  @TempDir private Path folder;

  /// Answers a label that depends on the question alone, and counts how often each question came.
  /// Once a goal is reached it answers nobody until it is told to go on.
  private static final class Counting implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private volatile int goal = Integer.MAX_VALUE;
    private volatile CountDownLatch held = new CountDownLatch(0);

    Counting() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/v1/chat/completions",
          exchange -> {
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String text = body.path("messages").path(0).path("content").asString();
            asked.merge(text, 1, Integer::sum);
            hold();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(8));
            boolean right = Math.floorMod(text.hashCode() * 31, 100) < 96;
            byte[] answer = sse(right ? "yes" : "no").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
    }

    private void hold() throws IOException {
      try {
        if (requests() >= goal) {
          held.await();
        }
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }

    private static String sse(String text) {
      return """
      data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"%s"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}

      data: [DONE]

      """
          .formatted(text);
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// Answers fewer than so many requests in all.
    void holdAt(int requests) {
      held = new CountDownLatch(1);
      goal = requests;
    }

    void goOn() {
      goal = Integer.MAX_VALUE;
      held.countDown();
    }

    int requests() {
      return asked.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void close() {
      goOn();
      server.stop(0);
    }
  }

  private Path project(String name, String url, int cases) {
    Path project = folder.resolve(name);
    var lines = new StringBuilder();
    for (int i = 0; i < cases; i++) {
      lines.append(
          "{\"id\": \"c" + i + "\", \"text\": \"question " + i + "\", \"expected\": \"yes\"}\n");
    }
    Shell.write(project, "cases.jsonl", lines.toString());
    Shell.write(
        project,
        "metier.yaml",
        """
        models:
          m: {use: vllm/m, url: "%s", concurrency: %d}
        jobs:
          triage:
            data: internal
            prompt: "{{text}}"
            settings: {max_tokens: 12}
            cases: cases.jsonl
            graders: [{equals: "{{expected}}"}]
            needs:
              quality: {at_least: 0.90}
        """
            .formatted(url, IN_FLIGHT));
    return project;
  }

  private static Process start(Path project, String... more) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.metier.Metier",
            "qualify",
            "-f",
            project.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(project.resolve("output.txt").toFile()))
        .start();
  }

  private static JsonNode verdict(Path project) {
    return JSON.readTree(Shell.run("verdict", "-f", project.toString(), "--json").out())
        .path("jobs")
        .path(0)
        .path("models")
        .path(0);
  }

  /// What its runs said.
  private static String output(Path project) throws IOException {
    return Files.readString(project.resolve("output.txt"));
  }

  private static long kept(Path project) {
    Path file = project.resolve(".metier/ledger.db");
    if (!Files.exists(file)) {
      return 0;
    }
    try (var ledger = SqliteLedger.read(file)) {
      return ledger.size();
    } catch (ProblemsException beingMade) {
      return 0;
    }
  }

  @Test
  void aKilledRunGoesOnAndEndsLikeOneThatWasNot() throws Exception {
    try (var undisturbed = new Counting();
        var server = new Counting()) {
      Path quiet = project("whole", undisturbed.url(), 400);
      Process whole = start(quiet);
      Path project = project("killed", server.url(), 400);
      for (int goal : GOALS) {
        server.holdAt(goal);
        Process run = start(project);
        while (run.isAlive() && server.requests() < goal) {
          run.waitFor(2, TimeUnit.MILLISECONDS);
        }
        assertThat(run.isAlive()).as(output(project)).isTrue();
        run.destroyForcibly().waitFor();
        server.goOn();
      }
      assertThat(start(project).waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(whole.waitFor(60, TimeUnit.SECONDS)).isTrue();
      JsonNode verdict = verdict(project);
      JsonNode expected = verdict(quiet);
      assertThat(verdict.path("verdict")).isEqualTo(expected.path("verdict"));
      assertThat(verdict.path("reason")).isEqualTo(expected.path("reason"));
      assertThat(verdict.path("interval")).isEqualTo(expected.path("interval"));
      int paidTwice = server.requests() - server.asked.size();
      assertThat(paidTwice).isLessThanOrEqualTo(GOALS.size() * IN_FLIGHT);
    }
  }

  @Test
  void aKilledRunOnARealLlamaServerGoesOn() throws Exception {
    try (var server = LlamaServer.startOrSkip()) {
      Path project = folder.resolve("llama");
      Path cases = Path.of("examples/demo/cases/triage-templated.jsonl");
      List<String> some = Files.readAllLines(cases).subList(0, LLAMA_CASES);
      Shell.write(project, "cases.jsonl", String.join("\n", some));
      Shell.write(
          project,
          "metier.yaml",
          """
          models:
            tiny: {use: llamacpp/triage, url: "%s/v1"}
          jobs:
            triage:
              data: restricted
              prompt: "{{text}}"
              settings: {max_tokens: 12, temperature: 0}
              cases: cases.jsonl
              graders: [{equals: "{{label}}"}]
              needs:
                quality: {at_least: 0.95}
          """
              .formatted(server.root()));
      // Every case is asked, so that the run is long enough to be killed in the middle.
      Process run = start(project, "--full");
      while (run.isAlive() && kept(project) < 10) {
        run.waitFor(2, TimeUnit.MILLISECONDS);
      }
      run.destroyForcibly().waitFor();
      long kept = kept(project);
      assertThat(kept).as(output(project)).isBetween(1L, (long) LLAMA_CASES);
      Process again = start(project, "--full");
      assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(again.exitValue()).isZero();
      assertThat(verdict(project).path("verdict").asString()).isEqualTo("FIT");
      assertThat(kept(project)).isEqualTo(LLAMA_CASES);
    }
  }
}
