package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metier.job.Check;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From answers to a cascade of three models: a small one whose every second answer is half a
/// thought, one in the middle whose every fourth is, and a dear one that is always right.
class CompileMiddleTest {
  private static final int CASES = 300;
  private static final Pattern TICKET = Pattern.compile("ticket (\\d+)");
  private static final String THREE =
      "{first: small, middle: mid, then: large, checks: [complete], not_worse: {margin: 0.05},"
          + " kept_wrong: {at_most: 0.1}}";

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/small", exchange -> answer(exchange, 2));
    server.createContext("/mid", exchange -> answer(exchange, 4));
    server.createContext("/large", exchange -> answer(exchange, Integer.MAX_VALUE));
    server.start();
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"ticket %d\", \"label\": \"label %d\"}\n"
              .formatted(i, i, i % 7));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
  }

  /// The label of the ticket; cut at the limit for each one of `hole`.
  private static void answer(HttpExchange exchange, int hole) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    Matcher ticket = TICKET.matcher(asked);
    int number = ticket.find() ? Integer.parseInt(ticket.group(1)) : 1;
    boolean cut = number % hole == 0 && number > 0;
    String body =
        """
        {"id": "x", "object": "chat.completion", "model": "%s", "choices": [{"index": 0,
        "message": {"role": "assistant", "content": "%s"}, "finish_reason": "%s"}],
        "usage": {"prompt_tokens": 40, "completion_tokens": 4, "total_tokens": 44}}
        """
            .formatted(
                exchange.getHttpContext().getPath().substring(1),
                cut ? "lab" : "label " + number % 7,
                cut ? "length" : "stop");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void project(String hybrid, String price) {
    String root = "http://127.0.0.1:" + server.getAddress().getPort();
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: vllm/small, url: %1$s/small/v1, price: {input: 0.02, output: 0.05}}
          mid: {use: vllm/mid, url: %1$s/mid/v1%3$s}
          large: {use: vllm/large, url: %1$s/large/v1, price: {input: 3, output: 15}}
        jobs:
          triage:
            data: internal
            prompt: "Label: {{text}}"
            settings: {max_tokens: 12, temperature: 0}
            cases: cases.jsonl
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.9}}
            hybrid: %2$s
            models: [small, mid, large]
        """
            .formatted(root, hybrid, price));
  }

  private Shell run(String... args) {
    var all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "-f";
    all[args.length + 1] = folder.toString();
    return Shell.run(all);
  }

  private Route.Cascade cascade() {
    return (Route.Cascade)
        PolicyFile.read(folder.resolve("policy.json")).job(new JobName("triage")).route();
  }

  private JsonNode searched(int which) {
    return JsonMapper.shared()
        .readTree(run("frontier", "--json").out())
        .at("/jobs/0/searched/" + which);
  }

  @Test
  void aMiddleModelIsProvedOnHalfOfTheCasesAndCompiled() {
    project(THREE, ", price: {input: 0.5, output: 1.5}");
    run("qualify", "--full");
    assertThat(run("report", "-o", "-").out()).contains("then mid, then large where a check fails");
    String shown = run("frontier").out();
    assertThat(shown)
        .contains("small first, on 300 cases:")
        .containsPattern("small first, mid in the middle, on 1\\d\\d cases, in an order that the")
        .contains("May run: small, complete, then mid, complete, then large.")
        .contains("the same cases for all, half of them for chains of three;")
        .containsPattern(
            "on 1\\d\\d cases: kept by the first model \\d\\d %, by the middle one \\d\\d %, by"
                + " neither")
        .containsPattern("not kept: complete:cut \\d+, mid complete:cut \\d+")
        .containsPattern("That rests on 1\\d\\d cases; the other 1\\d\\d fixed in which order")
        .contains("mid, complete: passes 0 of")
        .containsPattern("I  Wins as it is")
        .containsPattern("small and mid must keep at least \\d+ % to pay for themselves");
    assertThat(searched(0).path("cases").asInt()).isEqualTo(CASES);
    assertThat(searched(1).path("cases").asInt() + searched(1).path("cases_ordering").asInt())
        .isEqualTo(CASES);

    Shell compiled = run("compile");
    assertThat(compiled.out())
        .contains("small checked by complete, then mid checked by complete, then large");
    Route.Cascade route = cascade();
    assertThat(route.middle())
        .contains(new Route.CheckedModel(new ModelName("mid"), List.of(new Check.Complete())));
    assertThat(route.proof().guarantee()).contains("kept of 1", "That rests on");
    assertThat(route.proof().kept().least()).isBetween(0.3, 0.5);
    assertThat(route.proof().ends().keySet())
        .containsExactlyInAnyOrder(
            "failed:complete",
            "broken:complete",
            "middle:kept",
            "middle:failed:complete",
            "middle:broken:complete");
    assertThat(route.proof().ends())
        .hasEntrySatisfying(
            "middle:kept",
            share -> {
              assertThat(share.least()).isBetween(0.25, 0.5);
              assertThat(share.most()).isBetween(0.5, 0.75);
            });

    run("compile");
    project("{first: small, then: large, checks: [complete]}", "");
    run("compile");
    assertThat(cascade().middle()).as("only where it is named").isEmpty();
  }

  @Test
  void withoutAPriceOfTheMiddleModelNothingIsCheaper() {
    project(THREE, "");
    run("qualify", "--full");
    JsonNode three = searched(1);
    assertThat(three.path("middle").asString()).isEqualTo("mid");
    assertThat(three.path("proved").isNull()).isTrue();
    assertThat(three.at("/ladder/0/verdict").asString()).isEqualTo("UNDECIDED");
    assertThat(three.at("/ladder/0/reason").asString()).contains("write `price` for it");
    assertThat(searched(0).path("proved").asString()).isEqualTo("small, complete, then large");
  }
}
