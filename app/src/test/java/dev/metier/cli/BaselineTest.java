package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A job that a model of n-grams wins, from its cases to its answers.
class BaselineTest {
  private static final String[] WORDS = {"invoice", "parcel", "password"};
  private static final String[] LABELS = {"billing", "delivery", "account"};

  @TempDir private Path folder;

  @BeforeEach
  void project() {
    var cases = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      cases.append(
          "{\"text\": \"About my %s of %c%c, please look.\", \"label\": \"%s\"}%n"
              .formatted(WORDS[i % 3], 'a' + i % 26, 'a' + i / 5, LABELS[i % 3]));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          words: {use: baseline/ngrams}
        jobs:
          triage:
            data: restricted
            prompt: "{{text}}"
            cases: cases.jsonl
            graders: [{one_of: {expected: "{{label}}"}}]
            needs: {quality: {at_least: 0.9}}
            models: [words]
        """);
  }

  private String at() {
    return folder.toString();
  }

  private Path weights() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".ngrams")).findFirst().orElseThrow();
    }
  }

  private static JsonNode post(Serving serving, String path, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(serving.address() + path))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JsonMapper.shared().readTree(answer.body());
    }
  }

  @Test
  void itIsQualifiedCompiledAndServedLikeAModel() throws Exception {
    var qualified = Shell.run("qualify", "-f", at());
    assertThat(qualified.exit()).as(qualified.out() + qualified.err()).isZero();
    var compiled = Shell.run("compile", "-f", at());
    assertThat(compiled.exit()).as(compiled.out()).isZero();
    assertThat(Files.readString(folder.resolve("policy.json")))
        .contains("\"baseline/" + weights().getFileName() + "\"");
    assertThat(Shell.run("compile", "-f", at()).out()).contains("Nothing changes");
    try (var serving = new Serving(Map.of(), "-f", at())) {
      String text = "Where is my parcel of yesterday?";
      var chat =
          post(
              serving,
              "/v1/chat/completions",
              "{\"model\": \"triage\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
                  .formatted(text));
      assertThat(chat.at("/choices/0/message/content").asString()).isEqualTo("delivery");
      var messages =
          post(
              serving,
              "/v1/messages",
              "{\"model\": \"triage\", \"max_tokens\": 9, \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
                  .formatted(text));
      assertThat(messages.at("/content/0/text").asString()).isEqualTo("delivery");
      var responses =
          post(
              serving,
              "/v1/responses",
              "{\"model\": \"triage\", \"input\": \"%s\"}".formatted(text));
      assertThat(responses.at("/output/0/content/0/text").asString()).isEqualTo("delivery");
    }
  }

  @Test
  void anEditedFileIsRefusedAtStart() throws IOException {
    Shell.run("qualify", "-f", at());
    Shell.run("compile", "-f", at());
    byte[] bytes = Files.readAllBytes(weights());
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights(), bytes);
    var refused = Shell.run("serve", "-f", at(), "--port", "0");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("is not what was compiled: its content is another one.", "policy.json");
  }
}
