package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.Metier;
import dev.metier.terminal.Console;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A policy is served as a person would do it, by a real model in this process.
class ServeCommandTest {
  private static final String ASK =
      """
      {"model": "triage-templated", "max_tokens": 12, "temperature": 0, "stream": STREAM,
       "messages": [{"role": "user", "content": "I was charged twice on my last invoice."}]}
      """;

  @TempDir private Path folder;

  private Path compiled() throws IOException {
    Path from = Path.of("examples/demo");
    String yaml = Files.readString(from.resolve("metier.yaml"));
    String live =
        yaml.substring(0, yaml.indexOf("  # Recorded with the answers' texts"))
            .replaceAll("(?m)^  (qwq|gemma|mistral|claude).*\\n(    .*\\n)+", "")
            .replaceAll("models: \\[(\\S+, )?tiny, claude-sonnet-4\\]", "models: [tiny]");
    Shell.write(folder, "metier.yaml", live);
    for (String file :
        new String[] {
          "models/triage-Q8_0.gguf",
          "cases/triage-templated.jsonl",
          "cases/triage-paraphrased.jsonl"
        }) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(from.resolve(file), folder.resolve(file));
    }
    Shell.run("qualify", "-f", folder.toString());
    Shell.run("compile", "-f", folder.toString());
    return folder.resolve("policy.json");
  }

  @Test
  void aPolicyIsServedExplainedAndEndedInOrder() throws Exception {
    Path policy = compiled();
    try (var out = new PipedOutputStream();
        var lines = new Scanner(new PipedInputStream(out), StandardCharsets.UTF_8);
        var err = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
      var console =
          new Console(new PrintStream(out, true, StandardCharsets.UTF_8), err, false, Map.of());
      String[] serve = {"serve", "--policy", policy.toString(), "--port", "0", "--json"};
      var exit = new int[] {-1};
      Thread serving = Thread.ofPlatform().start(() -> exit[0] = Metier.run(console, serve));
      String address =
          JsonMapper.shared().readTree(lines.nextLine()).path("address").stringValue("");
      HttpResponse<String> answer = ask(address, false);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("billing");
      assertThat(ask(address, true).body())
          .contains("\"content\":\" b\"")
          .endsWith("data: [DONE]\n\n");
      serving.interrupt();
      serving.join(Duration.ofSeconds(20));
      assertThat(exit[0]).isZero();
      String id = answer.headers().firstValue("x-metier-request-id").orElseThrow();
      var explained = Shell.run("explain", id, "--policy", policy.toString());
      assertThat(explained.out())
          .contains("triage-templated", "answered by tiny", "in-process: answered", "tokens in");
      var json = Shell.run("explain", id, "--policy", policy.toString(), "--json");
      assertThat(JsonMapper.shared().readTree(json.out()).path("candidates")).isNotEmpty();
    }
  }

  private static HttpResponse<String> ask(String address, boolean stream) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      ASK.replace("STREAM", Boolean.toString(stream))))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void onlyWhatTheEvidenceSupportsIsServedWhereThatIsRequired() throws Exception {
    Path policy = compiled();
    String text = Files.readString(policy);
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String[] serve = {
        "serve", "--policy", "" + policy, "--require-evidence", "--port", "" + taken.getLocalPort()
      };
      // the check passes, and only the port does not
      assertThat(Shell.run(serve).err()).contains("Cannot listen");
      Files.writeString(policy, text.replaceAll("(\"evidence\": *\")[0-9a-f]{8}", "$100000000"));
      assertThat(Shell.run(serve).err()).contains("does not support", "other evidence");
      Files.writeString(policy, text.replaceFirst("(\"data\": *\")[a-z]+", "$1internal"));
      var edited = Shell.run(serve);
      assertThat(edited.err()).contains("does not support", "other routes", "metier compile");
      assertThat(edited.exit()).isEqualTo(2);
      Files.writeString(policy, text);
      Files.delete(folder.resolve(".metier/ledger.db"));
      assertThat(Shell.run(serve).err()).contains("does not support");
    }
  }

  @Test
  void originsAndCertificatesAreCheckedBeforeAnythingIsServed() throws Exception {
    Path policy = compiled();
    for (String origin : new String[] {"*", "chat.example", "https://chat.example/app", "null"}) {
      var wrong = Shell.run("serve", "--policy", "" + policy, "--origin", origin);
      assertThat(wrong.exit()).isEqualTo(2);
      assertThat(wrong.err()).contains(origin + " is no origin", "https://");
    }
    var alone = Shell.run("serve", "--policy", "" + policy, "--tls-cert", "" + policy);
    assertThat(alone.err()).contains("go together", "no certificate to be read");
    String[] both = {
      "serve", "--policy", "" + policy, "--tls-cert", "" + policy, "--tls-key", "none"
    };
    assertThat(Shell.run(both).err()).contains("no certificate", "no private key");
    assertThat(Shell.run(both).exit()).isEqualTo(2);
  }

  @Test
  void whatCannotBeServedIsToldWithARemedy() throws Exception {
    var without = Shell.run("serve", "--policy", folder.resolve("none.json").toString());
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err()).contains("There is no", "metier compile");
    Path policy = compiled();
    var open = Shell.run("serve", "--policy", policy.toString(), "--host", "0.0.0.0");
    assertThat(open.exit()).isEqualTo(2);
    assertThat(open.err()).contains("no keys", "metier key add");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      var busy = Shell.run("serve", "--policy", policy.toString(), "--port", port);
      assertThat(busy.exit()).isEqualTo(2);
      assertThat(busy.err()).contains("Cannot listen", "--port");
    }
    var beyond = Shell.run("serve", "--policy", policy.toString(), "--port", "80000");
    assertThat(beyond.exit()).isEqualTo(2);
    assertThat(beyond.err()).contains("80000 is no port", "65535").doesNotContain("Exception");
    var before = Shell.run("serve", "--policy", policy.toString(), "--drain", "-1");
    assertThat(before.exit()).isEqualTo(2);
    for (String id : new String[] {"nothing", "../../etc/passwd", "/etc/passwd", "2026-11-28"}) {
      var unknown = Shell.run("explain", id, "--policy", policy.toString());
      assertThat(unknown.exit()).isEqualTo(2);
      assertThat(unknown.err()).contains("is no request's id").doesNotContain("root:");
    }
  }
}
