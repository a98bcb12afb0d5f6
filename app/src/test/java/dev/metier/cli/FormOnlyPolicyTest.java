package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.metier.Metier;
import dev.metier.terminal.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A model that is FIT by the form of its answers gets a route, and whoever compiles is told.
class FormOnlyPolicyTest {
  @TempDir private Path folder = Path.of("");

  private HttpServer parrot() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] said =
        """
        {"id":"x","object":"chat.completion","model":"parrot","choices":[{"index":0,"message":{"role":"assistant","content":"always the same"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":3,"total_tokens":6}}
        """
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static final String BY_FORM =
      "parrot (parrot: FIT by form alone, nothing looked at what is right)";

  /// What `serve` tells people when it starts, and `explain` of a request.
  private static String told(String policy) throws IOException, InterruptedException {
    var told = new StringBuilder();
    try (var out = new PipedOutputStream();
        var lines = new Scanner(new PipedInputStream(out), StandardCharsets.UTF_8)) {
      var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
      var silent = new PrintStream(OutputStream.nullOutputStream());
      var console = new Console(stream, silent, false, Map.of());
      Thread serving =
          Thread.ofPlatform()
              .start(() -> Metier.run(console, "serve", "--port", "0", "--policy", policy));
      while (!told.toString().contains("Point a client")) {
        told.append(lines.nextLine()).append('\n');
      }
      String address = told.toString().replaceFirst("(?s).*serves at (\\S+).*", "$1");
      String id = asked(address);
      serving.interrupt();
      serving.join(Duration.ofSeconds(30));
      return told + Shell.run("explain", id, "--policy", policy).out();
    }
  }

  private static String asked(String address) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"model\":\"sums\",\"messages\":[{\"role\":\"user\",\"content\":\"1\"}]}"))
              .build();
      return client
          .send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("x-metier-request-id")
          .orElseThrow();
    }
  }

  @Test
  void compilingSaysThatNothingLookedAtWhatIsRight() throws IOException, InterruptedException {
    var cases = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      cases.append(
          "{\"id\": \"t%d\", \"text\": \"%d\", \"expected\": \"a%d\"}\n".formatted(i, i, i));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    HttpServer server = parrot();
    try {
      Shell.write(
          folder,
          "metier.yaml",
          """
          models:
            parrot: {use: llamacpp/parrot, url: "http://127.0.0.1:%d"}
          jobs:
            sums:
              data: internal
              prompt: "{{text}}"
              cases: cases.jsonl
              duplicates: separate
              graders: [{not_refusal: {}}]
              scope: suite
              needs: {quality: {at_least: 0.90}}
          """
              .formatted(server.getAddress().getPort()));
      Shell.run("qualify", "-f", folder.toString(), "--full");
      Shell compiled = Shell.run("compile", "-f", folder.toString(), "--dry-run");
      assertThat(compiled.out()).contains("! job sums, parrot: Only the form of answers is graded");
      Shell json = Shell.run("compile", "-f", folder.toString(), "--dry-run", "--json");
      assertThat(JsonMapper.shared().readTree(json.out()).path("notes").toString())
          .contains("Only the form of answers is graded");
      Shell.run("compile", "-f", folder.toString());
      String policy = folder.resolve("policy.json").toString();
      assertThat(
              JsonMapper.shared()
                  .readTree(Path.of(policy).toFile())
                  .at("/jobs/sums/verdicts/parrot/form_only")
                  .asBoolean(false))
          .isTrue();
      assertThat(told(policy))
          .contains("sums  " + BY_FORM)
          .containsPattern("policy .*: " + Pattern.quote(BY_FORM));
      Shell.run("record", "new", "sums", "-f", folder.toString());
      Shell record = Shell.run("record", "show", "MDR-0001", "-f", folder.toString());
      assertThat(record.out())
          .contains("Only the form of answers is graded, not what is right for a case.")
          .contains("Nobody looked: only the form of answers is graded");
    } finally {
      server.stop(0);
    }
  }
}
