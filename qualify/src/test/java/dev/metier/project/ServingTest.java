package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.Host;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingTest {
  private static final JobName TRIAGE = new JobName("triage");

  @TempDir Path folder;

  private Project read(String model, String serve) {
    String job = Folder.job("triage", "[{text: a}]").stripTrailing();
    return new Folder(folder)
        .with(
            "metier.yaml",
            "models:\n  m: "
                + model
                + "\nhosts: {here: {clearance: restricted}}\n"
                + job
                + "\n"
                + serve)
        .read();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{use: vllm/x, url: \"http://192.0.2.2:8000/v1\", host: this-machine}",
        "{use: openai/gpt-6, host: this-machine}",
        "{use: vllm/x-cloud, url: \"http://127.0.0.1:11434/v1\", host: this-machine}"
      })
  void noModelElsewhereIsSaidToRunHere(String model) {
    String hosts = "hosts: {this-machine: {clearance: restricted}}\n";
    String job = Folder.job("triage", "[{text: a}]");
    var project =
        new Folder(folder).with("metier.yaml", "models:\n  m: " + model + "\n" + hosts + job);
    assertThatThrownBy(project::read).hasMessageContaining("does not run on this machine");
  }

  @Test
  void everyKeyOfServingIsKept() {
    var project =
        read(
            "{use: ollama/m, host: here}",
            """
                serve:
                  aliases: [gpt-4o, "anthropic/claude-opus-4-5[1m]"]
                  budget: {per_day: 2 EUR}
                  cache: 10m
                  personal_data: confidential
                  keep_content: true
            """);
    assertThat(project.serving(TRIAGE))
        .isEqualTo(
            new Serving(
                List.of("gpt-4o", "anthropic/claude-opus-4-5[1m]"),
                Optional.of(Money.usd(2.3)),
                Optional.of(Duration.ofMinutes(10)),
                Optional.of(DataClass.CONFIDENTIAL),
                true,
                Optional.empty()));
  }

  @Test
  void aJobOfWhichNothingIsSaidIsServedPlainly() {
    assertThat(read("{use: ollama/m, host: here}", "").serving(TRIAGE)).isEqualTo(Serving.PLAIN);
  }

  @Test
  void qualificationAsksTheFirstOfSeveralServers() {
    var project =
        read("{use: vllm/m, host: here, url: [\"http://a:8000/v1/\", \"http://b:8000/v1\"]}", "");
    var model = project.models().getFirst();
    assertThat(model.address()).contains("http://a:8000/v1");
    assertThat(project.addresses(model)).containsExactly("http://a:8000/v1", "http://b:8000/v1");
  }

  /// Fails closed: one server elsewhere is enough.
  @Test
  void serversAreThisMachineOnlyWhenAllOfThemAre() {
    String job = Folder.job("triage", "[{text: a}]").replace("internal", "public");
    var project =
        new Folder(folder)
            .with(
                "metier.yaml",
                "models:\n"
                    + "  m: {use: vllm/m, url: [\"http://127.0.0.1:1/v1\", \"http://gpu:1/v1\"]}\n"
                    + "  n: {use: vllm/m, url: [\"http://127.0.0.1:1/v1\","
                    + " \"http://[::1]:2/v1\"]}\n"
                    + job)
            .read();
    assertThat(project.models().get(0).host()).isEqualTo(new Host("gpu", DataClass.PUBLIC));
    assertThat(project.models().get(1).host().clearance()).isEqualTo(DataClass.RESTRICTED);
  }

  @Test
  void oneAddressIsWhatAModelUsuallyHas() {
    var project = read("{use: ollama/m, host: here}", "");
    assertThat(project.addresses(project.models().getFirst()))
        .containsExactly("http://127.0.0.1:11434");
  }
}
