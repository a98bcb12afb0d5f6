package dev.metier.drill;

import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.wire.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.JsonNode;

/// Clients of every protocol, streaming and not.
final class ProtocolClient implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String RESPONSES = "/v1/responses";

  /// What a client was told: an answer when there is no code.
  record Told(Optional<String> code) {}

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  ProtocolClient(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  /// Asks in every protocol and form at once.
  ///
  /// @param data the class to raise the request to
  List<CompletableFuture<HttpResponse<String>>> askAll(
      JobName job, Optional<DataClass> data, String text) {
    return askAll(job, Optional.empty(), data, text);
  }

  /// @param second another job, named as some servers read names
  List<CompletableFuture<HttpResponse<String>>> askAll(
      JobName job, Optional<JobName> second, Optional<DataClass> data, String text) {
    var pending = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (String path : List.of(CHAT, MESSAGES, RESPONSES)) {
      for (boolean stream : new boolean[] {false, true}) {
        var request = request(path, body(path, named(job, second), stream, text), data);
        pending.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }
    }
    return pending;
  }

  private HttpRequest request(String path, String body, Optional<DataClass> data) {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(LONGEST)
            .header("content-type", "application/json")
            .header("x-session-id", "drill")
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    data.ifPresent(to -> request.header("x-metier-class", to.name().toLowerCase(Locale.ROOT)));
    return request.build();
  }

  private static String named(JobName job, Optional<JobName> second) {
    return "{\"model\":\""
        + job.text()
        + second.map(name -> "\",\"Model\":\"" + name.text()).orElse("")
        + "\",";
  }

  private static String body(String path, String named, boolean stream, String text) {
    String begin = named + "\"stream\":" + stream;
    return path.equals(RESPONSES)
        ? begin + ",\"input\":\"" + text + "\"}"
        : begin
            + ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\""
            + text
            + "\"}]}";
  }

  /// Waits for all of them.
  static List<Told> told(List<CompletableFuture<HttpResponse<String>>> pending)
      throws InterruptedException {
    var told = new ArrayList<Told>();
    for (var one : pending) {
      try {
        told.add(new Told(code(one.get())));
      } catch (ExecutionException e) {
        told.add(new Told(Optional.of("no_answer")));
      }
    }
    return told;
  }

  /// The code of the error that a response is or ends in.
  private static Optional<String> code(HttpResponse<String> response) {
    String body = response.body();
    int last = body.lastIndexOf("data: {");
    boolean stream = last >= 0 && response.statusCode() == 200;
    String json = stream ? body.substring(last + 6).lines().findFirst().orElse("") : body;
    JsonNode node =
        Json.tryObject(json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .orElseGet(Json::newObject);
    JsonNode error =
        node.path("error").isObject() ? node.path("error") : node.path("response").path("error");
    if (response.statusCode() == 200 && !error.isObject()) {
      return Optional.empty();
    }
    String code = error.path("code").stringValue(error.path("type").stringValue(""));
    return Optional.of(code.isEmpty() ? "status_" + response.statusCode() : code);
  }

  @Override
  public void close() {
    client.close();
  }
}
