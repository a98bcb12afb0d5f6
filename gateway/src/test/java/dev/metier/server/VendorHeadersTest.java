package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a vendor writes into the head of its answer is between it and the gateway.
class VendorHeadersTest {
  private static final String WHOLE =
      "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
          + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
  private static final String CHUNK =
      "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{"
          + "\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";
  private static final String STREAM =
      CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"Hello\"}", "null")
          + CHUNK.formatted("{}", "\"stop\"")
          + "data: [DONE]\n\n";

  @TempDir private Path folder;
  private HttpServer vendor;
  private Served served;

  @BeforeEach
  void begin() throws Exception {
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext(
        "/",
        exchange -> {
          byte[] asked = exchange.getRequestBody().readAllBytes();
          boolean stream = new String(asked, StandardCharsets.UTF_8).contains(":true");
          var head = exchange.getResponseHeaders();
          head.set("content-type", stream ? "text/event-stream" : "application/json");
          head.set("set-cookie", "session=of-the-vendor");
          head.set("x-metier-model", "another");
          head.set("x-metier-job", "another");
          head.set("access-control-allow-origin", "*");
          head.set("server", "vendor/1");
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write((stream ? STREAM : WHOLE).getBytes(StandardCharsets.UTF_8));
          }
        });
    vendor.start();
    served =
        new Served(folder)
            .model(
                "m",
                ProviderKind.VLLM,
                DataClass.PUBLIC,
                "http://127.0.0.1:" + vendor.getAddress().getPort() + "/v1")
            .job("j", DataClass.PUBLIC, "m")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    vendor.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"CHAT, false", "CHAT, true", "MESSAGES, false", "MESSAGES, true", "RESPONSES, true"})
  void noneOfThemReachesTheClient(Spoken spoken, boolean stream) throws Exception {
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (String name : List.of("set-cookie", "access-control-allow-origin", "server")) {
      assertThat(answer.headers().firstValue(name)).as(name).isEmpty();
    }
    assertThat(answer.headers().allValues("x-metier-model")).containsExactly("m");
    assertThat(answer.headers().firstValue("x-metier-job")).isEqualTo(Optional.of("j"));
  }
}
