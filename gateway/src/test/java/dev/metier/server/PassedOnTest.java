package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A server that was cleared, and from some day on passes requests on to a cloud: what the public
/// may not read goes there no more, and its answer is not handed on.
class PassedOnTest {
  private static final String REMOTE =
      "\"remote_model\":\"gpt-oss:120b\",\"remote_host\":\"https://ollama.com:443\"";

  /// How a server that answers so is spoken to, and by whom.
  private record Row(
      String name, Vendor vendor, ProviderKind kind, Spoken spoken, boolean stream, String answer) {
    static Stream<Row> all() {
      String line =
          "{\"model\":\"m\","
              + REMOTE
              + ",\"message\":{\"role\":\"assistant\",\"content\":\"secret\"},\"done\":true,"
              + "\"done_reason\":\"stop\",\"prompt_eval_count\":5,\"eval_count\":1}\n";
      String first = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Well\"}}]}\n\n";
      String event =
          "data: {"
              + REMOTE
              + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"secret\"}}]}\n\n";
      String end =
          """
          data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

          data: [DONE]

          """;
      String whole =
          "{"
              + REMOTE
              + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
              + "\"secret\"},\"finish_reason\":\"stop\"}]}";
      return Stream.of(
          new Row("Ollama's own", Vendor.OLLAMA, ProviderKind.OLLAMA, Spoken.CHAT, true, line),
          new Row("whole", Vendor.OLLAMA, ProviderKind.OLLAMA, Spoken.CHAT, false, line),
          new Row("for Messages", Vendor.OLLAMA, ProviderKind.OLLAMA, Spoken.MESSAGES, true, line),
          new Row("forwarded", Vendor.OPENAI, ProviderKind.VLLM, Spoken.CHAT, true, event + end),
          new Row(
              "in its middle",
              Vendor.OPENAI,
              ProviderKind.OPENAI,
              Spoken.CHAT,
              true,
              first + event + end),
          new Row(
              "whole and forwarded", Vendor.OPENAI, ProviderKind.VLLM, Spoken.CHAT, false, whole),
          new Row(
              "translated",
              Vendor.OPENAI,
              ProviderKind.LMSTUDIO,
              Spoken.MESSAGES,
              true,
              event + end));
    }
  }

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> anAnswerThatWasPassedOnClosesItsServerForWhatThePublicMayNotRead() {
    return Row.all().map(row -> DynamicTest.dynamicTest(row.name, () -> check(row)));
  }

  private void check(Row row) throws Exception {
    try (var server = new VendorServer(row.vendor);
        var served =
            new Served(folder)
                .model("here", row.kind, DataClass.RESTRICTED, server.address())
                .job("secret", DataClass.RESTRICTED, "here")
                .job("open", DataClass.PUBLIC, "here")
                .start()) {
      assertThat(ask(served, row, "secret").statusCode()).isEqualTo(200);
      // the name is given to another model
      server.next(new VendorMishap.Verbatim(row.answer));
      HttpResponse<String> answer = ask(served, row, "secret");
      assertThat(answer.body())
          .doesNotContain("\"secret\"")
          .contains("passes requests on to https://ollama.com:443");
      int sent = asked(server);
      HttpResponse<String> next = ask(served, row, "secret");
      assertThat(next.statusCode()).isEqualTo(400);
      assertThat(next.body()).contains("_blocked", "ollama.com");
      assertThat(asked(server)).as("requests after that").isEqualTo(sent);
      assertThat(ask(served, row, "open").statusCode()).isEqualTo(200);
      assertThat(served.get("/metrics").body()).contains("metier_servers_elsewhere 1");
      assertThat(served.records(4).get(1).tries().getFirst().outcome()).isEqualTo("passed_on");
    }
  }

  private static HttpResponse<String> ask(Served served, Row row, String job) throws Exception {
    return served.post(row.spoken.path(), row.spoken.request(job, row.stream));
  }

  /// Requests that hold what a client asked.
  private static int asked(VendorServer server) {
    return Math.toIntExact(
        server.received().stream().filter(r -> !r.path().equals("/api/show")).count());
  }

  @Test
  void aServerThatSaysSoOfItselfIsSentNothing() throws Exception {
    try (var server = new VendorServer(Vendor.OPENAI);
        var honest = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("here", ProviderKind.VLLM, DataClass.RESTRICTED, server.address())
                .model("other", ProviderKind.VLLM, DataClass.RESTRICTED, honest.address())
                .job("secret", DataClass.RESTRICTED, "here")
                .job("safe", DataClass.RESTRICTED, "here", "other")
                .start()) {
      server.serves("/api/show", "{" + REMOTE + ",\"details\":{}}");
      HttpResponse<String> answer =
          served.post(Spoken.CHAT.path(), Spoken.CHAT.request("secret", true));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("data_class_blocked");
      assertThat(served.post(Spoken.CHAT.path(), Spoken.CHAT.request("safe", true)).body())
          .as("the next of the route answers")
          .contains("Hello");
      assertThat(asked(server)).isZero();
    }
  }

  /// The name is asked for again after a while, so no answer need tell it.
  @Test
  void whatASecondRequestMeetsIsWhatTheFirstFoundOut() throws Exception {
    try (var server = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("here", ProviderKind.VLLM, DataClass.RESTRICTED, server.address())
                .job("secret", DataClass.RESTRICTED, "here")
                .job("open", DataClass.PUBLIC, "here")
                .start()) {
      server.serves("/api/show", "{\"details\":{}}");
      served.post(Spoken.CHAT.path(), Spoken.CHAT.request("open", true));
      assertThat(server.received()).as("public data needs no question").hasSize(1);
      served.post(Spoken.CHAT.path(), Spoken.CHAT.request("secret", true));
      served.post(Spoken.CHAT.path(), Spoken.CHAT.request("secret", true));
      assertThat(server.received()).as("asked once in a while").hasSize(4);
    }
  }
}
