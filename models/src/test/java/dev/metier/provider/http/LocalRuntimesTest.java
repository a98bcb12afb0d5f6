package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.metier.catalog.ProviderKind;
import dev.metier.provider.http.LocalRuntimes.Found;
import dev.metier.provider.http.LocalRuntimes.Look;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A server is called what it says it is; its port says nothing.
class LocalRuntimesTest {
  private static final String UNKNOWN = "unknown path";

  /// A server that answers those paths with 200 and their text, and others with 404, or with what
  /// stands under `UNKNOWN`.
  private static Look look(Map<String, String> pages, String end) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String page = pages.getOrDefault(exchange.getRequestURI().getPath(), pages.get(UNKNOWN));
          byte[] bytes = (page == null ? "not found" : page).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(page == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      return LocalRuntimes.at("http://127.0.0.1:" + server.getAddress().getPort() + end);
    } finally {
      server.stop(0);
    }
  }

  private static Found found(Map<String, String> pages) throws IOException {
    Found found = ((Look.Answers) look(pages, "/v1")).found();
    assertThat(((Look.Answers) look(pages, "/")).found().kind()).isEqualTo(found.kind());
    return found;
  }

  private static String listing(String owner) {
    return """
    {"object": "list", "data": [{"id": "some", "object": "model", "owned_by": "%s"}]}\
    """
        .formatted(owner);
  }

  @Test
  void ollamaTellsItsVersion() throws IOException {
    Found found =
        found(
            Map.of(
                "/api/version", "{\"version\": \"0.13.5\"}",
                "/api/tags", "{\"models\": [{\"name\": \"qwen3:8b\"}]}",
                "/v1/models", listing("library")));
    assertThat(found.kind()).isEqualTo(ProviderKind.OLLAMA);
    assertThat(found.models()).containsExactly("qwen3:8b");
    assertThat(found.address()).doesNotContain("/v1");
  }

  @Test
  void llamaServerIsNoOllamaThoughItListsItsModelsLikeOne() throws IOException {
    String both =
        """
        {"models": [{"name": "some"}], "object": "list",
         "data": [{"id": "some", "object": "model", "owned_by": "llamacpp"}]}\
        """;
    assertThat(found(Map.of("/api/tags", both, "/v1/models", both)).kind())
        .isEqualTo(ProviderKind.LLAMACPP);
    assertThat(
            found(
                    Map.of(
                        "/props",
                        "{\"default_generation_settings\": {\"n_ctx\": 4096}}",
                        "/v1/models",
                        listing("me")))
                .kind())
        .isEqualTo(ProviderKind.LLAMACPP);
  }

  @Test
  void vllmOwnsItsModels() throws IOException {
    Found found =
        found(Map.of("/version", "{\"version\": \"0.11\"}", "/v1/models", listing("vllm")));
    assertThat(found.kind()).isEqualTo(ProviderKind.VLLM);
    assertThat(found.address()).endsWith("/v1");
  }

  @Test
  void lmStudioTellsHowItsModelsAreStored() throws IOException {
    String own =
        """
        {"object": "list", "data": [{"id": "some", "object": "model", "type": "llm", "arch": "qwen3",
         "compatibility_type": "gguf", "quantization": "Q4_K_M", "state": "loaded"}]}\
        """;
    var pages =
        Map.of(
            "/api/v0/models",
            own,
            "/v1/models",
            listing("organization_owner"),
            UNKNOWN,
            "{\"error\": \"Unexpected endpoint or method.\"}");
    assertThat(found(pages).kind()).isEqualTo(ProviderKind.LMSTUDIO);
  }

  @Test
  void whatDoesNotSayWhatItIsIsCalledNothingInParticular() throws IOException {
    assertThat(found(Map.of("/v1/models", listing("sglang"))).kind())
        .isEqualTo(ProviderKind.OPENAI);
    Found anything = found(Map.of(UNKNOWN, listing("somebody")));
    assertThat(anything.kind()).isEqualTo(ProviderKind.OPENAI);
    assertThat(anything.models()).isEqualTo(List.of("some"));
  }

  @Test
  void whatListsNoModelsIsNoServerOfModels() throws IOException {
    assertThat(look(Map.of("/", "hello"), "/v1")).isEqualTo(new Look.Nothing());
  }

  @Test
  void whatWantsAKeyIsToldApartFromWhatIsNotThere() {
    var found = new Found(ProviderKind.VLLM, "http://127.0.0.1:8000/v1", List.of("some"));
    var survey =
        LocalRuntimes.survey(
            List.of(
                new Look.Nothing(),
                new Look.WantsKey("http://127.0.0.1:8080/v1"),
                new Look.Answers(found)));
    assertThat(survey.found()).containsExactly(found);
    assertThat(survey.wantKey()).containsExactly("http://127.0.0.1:8080/v1");
  }
}
