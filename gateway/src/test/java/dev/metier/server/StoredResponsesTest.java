package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Clients of the Responses API go on from an earlier answer by its name.
class StoredResponsesTest {
  private static final String PATH = "/v1/responses";

  @TempDir private Path folder;
  private VendorServer server;
  private Served served;

  @BeforeEach
  void begin() {
    server = new VendorServer(Vendor.OPENAI);
    server.says(List.of("four"));
    served =
        new Served(folder)
            .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, server.address())
            .job("j", DataClass.INTERNAL, "m")
            .job("other", DataClass.INTERNAL, "m")
            .job("secret", DataClass.RESTRICTED, "m");
  }

  @AfterEach
  void end() {
    served.close();
    server.close();
  }

  private static String ask(String job, String more) {
    return "{\"model\":\"" + job + "\"," + more + "}";
  }

  private HttpResponse<String> post(String body) throws Exception {
    return served.post(PATH, body);
  }

  /// The response object of a whole answer, or of a stream's last event.
  private static JsonNode response(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String body = answer.body();
    boolean stream = body.startsWith("event:");
    String json = stream ? body.substring(body.lastIndexOf("data: ") + 6) : body;
    JsonNode node = Json.object(json.strip().getBytes(StandardCharsets.UTF_8));
    return stream ? node.path("response") : node;
  }

  /// What the model's server was sent last, a line for each message.
  private List<String> sent() {
    JsonNode body =
        Json.object(server.received().getLast().body().getBytes(StandardCharsets.UTF_8));
    return StreamSupport.stream(body.path("messages").spliterator(), false)
        .map(m -> Json.text(m, "role") + ": " + Json.text(m, "content"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerIsGoneOnFromByItsName(boolean stream) throws Exception {
    served.start();
    String streamed = "\"stream\":" + stream + ",";
    JsonNode first = response(post(ask("j", streamed + "\"input\":\"Two and two?\"")));
    assertThat(first.path("store").booleanValue()).isTrue();
    String id = Json.text(first, "id");
    JsonNode second =
        response(
            post(
                ask(
                    "j",
                    streamed
                        + "\"instructions\":\"Be short.\",\"previous_response_id\":\""
                        + id
                        + "\",\"input\":[{\"role\":\"user\",\"content\":\"Sure?\"}]")));
    assertThat(sent())
        .containsExactly(
            "system: Be short.", "user: Two and two?", "assistant: four", "user: Sure?");
    assertThat(Json.text(second, "previous_response_id")).isEqualTo(id);
    response(
        post(
            ask(
                "j",
                "\"previous_response_id\":\"" + Json.text(second, "id") + "\",\"input\":\"End\"")));
    assertThat(sent())
        .containsExactly(
            "user: Two and two?", "assistant: four", "user: Sure?", "assistant: four", "user: End");
  }

  @Test
  void anItemIsReferredToByItsName() throws Exception {
    served.start();
    JsonNode first = response(post(ask("j", "\"input\":\"Two and two?\"")));
    String item = Json.text(first.path("output").path(0), "id");
    response(
        post(
            ask(
                "j",
                "\"input\":[{\"role\":\"user\",\"content\":\"Two and two?\"},"
                    + "{\"type\":\"item_reference\",\"id\":\""
                    + item
                    + "\"},{\"role\":\"user\",\"content\":\"Sure?\"}]")));
    assertThat(sent()).containsExactly("user: Two and two?", "assistant: four", "user: Sure?");
  }

  /// The error is the vendor's own: clients then send the whole conversation.
  private void isGone(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode error = Json.object(answer.body().getBytes(StandardCharsets.UTF_8)).path("error");
    assertThat(Json.text(error, "code")).isEqualTo("previous_response_not_found");
    assertThat(Json.text(error, "param")).isEqualTo(field);
    assertThat(Json.text(error, "message")).contains("not found", "`store`");
  }

  private HttpResponse<String> goOn(String job, JsonNode from) throws Exception {
    return post(
        ask(job, "\"previous_response_id\":\"" + Json.text(from, "id") + "\",\"input\":\"On\""));
  }

  @Test
  void whatIsNotKeptIsToldAsTheVendorDoes() throws Exception {
    served.start();
    isGone(
        post(ask("j", "\"previous_response_id\":\"resp_1\",\"input\":\"x\"")),
        "previous_response_id");
    isGone(post(ask("j", "\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1_0\"}]")), "input");
    JsonNode unkept = response(post(ask("j", "\"store\":false,\"input\":\"x\"")));
    assertThat(unkept.path("store").booleanValue(true)).isFalse();
    isGone(goOn("j", unkept), "previous_response_id");
  }

  /// Vercel's client does so by itself; where nothing is kept its chats go on without reasoning.
  @Test
  void aReferenceToReasoningThatIsGoneIsLeftOutAndTold() throws Exception {
    served.start();
    String reference = "{\"type\":\"item_reference\",\"id\":\"rs_1_0\"}";
    HttpResponse<String> answer =
        post(ask("secret", "\"input\":[{\"role\":\"user\",\"content\":\"A\"}," + reference + "]"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-dropped").orElse("")).contains("input");
    assertThat(sent()).containsExactly("user: A");
  }

  @Test
  void anotherJobFindsNothing() throws Exception {
    served.start();
    JsonNode first = response(post(ask("j", "\"input\":\"x\"")));
    isGone(goOn("other", first), "previous_response_id");
    assertThat(goOn("j", first).statusCode()).isEqualTo(200);
  }

  @Test
  void answersToRestrictedDataAreNotKept() throws Exception {
    served.start();
    HttpResponse<String> answer = post(ask("secret", "\"store\":true,\"input\":\"x\""));
    assertThat(response(answer).path("store").booleanValue(true)).isFalse();
    assertThat(answer.headers().firstValue("x-metier-dropped")).contains("store");
    isGone(goOn("secret", response(answer)), "previous_response_id");
    HttpResponse<String> raised =
        served.post(PATH, ask("j", "\"input\":\"x\""), "x-metier-class", "restricted");
    isGone(goOn("j", response(raised)), "previous_response_id");
  }

  private static Serving keeping(Duration life) {
    return new Serving(
        List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.of(life));
  }

  @Test
  void aJobMaySayHowLongAnswersAreKept() throws Exception {
    served
        .job("secret", DataClass.RESTRICTED, keeping(Duration.ofMinutes(5)), "m")
        .job("never", DataClass.PUBLIC, keeping(Duration.ZERO), "m")
        .start();
    assertThat(goOn("secret", response(post(ask("secret", "\"input\":\"x\"")))).statusCode())
        .isEqualTo(200);
    isGone(goOn("never", response(post(ask("never", "\"input\":\"x\"")))), "previous_response_id");
  }

  /// A class that the client raised goes on with the conversation.
  @Test
  void theClassOfAConversationIsNeverLowered() throws Exception {
    try (var cloud = new VendorServer(Vendor.ANTHROPIC)) {
      served
          .model("cloud", ProviderKind.ANTHROPIC, DataClass.INTERNAL, cloud.address())
          .job("mixed", DataClass.PUBLIC, "cloud", "m")
          .start();
      HttpResponse<String> first =
          served.post(PATH, ask("mixed", "\"input\":\"x\""), "x-metier-class", "confidential");
      assertThat(goOn("mixed", response(first)).headers().firstValue("x-metier-model"))
          .contains("m");
      assertThat(cloud.received()).isEmpty();
    }
  }

  /// Numbers that lie in two turns are looked through together with what came before.
  @Test
  void personalDataOfEarlierTurnsCounts() throws Exception {
    try (var cloud = new VendorServer(Vendor.ANTHROPIC)) {
      var looked =
          new Serving(
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(DataClass.CONFIDENTIAL),
              false,
              Optional.empty());
      served
          .model("cloud", ProviderKind.ANTHROPIC, DataClass.INTERNAL, cloud.address())
          .job("looked", DataClass.PUBLIC, looked, "cloud", "m")
          .start();
      JsonNode first =
          response(post(ask("looked", "\"input\":\"My card is 4111 1111 1111 1111\"")));
      assertThat(goOn("looked", first).headers().firstValue("x-metier-model")).contains("m");
      assertThat(cloud.received()).isEmpty();
    }
  }

  /// A client may ask on while the answer before is still being kept, or made.
  @Test
  void whoeverGoesOnFromAnAnswerUnderWayWaitsForIt() throws Exception {
    served.start();
    server.next(new VendorMishap.Slow(Duration.ZERO, Duration.ofMillis(300)));
    var stream = served.request(PATH, ask("j", "\"stream\":true,\"input\":\"Two and two?\""));
    try (var lines = served.client().send(stream, HttpResponse.BodyHandlers.ofLines()).body()) {
      String created = lines.filter(l -> l.startsWith("data:")).findFirst().orElseThrow();
      JsonNode first =
          Json.object(created.substring(6).getBytes(StandardCharsets.UTF_8)).path("response");
      assertThat(goOn("j", first).statusCode()).isEqualTo(200);
      assertThat(sent()).containsExactly("user: Two and two?", "assistant: four", "user: On");
    }
  }
}
