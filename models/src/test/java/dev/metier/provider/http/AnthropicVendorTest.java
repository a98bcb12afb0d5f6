package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnthropicVendorTest extends VendorContract {
  AnthropicVendorTest() {
    super(Vendor.ANTHROPIC, ProviderKind.ANTHROPIC);
  }

  @Test
  void theVersionInTheAddressIsNotSaidTwice() {
    try (var server = new VendorServer(Vendor.ANTHROPIC);
        var wire = new HttpConnections()) {
      for (String end : new String[] {"", "/", "/v1", "/v1/"}) {
        var model =
            Asking.model(
                ProviderKind.ANTHROPIC, server.address() + end, Asking.PATIENT, Optional.empty());
        reply(new HttpProvider(model, wire, Set.of()).ask(question()));
        assertThat(server.received().getLast().path()).isEqualTo("/v1/messages");
      }
    }
  }

  @Test
  void eachVersionTakesTheKeyItsOwnWay() throws IOException {
    var key = new KeySource.File(Files.writeString(folder.resolve("key"), "secret-key"));
    try (var server = new VendorServer(Vendor.ANTHROPIC);
        var wire = new HttpConnections()) {
      Model usual =
          Asking.model(ProviderKind.ANTHROPIC, server.address(), Asking.PATIENT, Optional.of(key));
      Model newer =
          new Model(
              usual.name(),
              usual.kind(),
              usual.id(),
              usual.address(),
              usual.key(),
              usual.host(),
              usual.price(),
              usual.settings(),
              usual.window(),
              usual.concurrency(),
              usual.timeouts(),
              Optional.of("2026-10-21"));
      reply(new HttpProvider(usual, wire, Set.of()).ask(question()));
      reply(new HttpProvider(newer, wire, Set.of()).ask(question()));
      assertThat(server.received().get(0).headers())
          .containsEntry("x-api-key", "secret-key")
          .containsEntry("anthropic-version", "2023-06-01")
          .doesNotContainKey("authorization");
      assertThat(server.received().get(1).headers())
          .containsEntry("authorization", "Bearer secret-key")
          .containsEntry("anthropic-version", "2026-10-21")
          .doesNotContainKey("x-api-key");
      assertThat(new HttpProvider(newer, wire, Set.of()).identify().fingerprint().refused())
          .contains("temperature", "top_p", "top_k");
    }
  }
}
