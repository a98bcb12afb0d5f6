package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.policy.PolicyFile;
import dev.metier.server.Served;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `serve` says while it runs, and how it ends.
class ServeTellsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String STALE = "metier.yaml says something else than when policy.json";

  @TempDir private Path folder;

  private Path served(VendorServer vendor) {
    Path file = folder.resolve("policy.json");
    try (var served = new Served(folder)) {
      served
          .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
          .job("triage", DataClass.INTERNAL, "local");
      PolicyFile.write(served.policy(), file);
    }
    return file;
  }

  private static HttpRequest hello(String address) {
    return HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"model\":\"triage\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
        .build();
  }

  @Test
  void aPolicyOlderThanItsProjectIsTold() throws Exception {
    Shell.recorded(folder);
    Shell.run("compile", "-f", folder.toString());
    Path yaml = folder.resolve("metier.yaml");
    String policy = folder.resolve("policy.json").toString();
    String changed = Files.readString(yaml).replace("purpose: a test", "purpose: another");
    try (var serving = new Serving(Map.of(), "--policy", policy)) {
      assertThat(serving.says(STALE, Duration.ofMillis(1200))).isFalse();
      Files.writeString(yaml, changed + "# longer\n");
      assertThat(serving.says(STALE, LONG)).isTrue();
      assertThat(serving.err()).contains("run `metier compile`.");
    }
    try (var serving = new Serving(Map.of(), "--policy", policy)) {
      assertThat(serving.says(STALE, LONG)).isTrue();
    }
    Shell.run("compile", "-f", folder.toString());
    try (var serving = new Serving(Map.of(), "--policy", policy)) {
      assertThat(serving.says(STALE, Duration.ofMillis(1200))).isFalse();
      assertThat(serving.end()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoked", "gone", "emptied"})
  void whoeverLosesTheLastKeyIsClosedAndSaysSo(String how) throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      String policy = served(vendor).toString();
      String key = Shell.run("key", "add", "ana", "-f", folder.toString()).out().strip();
      Path file = folder.resolve(".metier/keys.json");
      try (var serving = new Serving(Map.of(), "--policy", policy);
          var client = HttpClient.newHttpClient()) {
        var asking = hello(serving.address());
        var keyed =
            HttpRequest.newBuilder(asking, (name, value) -> true).header("x-api-key", key).build();
        assertThat(client.send(keyed, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        switch (how) {
          case "revoked" ->
              assertThat(Shell.run("key", "revoke", "ana", "-f", folder.toString()).err())
                  .contains("answers nobody until there is another");
          case "gone" -> Files.delete(file);
          default -> Files.writeString(file, "{\"version\":1,\"keys\":[]}");
        }
        assertThat(serving.says("nobody is answered until `metier key add`", LONG)).isTrue();
        assertThat(client.send(asking, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(client.send(keyed, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(vendor.received()).hasSize(1);
      }
    }
  }

  @Test
  void asJsonEveryLineIsAnObject() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var serving = new Serving(Map.of(), "--policy", "" + served(vendor), "--log", "json")) {
      Files.writeString(folder.resolve("policy.json"), "{ broken");
      assertThat(serving.says("cannot be taken up", LONG)).isTrue();
      serving.end();
      // there is no metier.yaml beside it
      assertThat(serving.err()).doesNotContain(STALE);
      List<String> lines = serving.err().lines().toList();
      assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
      for (String line : lines) {
        JsonNode node = JsonMapper.shared().readTree(line);
        boolean wrong = node.path("message").asString().contains("cannot be taken up");
        assertThat(node.path("level").asString()).isEqualTo(wrong ? "WARNING" : "INFO");
        assertThat(node.path("message").asString()).isNotBlank();
      }
    }
  }

  @Test
  void whatChangesWhileServingIsALineWithItsTimeAndLevel() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var serving = new Serving(Map.of(), "--policy", "" + served(vendor))) {
      Shell.run("key", "add", "ana", "-f", folder.toString());
      assertThat(serving.says("INFO The keys changed.", LONG)).isTrue();
      Files.writeString(folder.resolve("policy.json"), "{ broken");
      assertThat(serving.says("This is not JSON", LONG)).isTrue();
      assertThat(serving.err().lines().filter(line -> line.contains("taken up")))
          .singleElement()
          .asString()
          .matches("\\S+Z WARNING What changed cannot be taken up, .*policy.json:1.*JSON.*");
    }
  }

  /// The first Ctrl-C lets requests finish, the second ends at once.
  @Test
  void theSecondInterruptEndsAtOnce() throws Exception {
    Path err = folder.resolve("err.txt");
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var client = HttpClient.newHttpClient()) {
      vendor.next(new VendorMishap.StallBeforeHeaders());
      Process process = start(served(vendor), err);
      try (var out = new Scanner(process.getInputStream(), StandardCharsets.UTF_8)) {
        String address =
            JsonMapper.shared().readTree(out.nextLine()).path("address").stringValue("");
        var pending = client.sendAsync(hello(address), HttpResponse.BodyHandlers.ofString());
        assertThat(vendor.awaitReceived(1, LONG)).isTrue();
        interrupt(process);
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
        assertThat(err).content().contains("Ctrl-C once more ends at once.");
        assertThat(pending).isNotDone();
        interrupt(process);
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Process start(Path policy, Path err) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.metier.Metier",
            "serve",
            "--policy",
            policy.toString(),
            "--port",
            "0",
            "--json")
        .redirectError(err.toFile())
        .start();
  }

  /// SIGTERM is taken like Ctrl-C; SIGINT itself is ignored by whatever a script starts in the
  /// background.
  private static void interrupt(Process process) throws Exception {
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
  }
}
