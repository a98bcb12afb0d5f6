package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From answers to a learned router in the policy: a small model that cannot prove anything, and a
/// dear one that is always right.
class CompileRouterTest {
  private static final int CASES = 300;
  private static final String[] EASY = {"add up all lines of bill", "read off the date in letter"};
  private static final String[] HARD = {"prove why there is no number", "derive how to get law"};

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/small", exchange -> answer(exchange, false));
    server.createContext("/large", exchange -> answer(exchange, true));
    server.start();
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      String verb = (i % 5 < 3 ? EASY : HARD)[i % 2];
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"Please %s %d\", \"label\": \"yes\"}\n"
              .formatted(i, verb, i));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
  }

  private static void answer(HttpExchange exchange, boolean large) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    boolean hard = asked.contains("prove") || asked.contains("derive");
    String body =
        "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\""
            + exchange.getHttpContext().getPath().substring(1)
            + "\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\""
            + (large || !hard ? "yes" : "no")
            + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":40,"
            + "\"completion_tokens\":4,\"total_tokens\":44}}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void project(String hybrid) {
    String root = "http://127.0.0.1:" + server.getAddress().getPort();
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: vllm/small, url: %1$s/small/v1, price: {input: 0.02, output: 0.05}}
          large: {use: vllm/large, url: %1$s/large/v1, price: {input: 3, output: 15}}
        jobs:
          triage:
            data: internal
            prompt: "{{text}}"
            settings: {max_tokens: 12, temperature: 0}
            cases: cases.jsonl
            duplicates: separate
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.9}}
            hybrid: %2$s
            models: [small, large]
        """
            .formatted(root, hybrid));
  }

  private Shell run(String... args) {
    var all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "-f";
    all[args.length + 1] = folder.toString();
    return Shell.run(all);
  }

  private Route route() {
    return PolicyFile.read(folder.resolve("policy.json")).job(new JobName("triage")).route();
  }

  @Test
  void aRouterThatIsProvedBecomesTheRouteIsServedAndKept() throws Exception {
    project("{first: small, checks: [complete]}");
    run("qualify", "--full");
    Shell compiled = run("compile");
    assertThat(compiled.out())
        .contains(".router between small and large")
        .contains("confidence it gives up at most 0.02");
    assertThat(route()).isInstanceOf(Route.Learned.class);
    var learned = (Route.Learned) route();
    assertThat(learned.first().text()).isEqualTo("small");
    assertThat(learned.then().text()).isEqualTo("large");
    assertThat(learned.proof().least()).isBetween(0.4, 0.6);
    assertThat(learned.proof().most()).isBetween(0.6, 0.7);
    Path file = learned.router().path();
    assertThat(file.getParent()).isEqualTo(folder.toAbsolutePath().normalize());
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }
    assertThat(run("compile").out()).as("nothing changes").doesNotContain("router between");
    servedAndExplained();

    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    refused("is not what was compiled: its content is another one.");
    Files.delete(file);
    refused("There is no file ");

    project("{first: small, checks: [complete], router: off}");
    run("compile");
    assertThat(route()).isInstanceOf(Route.Single.class);
  }

  private void servedAndExplained() throws Exception {
    String[] ids = new String[2];
    try (var serving = new Serving(Map.of(), "-f", folder.toString(), "--require-evidence");
        var client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 2; i++) {
        String body =
            "{\"model\":\"triage\",\"messages\":[{\"role\":\"user\",\"content\":\"Please "
                + (i == 0 ? EASY[0] : HARD[0])
                + " 7\"}]}";
        var answer =
            client.send(
                HttpRequest.newBuilder(URI.create(serving.address() + "/v1/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("yes");
        assertThat(answer.headers().firstValue("x-metier-model"))
            .hasValue(i == 0 ? "small" : "large");
        ids[i] = answer.headers().firstValue("x-metier-request-id").orElseThrow();
      }
    }
    assertThat(run("explain", ids[0]).out())
        .contains("stage       first", "seems worth", "not above");
    assertThat(run("explain", ids[1]).out())
        .contains("small or large, as triage-", "stage       then", ", above ", "for its words");
  }

  private void refused(String why) {
    Assertions.assertThatThrownBy(this::route)
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .satisfies(problem -> {
                      assertThat(problem.what()).contains(why);
                      assertThat(problem.hint()).startsWith("Compile the policy again");
                      assertThat(problem.place().toString()).contains("policy.json");
                    }));
  }
}
