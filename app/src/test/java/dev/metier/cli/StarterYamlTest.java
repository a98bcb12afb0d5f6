package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.http.LocalRuntimes.Found;
import dev.metier.starter.StarterJob;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterYamlTest {
  private static final List<StarterJob> ALL = List.of(StarterJob.values());

  private static String at(String address) {
    var found = new Found(ProviderKind.OPENAI, address, List.of("some"));
    return StarterYaml.of(List.of(found), List.of(), ALL);
  }

  @Test
  void aServerOfTheTeamsOwnNetworkMayReadConfidentialStarterJobs() {
    for (String own : List.of("10.0.0.7", "192.168.1.2", "172.16.0.1", "gpu-1", "box.local")) {
      assertThat(at("http://" + own + ":8000/v1"))
          .contains("\"" + own + "\": {clearance: confidential}", "host: \"" + own + "\"")
          .doesNotContain("ollama/");
    }
  }

  @Test
  void eachNeedOfTheStarterJobsCanBeProvedOfTheOnePickedAmongMany(@TempDir Path folder) {
    var many =
        List.of(
            new Found(ProviderKind.OLLAMA, "http://127.0.0.1:11434", List.of("a", "b", "c")),
            new Found(ProviderKind.LMSTUDIO, "http://127.0.0.1:1234/v1", List.of("d", "e", "f")));
    var keys = List.of(ProviderKind.ANTHROPIC, ProviderKind.OPENAI);
    for (StarterJob job : ALL) {
      job.files().forEach((path, text) -> Shell.write(folder, path, text));
    }
    Shell.write(folder, "metier.yaml", StarterYaml.of(many, keys, ALL));
    var shell = Shell.run("check", "-f", folder.toString());
    assertThat(shell.exit()).as(shell.err()).isZero();
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out())
        .contains(ALL.stream().map(StarterJob::word).toList())
        .doesNotContain("can be proved of each candidate");
  }

  @Test
  void aServerOnTheInternetMayReadWhatVendorsMay() {
    for (String far : List.of("api.example.com", "172.32.0.1")) {
      assertThat(at("https://" + far + "/v1"))
          .contains("\"" + far + "\": {clearance: internal}", "ollama/");
    }
  }
}
