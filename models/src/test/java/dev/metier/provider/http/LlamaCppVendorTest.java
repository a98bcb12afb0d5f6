package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Settings;
import dev.metier.dialect.WireError;
import dev.metier.testing.Vendor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LlamaCppVendorTest extends VendorContract {
  LlamaCppVendorTest() {
    super(Vendor.OPENAI, ProviderKind.LLAMACPP);
  }

  /// The number of others beside each token is refused where the tokens are not asked for.
  @Test
  void whatIsToldBesideLogProbabilitiesGoesWithThem() {
    var settings =
        Asking.settings(OptionalDouble.empty(), OptionalInt.of(5), OptionalLong.empty())
            .withLikelihood();
    var endpoint =
        ModelEndpoint.of(
            Asking.model(
                ProviderKind.LLAMACPP, "http://127.0.0.1:1/v1", Asking.PATIENT, Optional.empty()),
            Set.of());
    byte[] sent = written(endpoint, settings);
    byte[] text =
        "{\"error\":{\"code\":400,\"message\":\"logprobs is not supported\"}}"
            .getBytes(StandardCharsets.UTF_8);
    var refusal = endpoint.dialect().readError(400, text);
    assertThat(refusal.kind()).isEqualTo(WireError.Kind.REFUSED_PARAMETER);
    var next = endpoint.after(refusal, sent).orElseThrow();
    assertThat(new String(sent, StandardCharsets.UTF_8)).contains("logprobs", "top_logprobs");
    assertThat(new String(written(next, settings), StandardCharsets.UTF_8))
        .doesNotContain("logprobs");
  }

  private static byte[] written(ModelEndpoint endpoint, Settings settings) {
    return endpoint.dialect().writeRequest(Asking.question("Hi", settings).request(), "m", false);
  }
}
