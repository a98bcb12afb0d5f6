package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a server tells about itself becomes the model's identity.
class IdentifierTest {
  private final HttpConnections wire = new HttpConnections();
  private final VendorServer server = new VendorServer(Vendor.OLLAMA);

  @AfterEach
  void close() {
    server.close();
    wire.close();
  }

  private Identity identify(ProviderKind kind, String path) {
    var model = Asking.model(kind, server.address() + path, Asking.PATIENT, Optional.empty());
    return new HttpProvider(model, wire, Set.of()).identify();
  }

  private void ollama(String extra) {
    server.serves(
        "/api/show",
        "{\"template\":\"T\",\"details\":{\"family\":\"qwen3\",\"parameter_size\":\"8B\","
            + "\"quantization_level\":\"Q4_K_M\"}"
            + extra
            + "}");
    server.serves(
        "/api/tags", "{\"models\":[{\"name\":\"some-model:latest\",\"digest\":\"abc123\"}]}");
    server.serves("/api/version", "{\"version\":\"0.14.2\"}");
  }

  @Test
  void ollamaIsKnownByItsDigest() {
    ollama("");
    Identity before = identify(ProviderKind.OLLAMA, "");
    assertThat(before.fingerprint().facts())
        .containsEntry("digest", "abc123")
        .containsEntry("quantisation", "Q4_K_M")
        .containsEntry("build", "0.14.2");
    assertThat(before.elsewhere()).isEmpty();
    server.serves(
        "/api/ps",
        "{\"models\":[{\"name\":\"some-model:latest\",\"context_length\":4096,\"size_vram\":5}]}");
    Identity loaded = identify(ProviderKind.OLLAMA, "");
    assertThat(loaded.window()).hasValue(4096);
    assertThat(loaded.fingerprint()).as("loading changes nothing").isEqualTo(before.fingerprint());
  }

  @Test
  void aServerThatIsTooSlowToSayWhatItServesIsNotSaidToBeAbsent() throws IOException {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + silent.getLocalPort() + "/v1";
      var second = Duration.ofSeconds(1);
      var timeouts = new Timeouts(second, second, second, second);
      var model = Asking.model(ProviderKind.VLLM, address, timeouts, Optional.empty());
      assertThat(new HttpProvider(model, wire, Set.of()).identify().trouble().orElseThrow())
          .isEqualTo(address + " does not say within 2 s what it serves");
    }
    server.close();
    Identity absent = identify(ProviderKind.OLLAMA, "");
    assertThat(absent.trouble().orElseThrow()).startsWith("nothing listens at");
  }

  @Test
  void aCloudModelBehindALocalPortIsElsewhere() {
    ollama(",\"remote_host\":\"https://ollama.com:443\",\"remote_model\":\"x\"");
    Identity identity = identify(ProviderKind.OLLAMA, "");
    assertThat(identity.elsewhere()).contains("https://ollama.com:443");
    assertThat(identity.fingerprint().facts())
        .as("remembered, so that a verdict and a policy know it without asking")
        .containsEntry("elsewhere", "https://ollama.com:443");
  }

  @Test
  void aModelThatOllamaLacksIsTrouble() {
    assertThat(identify(ProviderKind.OLLAMA, "").trouble().orElseThrow())
        .contains("ollama pull some-model");
  }

  @Test
  void vllmTellsItsWindow() {
    server.serves(
        "/v1/models",
        "{\"data\":[{\"id\":\"some-model\",\"root\":\"Qwen/Qwen3-8B\",\"max_model_len\":32768}]}");
    server.serves("/version", "{\"version\":\"0.22.0\"}");
    Identity identity = identify(ProviderKind.VLLM, "/v1");
    assertThat(identity.window()).hasValue(32768);
    assertThat(identity.fingerprint().facts())
        .containsEntry("weights", "Qwen/Qwen3-8B")
        .containsEntry("build", "0.22.0");
    assertThat(identity.trouble()).isEmpty();
  }

  @Test
  void aModelThatIsNotServedIsTroubleThatNamesTheOthers() {
    server.serves("/v1/models", "{\"data\":[{\"id\":\"one\"},{\"id\":\"two\"}]}");
    assertThat(identify(ProviderKind.VLLM, "/v1").cause()).isEqualTo(Answer.Cause.NOT_FOUND);
    assertThat(identify(ProviderKind.VLLM, "/v1").trouble().orElseThrow())
        .contains("some-model", "one, two");
  }

  @Test
  void lmStudioTellsQuantisationAndLoadedWindow() {
    server.serves(
        "/api/v0/models",
        "{\"data\":[{\"id\":\"some-model\",\"arch\":\"qwen3\",\"quantization\":\"Q4_K_M\","
            + "\"state\":\"loaded\",\"loaded_context_length\":8192}]}");
    Identity identity = identify(ProviderKind.LMSTUDIO, "/v1");
    assertThat(identity.window()).hasValue(8192);
    assertThat(identity.fingerprint().facts())
        .containsEntry("quantization", "Q4_K_M")
        .doesNotContainKey("state");
  }

  @Test
  void whereNothingListensTheTroubleSaysWhatToStart() {
    server.close();
    for (ProviderKind kind :
        new ProviderKind[] {
          ProviderKind.LLAMACPP, ProviderKind.OLLAMA, ProviderKind.VLLM, ProviderKind.LMSTUDIO
        }) {
      assertThat(identify(kind, "").trouble().orElseThrow())
          .contains("nothing listens at " + server.address())
          .contains("start it with");
    }
  }

  @Test
  void aHostedModelIsKnownByHostAndVersion() {
    Identity identity = identify(ProviderKind.ANTHROPIC, "");
    assertThat(identity.fingerprint().facts())
        .containsEntry("version", "2023-06-01")
        .containsEntry("model", "some-model");
    assertThat(server.received()).as("what an Ollama would tell").hasSize(1);
  }

  /// Most people reach Ollama by an API of others.
  @ParameterizedTest
  @EnumSource(
      value = ProviderKind.class,
      names = {"OPENAI", "ANTHROPIC", "GOOGLE", "LLAMACPP", "VLLM", "LMSTUDIO"})
  void aCloudModelIsElsewhereWhicheverApiIsAsked(ProviderKind kind) {
    ollama(",\"remote_host\":\"https://ollama.com:443\",\"remote_model\":\"x\"");
    server.serves("/v1/models", "{\"data\":[{\"id\":\"some-model\"}]}");
    Identity identity = identify(kind, "/v1");
    assertThat(identity.elsewhere()).contains("https://ollama.com:443");
    assertThat(identity.fingerprint().facts()).containsKey("elsewhere");
    ollama("");
    assertThat(identify(kind, "/v1").elsewhere()).isEmpty();
  }

  /// What was asked is not what was said to be there, so it is no evidence of that.
  @Test
  void anAnswerThatWasPassedOnAfterAllCountsForNothing() {
    ollama("");
    var model =
        Asking.model(ProviderKind.OLLAMA, server.address(), Asking.PATIENT, Optional.empty());
    var provider = new HttpProvider(model, wire, Set.of());
    provider.identify();
    assertThat(provider.ask(Asking.question("Hi"))).isInstanceOf(Answer.Reply.class);
    server.next(
        new VendorMishap.Verbatim(
            "{\"remote_host\":\"https://ollama.com:443\",\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Hello\"},\"done\":true,\"done_reason\":\"stop\"}\n"));
    var failure = (Answer.Failure) provider.ask(Asking.question("Hi"));
    assertThat(failure.cause()).isEqualTo(Answer.Cause.PASSED_ON);
    assertThat(failure.detail()).contains("https://ollama.com:443");
  }
}
