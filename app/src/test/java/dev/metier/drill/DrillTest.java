package dev.metier.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.cli.Shell;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.server.Served;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DrillTest {
  private static final List<Scenario> SCENARIOS =
      Stream.of(Scenario.values()).filter(each -> !each.isOfRedaction()).toList();

  @TempDir private Path folder;

  private Policy policy(String local, String cloud) {
    try (var served = new Served(folder)) {
      return served
          .model("here", ProviderKind.OLLAMA, DataClass.RESTRICTED, local)
          .model("there", ProviderKind.VLLM, DataClass.CONFIDENTIAL, local)
          .model("cloud", ProviderKind.ANTHROPIC, DataClass.PUBLIC, cloud)
          .job("secret", DataClass.RESTRICTED, "here")
          .job("internal", DataClass.INTERNAL, "there", "here")
          .job("closed", DataClass.CONFIDENTIAL)
          .job("open", DataClass.PUBLIC, "cloud", "here")
          .policy();
    }
  }

  @Test
  void aPolicyThatSaysThatAModelRunsHereWhichDoesNotIsNotDrilled() throws Exception {
    Path file = folder.resolve("policy.json");
    PolicyFile.write(policy("http://127.0.0.1:1", "http://127.0.0.1:2"), file);
    Files.writeString(
        file,
        Files.readString(file)
            .replace("host-of-there", "this-machine")
            .replace("http://127.0.0.1:1", "http://192.0.2.2:1"));
    Shell shell = Shell.run("drill", "--policy", file.toString());
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("does not run on this machine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-oss:120b-cloud", "GPT-OSS:120B-Cloud", "qwen3-coder:480B-CLOUD"})
  void aCloudModelBehindALocalPortIsNotDrilled(String id) throws Exception {
    Path file = folder.resolve("policy.json");
    PolicyFile.write(policy("http://127.0.0.1:1", "http://127.0.0.1:2"), file);
    String edited = Files.readString(file).replace("upstream-there", id);
    assertThat(edited).contains(id);
    Files.writeString(file, edited);
    Shell shell = Shell.run("drill", "--policy", file.toString());
    assertThat(shell.exit()).as(shell.out() + shell.err()).isEqualTo(2);
    assertThat(shell.err()).containsIgnoringCase("cloud");
  }

  /// A drill plays for seconds, so one proves all of it.
  @Test
  void aDrillReachesNoHostThatMayNotReadAndNoRealModel() throws Exception {
    try (var local = new VendorServer(Vendor.OPENAI);
        var cloud = new VendorServer(Vendor.ANTHROPIC)) {
      Path file = folder.resolve("policy.json");
      PolicyFile.write(policy(local.address(), cloud.address()), file);
      Shell shell = Shell.run("drill", "--policy", file.toString());
      assertThat(shell.exit()).as(shell.out() + shell.err()).isZero();
      assertThat(shell.out())
          .contains("secret (restricted), not to be read by host-of-cloud, host-of-there")
          .contains("open (raised to restricted by a header), not to be read by host-of-cloud")
          .contains("No host was reached that may not read the data");
      assertThat(local.acceptedConnections() + cloud.acceptedConnections()).isZero();
    }
    JsonNode record = Json.object(Files.readAllBytes(folder.resolve("drill.json")));
    assertThat(record.path("leaks").asInt(-1)).isZero();
    assertThat(record.path("policy").path("sha256").stringValue("")).hasSize(64);
    assertThat(record.path("jobs")).hasSize(4);
    JsonNode results = record.path("jobs").path(0).path("results");
    assertThat(results)
        .hasSize(SCENARIOS.size())
        .allSatisfy(result -> assertThat(result.path("requests").asInt(0)).isEqualTo(12));
    everyScenarioIsWhatItSays(results);
    assertRaised(record.path("jobs").path(3));
  }

  /// Every host may read that job; only a header makes its requests too sensitive for two of them.
  private static void assertRaised(JsonNode job) {
    assertThat(job.path("job").stringValue("")).isEqualTo("open");
    assertThat(job.path("data").stringValue("")).isEqualTo("restricted");
    assertThat(job.path("raised_by_header").asBoolean(false)).isTrue();
    assertThat(job.path("results"))
        .hasSize(SCENARIOS.size())
        .allSatisfy(result -> {
          boolean well = result.path("scenario").stringValue("").equals("well");
          assertThat(result.path("answered").asInt(-1)).isEqualTo(well ? 12 : 0);
          assertThat(result.path("connections").propertyNames())
              .containsExactly("host-of-cloud", "host-of-there");
        });
  }

  private static void everyScenarioIsWhatItSays(JsonNode results) {
    int at = 0;
    for (Scenario scenario : SCENARIOS) {
      JsonNode result = results.path(at++);
      assertThat(result.path("scenario").stringValue(""))
          .isEqualTo(scenario.name().toLowerCase(Locale.ROOT));
      assertThat(result.path("answered").asInt(-1))
          .as(result.toString())
          .isEqualTo(scenario == Scenario.WELL ? 12 : 0);
      assertThat(result.path("refusals").propertyNames())
          .doesNotContain("internal", "no_answer", "not_found_error");
    }
  }

  @Test
  void aCascadeWhoseChecksAllFailReachesNoHostThatMayNotRead() throws Exception {
    var rules =
        new CascadeRules(
            CascadeRules.After.ESCALATE,
            CascadeRules.After.ESCALATE,
            CascadeRules.HandOver.FRESH,
            CascadeRules.Hold.CONVERSATION,
            0.2,
            Duration.ofSeconds(20));
    Path file = folder.resolve("policy.json");
    try (var served = new Served(folder)) {
      PolicyFile.write(
          served
              .model("here", ProviderKind.OLLAMA, DataClass.RESTRICTED, "http://127.0.0.1:1")
              .model("cloud", ProviderKind.ANTHROPIC, DataClass.INTERNAL, "http://127.0.0.1:2")
              .cascade(
                  "j", DataClass.INTERNAL, List.of(new Check.Complete()), rules, "here", "cloud")
              .policy(),
          file);
    }
    Shell shell = Shell.run("drill", "--policy", file.toString());
    assertThat(shell.exit()).as(shell.out() + shell.err()).isZero();
    assertThat(shell.out()).contains("No host was reached that may not read the data");
    JsonNode record = Json.object(Files.readAllBytes(folder.resolve("drill.json")));
    JsonNode well = record.path("jobs").path(0).path("results").path(0);
    assertThat(well.path("refusals").path("check_failed").asInt(0)).isPositive();
  }

  @Test
  void aCascadeOfThreePassesOverAMiddleModelThatMayNotRead() throws Exception {
    List<Check> checks = List.of(new Check.Complete());
    var way =
        new Route.Cascade(
            new ModelName("here"),
            Optional.of(new Route.CheckedModel(new ModelName("mid"), checks)),
            Optional.of(new ModelName("cloud")),
            List.of(),
            checks,
            CascadeRules.USUAL,
            new CascadeProof("By a test.", 0, 1));
    Policy policy;
    try (var served = new Served(folder)) {
      policy =
          served
              .model("here", ProviderKind.OLLAMA, DataClass.RESTRICTED, "http://127.0.0.1:1")
              .model("mid", ProviderKind.ANTHROPIC, DataClass.INTERNAL, "http://127.0.0.1:2")
              .model("cloud", ProviderKind.ANTHROPIC, DataClass.CONFIDENTIAL, "http://127.0.0.1:3")
              .route("j", DataClass.INTERNAL, way)
              .policy();
    }
    ServedJob job = policy.jobs().values().iterator().next();
    Subject subject = Subject.of(policy, job).getFirst();
    try (var played = PlayedPolicy.of(policy, subject, Scenario.WELL)) {
      assertThat(((Route.Cascade) played.before().job(job.name()).route()).middle())
          .as("its middle model is played too")
          .isEqualTo(way.middle());
    }
    var scenarios = EnumSet.of(Scenario.WELL, Scenario.DEAD, Scenario.RELOADED);
    List<ScenarioResult> found = new Drill(policy, _ -> {}).run(List.of(job), scenarios);
    assertThat(found).hasSize(3);
    assertThat(found.getFirst().refusals())
        .as("the first model's answers fail, and nobody behind it may read them")
        .containsKey("check_failed");
    assertThat(found)
        .allSatisfy(result -> {
          assertThat(result.connections()).containsOnlyKeys("host-of-mid", "host-of-cloud");
          assertThat(result.leaks()).isZero();
        });
  }

  @Test
  void whereEveryHostMayReadEverythingNothingIsProven() throws Exception {
    Path file = folder.resolve("policy.json");
    try (var served = new Served(folder)) {
      served
          .model("here", ProviderKind.OLLAMA, DataClass.RESTRICTED, "http://127.0.0.1:1")
          .job("plain", DataClass.PUBLIC, "here");
      PolicyFile.write(served.policy(), file);
    }
    Shell shell = Shell.run("drill", "--policy", file.toString());
    assertThat(shell.exit()).isZero();
    assertThat(shell.out())
        .contains("plain: every host is cleared for restricted data; nothing to prove.")
        .contains("Every host is cleared for restricted data, so there is nothing to prove.");
    JsonNode record = Json.object(Files.readAllBytes(folder.resolve("drill.json")));
    assertThat(record.path("nothing_to_prove").path(0).stringValue("")).isEqualTo("plain");
  }

  @Test
  void aConnectionIsSeen() throws Exception {
    var canary = new Canary(FaultMode.WELL);
    try (canary;
        var socket = new java.net.Socket()) {
      String port = canary.address().substring(canary.address().lastIndexOf(':') + 1);
      socket.connect(
          new java.net.InetSocketAddress(
              java.net.InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
      socket
          .getOutputStream()
          .write(
              "POST /api/chat HTTP/1.1\r\n\r\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      assertThat(canary.connections()).isOne();
      assertThat(canary.requests()).isOne();
    }
  }

  @Test
  void aJobThatNobodyKnowsIsNotDrilled() {
    Path file = folder.resolve("policy.json");
    PolicyFile.write(policy("http://127.0.0.1:1", "http://127.0.0.1:2"), file);
    Shell shell = Shell.run("drill", "--policy", file.toString(), "--job", "nobody");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("There is no job nobody").contains("secret, internal");
  }
}
