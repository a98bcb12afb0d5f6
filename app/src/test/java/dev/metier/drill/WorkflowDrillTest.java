package dev.metier.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Settings;
import dev.metier.core.io.WholeFile;
import dev.metier.decision.DrillFile;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Restoration;
import dev.metier.job.StageLoop;
import dev.metier.job.WorkflowStage;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.server.Served;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workflows in a drill: stage by stage, each by what is told to it.
class WorkflowDrillTest {
  private static final JobName MAIL = new JobName("mail");

  @TempDir private Path folder;

  private static ServedStage stage(
      WorkflowStage stage, String prompt, String model, DataClass data, String... fallbacks) {
    return new ServedStage(
        stage,
        Prompt.ofUser(prompt),
        Settings.NONE,
        new ModelName(model),
        List.of(fallbacks).stream().map(ModelName::new).toList(),
        data);
  }

  private static WorkflowStage plain(
      String name, boolean input, List<String> uses, Optional<StageLoop> loop) {
    return new WorkflowStage(
        name, new JobName("mail-" + name), input, uses, loop, Optional.empty(), Optional.empty());
  }

  /// Hidden here, drafted in the cloud, reviewed in the house.
  private static Route.Workflow flow() {
    var redact =
        new WorkflowStage(
            "redact",
            new JobName("mail-redact"),
            true,
            List.of(),
            Optional.empty(),
            Optional.of(DataClass.PUBLIC),
            Optional.empty());
    var draft =
        new WorkflowStage(
            "draft",
            new JobName("mail-draft"),
            false,
            List.of("redact"),
            Optional.of(
                new StageLoop(
                    new StageLoop.Until.Passing(List.of(new Check.Complete())),
                    "draft",
                    2,
                    Optional.of(new ModelName("here")),
                    false)),
            Optional.empty(),
            Optional.of(new Restoration("redact", true)));
    var review = plain("review", true, List.of("draft"), Optional.empty());
    return new Route.Workflow(
        "text",
        List.of(
            stage(redact, "Hide in {{text}}", "here", DataClass.CONFIDENTIAL, "house"),
            stage(draft, "Answer {{redact}}", "cloud", DataClass.PUBLIC, "here"),
            new ServedStage(
                review,
                Prompt.ofUser("Review {{draft}} to {{text}}"),
                Settings.NONE,
                new ModelName("house"),
                Optional.of(
                    new ServedStage.Chain(
                        new ModelName("here"),
                        List.of(
                            new Check.Complete(),
                            new Check.Judge(
                                new ModelName("critic"), "It is kind.", Duration.ofSeconds(5))),
                        new CascadeProof("By a test.", 0, 1))),
                List.of(),
                DataClass.CONFIDENTIAL)),
        Duration.ofSeconds(30),
        "By a test.");
  }

  private Policy policy(DataClass house) {
    try (var served = new Served(folder)) {
      return served
          .model("here", ProviderKind.OLLAMA, DataClass.RESTRICTED, "http://127.0.0.1:1")
          .model("house", ProviderKind.VLLM, house, "http://127.0.0.1:2")
          .model("critic", ProviderKind.VLLM, DataClass.RESTRICTED, "http://127.0.0.1:4")
          .model("cloud", ProviderKind.ANTHROPIC, DataClass.PUBLIC, "http://127.0.0.1:3")
          .workflow("mail", DataClass.CONFIDENTIAL, flow())
          .policy();
    }
  }

  @Test
  void eachStageFailsByItselfAndNoHostIsToldWhatItMayNotRead() throws Exception {
    Policy policy = policy(DataClass.CONFIDENTIAL);
    var scenarios =
        EnumSet.of(
            Scenario.WELL,
            Scenario.DEAD,
            Scenario.CLOUD,
            Scenario.CACHED,
            Scenario.OVERLOOKED,
            Scenario.UNLISTED);
    var found = new Drill(policy, _ -> {}).run(List.of(policy.job(MAIL)), scenarios);
    assertThat(found).allSatisfy(each -> assertThat(each.leaks()).as(each + "").isZero());
    assertThat(found)
        .extracting(ScenarioResult::what)
        .containsOnly("mail/redact", "mail/draft", "mail/review");
    for (String stage : List.of("redact", "draft", "review")) {
      assertThat(result(found, stage, Scenario.WELL).answered()).isEqualTo(12);
      assertThat(result(found, stage, Scenario.DEAD).answered()).as(stage).isZero();
      assertThat(result(found, stage, Scenario.CLOUD).answered()).as(stage).isZero();
      assertThat(result(found, stage, Scenario.CACHED).answered()).as(stage).isZero();
    }
    ScenarioResult redact = result(found, "redact", Scenario.OVERLOOKED);
    assertThat(redact.data()).isEqualTo(DataClass.CONFIDENTIAL);
    assertThat(redact.connections()).containsOnlyKeys("host-of-cloud");
    assertThat(redact.refusals()).containsKey("data_class_blocked");
    assertThat(result(found, "redact", Scenario.UNLISTED).refusals()).containsKey("check_failed");
    ScenarioResult draft = result(found, "draft", Scenario.DEAD);
    assertThat(draft.raised()).as("every host may read what is redacted").isTrue();
    assertThat(draft.connections()).containsOnlyKeys("host-of-cloud", "host-of-house");
    assertThat(found)
        .filteredOn(each -> each.scenario().isOfRedaction())
        .extracting(ScenarioResult::what)
        .containsOnly("mail/redact");
  }

  private static ScenarioResult result(
      List<ScenarioResult> found, String stage, Scenario scenario) {
    return found.stream()
        .filter(each -> each.stage().equals(Optional.of(stage)) && each.scenario() == scenario)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theReportNamesEachStage() {
    Policy policy = policy(DataClass.CONFIDENTIAL);
    var found = new ArrayList<ScenarioResult>();
    for (String stage : List.of("redact", "review")) {
      found.add(
          new ScenarioResult(
              MAIL,
              Optional.of(stage),
              DataClass.CONFIDENTIAL,
              false,
              Scenario.WELL,
              12,
              12,
              Map.of(),
              Map.of("host-of-cloud", 0),
              Map.of("host-of-cloud", stage.equals("review") ? 2 : 0)));
    }
    var json = new DrillReport(Instant.EPOCH, policy, "0".repeat(64), List.of(), found).json();
    assertThat(DrillReport.heading(found.getLast()))
        .isEqualTo("mail/review (confidential), not to be read by host-of-cloud");
    assertThat(DrillReport.line(found.getLast())).contains("REACHED {host-of-cloud=2}");
    assertThat(json.path("jobs")).hasSize(2);
    assertThat(json.path("jobs").path(0).path("job").stringValue("")).isEqualTo("mail");
    assertThat(json.path("jobs").path(0).path("stage").stringValue("")).isEqualTo("redact");
    assertThat(json.path("leaks").asInt(0)).isEqualTo(2);
    Path file = folder.resolve("drill.json");
    WholeFile.write(file, json.toString());
    var whole = DrillFile.of(file, MAIL).orElseThrow();
    assertThat(whole.requests()).isEqualTo(24);
    assertThat(whole.leaks()).as("of all stages").isEqualTo(2);
  }

  @Test
  void whatAHostMayNotReadIsSeenThoughItMayBeAsked() throws Exception {
    Policy policy = policy(DataClass.CONFIDENTIAL);
    Subject subject = Subject.of(policy, policy.job(MAIL)).getFirst();
    try (var played = PlayedPolicy.of(policy, subject, Scenario.WELL)) {
      var route = (Route.Workflow) played.before().job(MAIL).route();
      ModelName cloud = route.stage("draft").orElseThrow().model();
      String address = played.before().model(cloud).model().address().orElseThrow();
      post(address, "{\"text\":\"[DRILL_1] lost it\"}");
      assertThat(played.received()).containsEntry("host-of-cloud", 0);
      assertThat(played.connections()).containsEntry("host-of-cloud", 0);
      post(address, "{\"text\":\"" + played.text().strip() + " lost it\"}");
      assertThat(played.received()).containsEntry("host-of-cloud", 1);
      post(address, "{\"text\":\"said-at-review-in-a-drill\"}");
      assertThat(played.received()).containsEntry("host-of-cloud", 2);
    }
  }

  private static void post(String address, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create(address + "/v1/messages"))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void whereEveryHostMayReadEverythingNothingOfAWorkflowIsProven() {
    try (var served = new Served(folder)) {
      Policy policy =
          served
              .model("here", ProviderKind.OLLAMA, DataClass.RESTRICTED, "http://127.0.0.1:1")
              .workflow(
                  "mail",
                  DataClass.PUBLIC,
                  new Route.Workflow(
                      "text",
                      List.of(
                          stage(
                              plain("draft", true, List.of(), Optional.empty()),
                              "Answer {{text}}",
                              "here",
                              DataClass.PUBLIC)),
                      Duration.ofSeconds(30),
                      "By a test."))
              .policy();
      assertThat(Drill.applies(policy, policy.job(MAIL))).isFalse();
    }
  }
}
