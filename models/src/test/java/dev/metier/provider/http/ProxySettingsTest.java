package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.Answer;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Data goes to the address that is named and to none that settings of the machine name.
class ProxySettingsTest {
  private static final List<String> NAMES = List.of("http.proxy", "https.proxy", "socksProxy");

  @Test
  void noProxyOfTheMachineIsUsed() {
    try (var server = new VendorServer(Vendor.OPENAI);
        var proxy = new VendorServer(Vendor.OPENAI)) {
      String port = Integer.toString(URI.create(proxy.address()).getPort());
      NAMES.forEach(name -> {
        System.setProperty(name + "Host", "127.0.0.1");
        System.setProperty(name + "Port", port);
      });
      System.setProperty("http.nonProxyHosts", "");
      try (var wire = new HttpConnections()) {
        var model =
            Asking.model(ProviderKind.VLLM, server.address(), Asking.PATIENT, Optional.empty());
        Answer answer = new HttpProvider(model, wire, Set.of()).ask(Asking.question("Hi"));
        assertThat(answer).isInstanceOf(Answer.Reply.class);
        assertThat(server.received()).hasSize(1);
        assertThat(proxy.acceptedConnections()).isZero();
      } finally {
        NAMES.forEach(name -> {
          System.clearProperty(name + "Host");
          System.clearProperty(name + "Port");
        });
        System.clearProperty("http.nonProxyHosts");
      }
    }
  }
}
