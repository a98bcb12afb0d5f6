package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No client chooses another host, model, tool server or price than its job was qualified with.
class ForwardedFieldsServedTest {
  @TempDir private Path folder;
  private VendorServer openai;
  private VendorServer anthropic;
  private Served served;

  @BeforeEach
  void begin() {
    openai = new VendorServer(Vendor.OPENAI);
    anthropic = new VendorServer(Vendor.ANTHROPIC);
    served =
        new Served(folder)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, openai.address())
            .model("claude", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, anthropic.address())
            .job("chat", DataClass.RESTRICTED, "local")
            .job("notes", DataClass.RESTRICTED, "claude")
            .job("open", DataClass.INTERNAL, allowing(), "claude")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    List.of(openai, anthropic).forEach(VendorServer::close);
  }

  private static Serving allowing() {
    return new Serving(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Set.of("service_tier", "web_search"));
  }

  private HttpResponse<String> ask(String path, String job, String fields) throws Exception {
    return served.post(
        path,
        "{\"model\":\""
            + job
            + "\","
            + fields
            + "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "fallbacks",
        "provider",
        "route",
        "plugins",
        "api_base",
        "base_url",
        "api_key",
        "custom_llm_provider",
        "service_tier",
        "store",
        "web_search_options",
        "kv_transfer_params",
        "lora"
      })
  void aFieldThatChoosesWhoAnswersIsLeftOutAndTold(String field) throws Exception {
    HttpResponse<String> answer =
        ask("/v1/chat/completions", "chat", "\"" + field + "\":[{\"url\":\"http://x\"}],");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(openai.received().getLast().body()).doesNotContain(field);
    assertThat(answer.headers().firstValue("x-metier-dropped")).contains(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcp_servers", "container", "service_tier", "speed"})
  void anthropicGetsNoServersOrTiers(String field) throws Exception {
    HttpResponse<String> answer = ask("/v1/messages", "notes", "\"" + field + "\":[\"x\"],");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(anthropic.received().getLast().body()).doesNotContain(field);
    assertThat(answer.headers().firstValue("x-metier-dropped")).contains(field);
  }

  @Test
  void escapesInItsNameDoNotHideIt() throws Exception {
    HttpResponse<String> answer =
        ask("/v1/chat/completions", "chat", "\"\\u006dodels\":[\"x\"],\"f\\u0061llbacks\":[],");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(openai.received().getLast().body()).doesNotContain("odels", "llbacks");
    assertThat(answer.headers().firstValue("x-metier-dropped")).contains("fallbacks,models");
  }

  @Test
  void whatAClientNamesItselfPassesAsItIsWritten() throws Exception {
    String own =
        "\"metadata\":{\"Project\":\"x\",\"models\":\"y\"},\"chat_template_kwargs\":{\"Tools\":1},"
            + "\"thinking\":{\"type\":\"enabled\",\"budgetTokens\":9},";
    HttpResponse<String> answer = ask("/v1/chat/completions", "chat", own);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(openai.received().getLast().body()).contains("Project", "Tools", "budgetTokens");
  }

  @Test
  void aServerOfOnesOwnGetsItsParameters() throws Exception {
    ask("/v1/chat/completions", "chat", "\"mirostat\":2,\"chat_template_kwargs\":{\"a\":1},");
    assertThat(openai.received().getLast().body()).contains("\"mirostat\":2", "kwargs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}",
        "{\"type\":\"web_fetch_20250910\",\"name\":\"web_fetch\"}",
        "{\"type\":\"mcp\",\"server_url\":\"https://evil.example\"}",
        "{\"type\":\"mcp_toolset\",\"mcp_server_name\":\"x\"}",
        "{\"Type\":\"web_search_20250305\",\"type\":\"custom\",\"name\":\"x\"}",
        "{\"type\":\"w\\u0065b_search\"}",
        "{\"type\":\"code_execution_20250825\"}"
      })
  void aToolThatTheVendorRunsIsRefusedAndSentNowhere(String tool) throws Exception {
    for (String path : List.of("/v1/messages", "/v1/messages/count_tokens")) {
      HttpResponse<String> answer = ask(path, "notes", "\"tools\":[" + tool + "],");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }
    assertThat(anthropic.received()).isEmpty();
  }

  @Test
  void toolsOfTheClientPassAndSoDoesWhatTheJobAllows() throws Exception {
    String own =
        "\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}},"
            + "{\"type\":\"bash_20250124\",\"name\":\"bash\"},"
            + "{\"type\":\"tool_search_tool_bm25_20251119\",\"name\":\"s\"}],";
    assertThat(ask("/v1/messages", "notes", own).statusCode()).isEqualTo(200);
    String allowed =
        "\"service_tier\":\"auto\",\"tools\":[{\"type\":\"web_search_20250305\","
            + "\"name\":\"web_search\"}],";
    assertThat(ask("/v1/messages", "open", allowed).statusCode()).isEqualTo(200);
    assertThat(anthropic.received().getLast().body()).contains("service_tier", "web_search");
  }
}
