package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  @Test
  void compilingSaysThatNothingLookedAtWhatIsRight() throws IOException {
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
    } finally {
      server.stop(0);
    }
  }
}
