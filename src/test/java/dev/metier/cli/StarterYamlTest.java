package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.http.LocalRuntimes.Found;
import java.util.List;
import org.junit.jupiter.api.Test;

class StarterYamlTest {
  private static String at(String address) {
    var found = new Found(ProviderKind.OPENAI, address, List.of("some"));
    return StarterYaml.of(List.of(found), List.of());
  }

  @Test
  void aServerOfTheTeamsOwnNetworkMayReadTheStarterJobs() {
    for (String own : List.of("10.0.0.7", "192.168.1.2", "172.16.0.1", "gpu-1", "box.local")) {
      assertThat(at("http://" + own + ":8000/v1"))
          .contains("\"" + own + "\": {clearance: confidential}", "host: \"" + own + "\"")
          .doesNotContain("ollama/");
    }
  }

  @Test
  void aServerOnTheInternetMayReadWhatVendorsMay() {
    for (String far : List.of("api.example.com", "172.32.0.1")) {
      assertThat(at("https://" + far + "/v1"))
          .contains("\"" + far + "\": {clearance: internal}", "ollama/");
    }
  }
}
