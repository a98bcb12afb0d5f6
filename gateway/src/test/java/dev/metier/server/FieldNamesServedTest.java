package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that a server could read as other ones than the gateway checked, at every endpoint, to
/// models whose dialect is the client's and to others.
class FieldNamesServedTest {
  private static final Map<String, String> FORWARDED =
      Map.of(
          "/v1/chat/completions", "openai",
          "/v1/messages", "anthropic",
          "/v1/messages/count_tokens", "anthropic",
          "/v1/embeddings", "ollama");

  @TempDir private Path folder;
  private final Map<String, VendorServer> vendors = new LinkedHashMap<>();
  private Served served;

  @BeforeEach
  void begin() {
    served = new Served(folder);
    for (Vendor vendor : Vendor.values()) {
      String name = vendor.name().toLowerCase(java.util.Locale.ROOT);
      var server = new VendorServer(vendor);
      vendors.put(name, server);
      served
          .model(name, kind(vendor), DataClass.RESTRICTED, server.address())
          .job(name, DataClass.RESTRICTED, name);
    }
    served.start();
  }

  private static ProviderKind kind(Vendor vendor) {
    return switch (vendor) {
      case OPENAI -> ProviderKind.VLLM;
      case ANTHROPIC -> ProviderKind.ANTHROPIC;
      case GOOGLE -> ProviderKind.GOOGLE;
      case OLLAMA -> ProviderKind.OLLAMA;
    };
  }

  @AfterEach
  void end() {
    served.close();
    vendors.values().forEach(VendorServer::close);
  }

  private static String body(String job, String more) {
    return "{\"model\":\""
        + job
        + "\",\"input\":\"Hi\",\"max_tokens\":9,"
        + more
        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Model\":\"gpt-oss:120b-cloud\",",
        "\"MODEL\":\"gpt-oss:120b-cloud\",",
        "\"model\":\"gpt-oss:120b-cloud\",",
        "\"mod\\u0065l\":\"gpt-oss:120b-cloud\",",
        "\"Messages\":[{\"role\":\"user\",\"content\":\"4111 1111 1111 1111\"}],",
        "\"messages\":[{\"role\":\"user\",\"content\":\"4111 1111 1111 1111\"}],",
        "\"max_to\u212Aens\":100000,",
        "\"Input\":\"4111 1111 1111 1111\",",
        "\"\u017Ftream\":true,",
        "\"stream\":\"true\",",
        "\"stream\":1,",
        "\"stream\":tru,",
        "\"stream_options\":{\"Include_usage\":false},",
        "\"stream_options\":{\"include_usage\":true,\"include_us\\u0061ge\":false},",
        "\"tool_choice\":{\"type\":\"auto\",\"Type\":\"any\"},",
        "\"reasoning\":{\"Models\":[\"x\"]},",
        "\"usage\":{\"\\u004dodels\":[\"x\"]},",
        "\"\\u004dodels\":[\"x\"],",
        "\"Fallback_models\":[\"x\"],",
        "\"Draft_Model\":\"x\",",
        "\"LORA\":\"x\",",
        "\"safe\":\"\\q\",",
        "\"seed\":0x10,"
      })
  void noModelHearsOfARequestThatCanBeReadInTwoWays(String more) throws Exception {
    for (String path :
        java.util.List.of(
            "/v1/chat/completions",
            "/chat/completions",
            "/v1/messages",
            "/v1/responses",
            "/v1/embeddings",
            "/v1/messages/count_tokens")) {
      for (String job : vendors.keySet()) {
        HttpResponse<String> answer = served.post(path, body(job, more));
        assertThat(answer.statusCode()).as(path + " " + job + answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_request_error");
      }
    }
    assertThat(vendors.values()).allSatisfy(v -> assertThat(v.acceptedConnections()).isZero());
  }

  /// Where it is the name of the job that cannot be read.
  @ParameterizedTest
  @ValueSource(strings = {"no\\q", "no\\u12", "no\\uZZZZ", "no\n\\n"})
  void aNameWithAWrongEscapeIsTheClientsMistake(String name) throws Exception {
    for (String path : FORWARDED.keySet()) {
      assertThat(served.post(path, body(name, "")).statusCode()).as(path).isEqualTo(400);
    }
  }

  /// The same requests without it are answered.
  @Test
  void whatCanBeReadInOneWayIsForwarded() throws Exception {
    for (Map.Entry<String, String> each : FORWARDED.entrySet()) {
      served.post(each.getKey(), body(each.getValue(), "\"safePrompt\":true,"));
    }
    assertThat(FORWARDED.values())
        .allSatisfy(name ->
            assertThat(java.util.Objects.requireNonNull(vendors.get(name)).received())
                .isNotEmpty()
                .last()
                .satisfies(received -> assertThat(received.body()).contains("safePrompt")));
  }
}
