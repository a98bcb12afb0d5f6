package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.Timing;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OllamaVendorTest extends VendorContract {
  OllamaVendorTest() {
    super(Vendor.OLLAMA, ProviderKind.OLLAMA);
  }

  @Test
  void loadingAndSpeedAreTold() {
    try (var server = new VendorServer(Vendor.OLLAMA);
        var wire = new HttpConnections()) {
      var model =
          Asking.model(ProviderKind.OLLAMA, server.address(), Asking.PATIENT, Optional.empty());
      Timing timing = reply(new HttpProvider(model, wire, Set.of()).ask(question())).timing();
      assertThat(timing.cold()).isTrue();
      assertThat(timing.tokensPerSecond()).hasValue(2);
      assertThat(server.received().getFirst().body()).contains("\"keep_alive\":\"10m\"");
    }
  }
}
