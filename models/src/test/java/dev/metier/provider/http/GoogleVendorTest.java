package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.FinishReason;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoogleVendorTest extends VendorContract {
  GoogleVendorTest() {
    super(Vendor.GOOGLE, ProviderKind.GOOGLE);
  }

  private Answer ask(VendorServer server, String end, Optional<KeySource> key) {
    try (var wire = new HttpConnections()) {
      var model = Asking.model(ProviderKind.GOOGLE, server.address() + end, Asking.PATIENT, key);
      return new HttpProvider(model, wire, Set.of()).ask(question());
    }
  }

  @Test
  void aModelThatGoogleDoesNotHaveIsTold() {
    try (var server = new VendorServer(Vendor.GOOGLE);
        var wire = new HttpConnections()) {
      var model =
          Asking.model(ProviderKind.GOOGLE, server.address(), Asking.PATIENT, Optional.empty());
      var provider = new HttpProvider(model, wire, Set.of());
      String path = "/v1beta/models/" + model.id();
      server.serves(path, "{\"inputTokenLimit\":1048576}");
      assertThat(provider.identify().window()).hasValue(1_048_576);
      assertThat(provider.identify().trouble()).isEmpty();
      server.serves(
          path,
          "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\",\"message\":\"models/"
              + model.id()
              + " is not found for API version v1beta.\"}}");
      assertThat(provider.identify().trouble())
          .hasValueSatisfying(why -> assertThat(why).contains("does not have " + model.id()));
    }
  }

  @Test
  void theVersionInTheAddressIsNotSaidTwice() {
    try (var server = new VendorServer(Vendor.GOOGLE)) {
      for (String end : new String[] {"", "/", "/v1beta", "/v1beta/"}) {
        reply(ask(server, end, Optional.empty()));
        assertThat(server.received().getLast().path())
            .startsWith("/v1beta/models/")
            .endsWith(":streamGenerateContent?alt=sse");
      }
    }
  }

  @Test
  void theKeyStandsInAHeaderAndNeverInTheAddress() throws IOException {
    var key = new KeySource.File(Files.writeString(folder.resolve("key"), "secret-key"));
    try (var server = new VendorServer(Vendor.GOOGLE)) {
      reply(ask(server, "", Optional.of(key)));
      var received = server.received().getFirst();
      assertThat(received.headers())
          .containsEntry("x-goog-api-key", "secret-key")
          .doesNotContainKey("authorization");
      assertThat(received.path()).doesNotContain("secret-key");
    }
  }

  @Test
  void aQuotaOfAMinuteIsWaitedForAlthoughItsWordsSpeakOfBilling() {
    try (var server = new VendorServer(Vendor.GOOGLE)) {
      server.next(
          new VendorMishap.TooLong(
              429,
              "{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota, please check"
                  + " your plan and billing details.\",\"status\":\"RESOURCE_EXHAUSTED\","
                  + "\"details\":[{\"violations\":[{\"quotaId\":"
                  + "\"GenerateRequestsPerMinutePerProjectPerModel\"}]},"
                  + "{\"retryDelay\":\"26s\"}]}}"));
      Answer.Failure failure = failure(ask(server, "", Optional.empty()));
      assertThat(failure.cause()).isEqualTo(Cause.RATE_LIMITED);
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(26));
    }
  }

  /// Status 200 and no candidate: the model's vendor refused the prompt, and that is the answer.
  @Test
  void aPromptThatGoogleBlocksIsAFilteredAnswer() {
    try (var server = new VendorServer(Vendor.GOOGLE)) {
      server.next(
          new VendorMishap.TooLong(
              200,
              "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},"
                  + "\"usageMetadata\":{\"promptTokenCount\":7}}"));
      Answer.Reply reply = reply(ask(server, "", Optional.empty()));
      assertThat(reply.reply().finish()).isEqualTo(FinishReason.FILTERED);
      assertThat(reply.reply().isEmpty()).isTrue();
    }
  }
}
