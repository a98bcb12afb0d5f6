package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model that reads public data only never hears of personal data, in whichever field it stands.
class PersonalDataServedTest {
  private static final String CARD = "4111 1111 1111 1111";
  private static final String CLEAN =
      "{\"model\":\"j\",\"max_tokens\":9,\"input\":\"Hi\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @TempDir private Path folder;
  private final Map<Vendor, VendorServer> vendors = new EnumMap<>(Vendor.class);
  private Served served;

  @BeforeEach
  void begin() {
    served = new Served(folder);
    for (Vendor vendor : Vendor.values()) {
      var server = new VendorServer(vendor);
      vendors.put(vendor, server);
      served
          .model(model(vendor), kind(vendor), DataClass.PUBLIC, server.address())
          .job(job(vendor), DataClass.PUBLIC, guarded(), model(vendor));
    }
    served.start();
  }

  @AfterEach
  void end() {
    served.close();
    vendors.values().forEach(VendorServer::close);
  }

  private static String model(Vendor vendor) {
    return vendor.name().toLowerCase(Locale.ROOT);
  }

  private static String job(Vendor vendor) {
    return "to-" + model(vendor);
  }

  private static ProviderKind kind(Vendor vendor) {
    return switch (vendor) {
      case OPENAI -> ProviderKind.VLLM;
      case ANTHROPIC -> ProviderKind.ANTHROPIC;
      case GOOGLE -> ProviderKind.GOOGLE;
      case OLLAMA -> ProviderKind.OLLAMA;
    };
  }

  private static Serving guarded() {
    return new Serving(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(DataClass.RESTRICTED),
        false,
        Optional.empty());
  }

  /// To the job of each vendor, so that it would be forwarded to one and translated for the others.
  private void isSentToNobody(String path, String body) throws Exception {
    for (Vendor vendor : Vendor.values()) {
      var answer = served.post(path, body.replace("\"j\"", "\"" + job(vendor) + "\""));
      assertThat(answer.statusCode()).as(path + " to " + vendor + answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("It was sent nowhere.");
    }
    assertThat(vendors.values())
        .allSatisfy(server -> assertThat(server.acceptedConnections()).isZero());
  }

  private static final List<String> PATHS =
      List.of("/v1/chat/completions", "/v1/messages", "/v1/responses");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"unknown\":\"%s\",",
        "\"metadata\":{\"a\":[\"%s\"]},",
        "\"metadata\":{\"%s\":1},",
        "\"metadata\":{\"a\":4111111111111111},",
        "\"documents\":[{\"text\":\"%s\"}],",
        "\"stop\":\"%s\",",
        "\"stop_sequences\":[\"%s\"],",
        "\"user\":\"%s\",",
        "\"system\":\"%s\",",
        "\"instructions\":\"%s\",",
        "\"prediction\":{\"type\":\"content\",\"content\":\"%s\"},",
        "\"metadata\":{\"user_id\":\"%s\"},",
        "\"prompt_cache_key\":\"%s\",",
        "\"guided_regex\":\"%s\",",
        "\"chat_template_kwargs\":{\"a\":{\"b\":\"%s\"}},",
        "\"web_search_options\":{\"user_location\":{\"approximate\":{\"city\":\"%s\"}}},",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"description\":\"%s\"}}},",
        "\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://x.example\",\"name\":\"%s\"}],",
        "\"container\":\"%s\",",
        "\"functions\":[{\"name\":\"f\",\"description\":\"%s\"}],",
        "\"unknown\":[\"4111 1111\",\"1111 1111\"],",
        "\"unknown\":\"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\",",
        "\"unknown\":\"Karte4111111111111111\",",
        "\"unknown\":\"data:text/plain;base64,NDExMTExMTExMTExMTExMQ==\",",
        "\"unknown\":\"\\u0034111 1111 1111 1111\",",
        "\"unknown\":\"4111\\u200b1111\\u200b1111\\u200b1111\",",
        "\"unknown\":\"4111\\n1111\\n1111\\n1111\",",
        "\"unknown\":\"4111\\t1111\\t1111\\t1111\",",
        "\"unknown\":\"4111  1111  1111  1111\",",
        "\"unknown\":\"4111, 1111, 1111, 1111\",",
        "\"unknown\":\"4111\\u00b71111\\u00b71111\\u00b71111\",",
        "\"unknown\":\"4111\\u20141111\\u20141111\\u20141111\",",
        "\"unknown\":\"4111\\u22121111\\u22121111\\u22121111\",",
        "\"unknown\":\"4111 - 1111 - 1111 - 1111\",",
        "\"unknown\":\"4111\\u2060 1111\\u2060 1111\\u2060 1111\",",
        "\"unknown\":\"\\uff14111 1111 1111 1111\",",
        "\"unknown\":\"\\ud835\\udfd2111 1111 1111 1111\",",
        "\"unknown\":\"DE89-3704-0044-0532-0130-00\",",
        "\"unknown\":\"DE89 3704\\n0044 0532\\n0130 00\",",
        "\"unknown\":\"jane.doe\\uff20brandt-freight.de\",",
        "\"unknown\":\"jane.doe%%40brandt-freight.de\",",
        "\"unknown\":\"jane.doe&#64;brandt-freight.de\",",
        "\"unknown\":\"jane.doe\\u200b@brandt-freight.de\","
      })
  void noFieldCarriesItPastTheSearch(String field) throws Exception {
    String body = CLEAN.formatted(field.formatted(CARD));
    for (String path : PATHS) {
      isSentToNobody(path, body);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":\"Hi\",\"Content\":\"%s\"",
        "\"content\":\"%s\",\"content\":\"Hi\"",
        "\"content\":\"Hi\",\"name\":\"%s\"",
        "\"content\":\"4111\\u00ad1111\\u00ad1111\\u00ad1111\""
      })
  void noSecondFieldOfAMessageDoes(String fields) throws Exception {
    isSentToNobody(
        "/v1/chat/completions",
        "{\"model\":\"j\",\"messages\":[{\"role\":\"user\"," + fields.formatted(CARD) + "}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "[\"x\",\"%s\"]", "[1,2,3]", "[ [1,2] ]"})
  void embeddingsAreSearchedToo(String input) throws Exception {
    String body = "{\"model\":\"j\",\"input\":" + input.formatted(CARD) + "}";
    isSentToNobody("/v1/embeddings", body);
    isSentToNobody("/v1/embeddings", body.replace("}", ",\"messages\":[]}"));
  }

  /// In a tool, whichever protocol describes it how.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":\"%s\"",
        "\"name\":\"f\",\"description\":\"%s\"",
        "\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"%s\":{}}}",
        "\"name\":\"f\",\"input_examples\":[{\"a\":\"%s\"}]"
      })
  void noToolDoes(String tool) throws Exception {
    String name = tool.formatted(CARD);
    var tools =
        Map.of(
            "/v1/chat/completions", "{\"type\":\"function\",\"function\":{" + name + "}}",
            "/v1/messages",
                "{" + name + (tool.contains("parameters") ? "" : ",\"input_schema\":{}") + "}",
            "/v1/responses", "{\"type\":\"function\"," + name + "}");
    for (String path : PATHS) {
      String body = CLEAN.formatted("\"tools\":[" + tools.get(path) + "],");
      for (Vendor vendor : Vendor.values()) {
        var answer = served.post(path, body.replace("\"j\"", "\"" + job(vendor) + "\""));
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(400);
      }
    }
    assertThat(vendors.values())
        .allSatisfy(server -> assertThat(server.acceptedConnections()).isZero());
  }

  /// In blocks that only Anthropic's clients send.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"text\",\"text\":\"Hi\",\"citations\":[{\"type\":\"char_location\",\"cited_text\":\"%s\"}]}",
        "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"query\":\"%s\"}}",
        "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s\",\"content\":[{\"type\":\"web_search_result\",\"title\":\"%s\"}]}",
        "{\"type\":\"search_result\",\"source\":\"a\",\"title\":\"b\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}",
        "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"%s\"}",
        "{\"type\":\"document\",\"title\":\"%s\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a\"}}"
      })
  void noBlockDoes(String block) throws Exception {
    String body =
        "{\"model\":\"j\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":["
            + block.formatted(CARD)
            + "]}]}";
    for (Vendor vendor : Vendor.values()) {
      for (String path : List.of("/v1/messages", "/v1/messages/count_tokens")) {
        var answer = served.post(path, body.replace("\"j\"", "\"" + job(vendor) + "\""));
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(400);
      }
    }
    assertThat(vendors.values())
        .allSatisfy(server -> assertThat(server.acceptedConnections()).isZero());
  }

  /// A search costs time, so it stands behind the limit of the key.
  @Test
  void nobodyIsSearchedForWhoAsksTooOften() throws Exception {
    VendorServer server = Objects.requireNonNull(vendors.get(Vendor.OPENAI));
    try (var limited =
        new Served(folder.resolve("limited"))
            .model("m", ProviderKind.VLLM, DataClass.PUBLIC, server.address())
            .job("j", DataClass.PUBLIC, guarded(), "m")
            .key(Optional.empty(), OptionalInt.of(1), "j")
            .start()) {
      String path = "/v1/chat/completions";
      String found = CLEAN.formatted("\"unknown\":\"" + CARD + "\",");
      assertThat(limited.post(path, found).statusCode()).isEqualTo(400);
      assertThat(limited.post(path, found).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void ordinaryRequestsAreAnswered() throws Exception {
    VendorServer openai = Objects.requireNonNull(vendors.get(Vendor.OPENAI));
    openai.serves("/v1/embeddings", "{\"data\":[],\"usage\":{}}");
    String ids = "\"metadata\":{\"session\":\"01JDXK9Z5Y7Q8R2W3E4T5Y6U7I\",\"at\":1795834390123},";
    for (Vendor vendor : Vendor.values()) {
      for (String path : PATHS) {
        String body = CLEAN.formatted(ids).replace("\"j\"", "\"" + job(vendor) + "\"");
        String own = path.equals("/v1/responses") ? body : body.replace("\"input\":\"Hi\",", "");
        var answer = served.post(path, own);
        assertThat(answer.statusCode()).as(path + " to " + vendor + answer.body()).isEqualTo(200);
      }
    }
    var embedded =
        served.post("/v1/embeddings", "{\"model\":\"to-openai\",\"input\":[\"two words\"]}");
    assertThat(embedded.statusCode()).as(embedded.body()).isEqualTo(200);
    assertThat(served.post("/v1/embeddings", "{\"model\":\"to-anthropic\",\"input\":\"x\"}").body())
        .contains("takes no embeddings");
  }
}
