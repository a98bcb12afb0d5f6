package dev.metier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.chat.Settings;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Restoration;
import dev.metier.job.Serving;
import dev.metier.job.StageLoop;
import dev.metier.job.StageLoop.Until;
import dev.metier.job.WorkflowStage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkflowPolicyTest {
  private static final ModelName QWEN = new ModelName("qwen");
  private static final ModelName OPUS = new ModelName("opus");
  private static final JobName MAIL = new JobName("mail-to-reply");
  private static final Settings BRIEF =
      new Settings(
          OptionalDouble.empty(),
          OptionalInt.of(90),
          OptionalLong.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  private static ServedStage stage(
      String name, String prompt, ModelName model, DataClass data, WorkflowStage as) {
    return new ServedStage(
        new WorkflowStage(
            name,
            new JobName("mail-" + name),
            prompt.contains("{{mail}}"),
            as.uses(),
            as.loop(),
            as.redacts(),
            as.restores()),
        Prompt.ofUser(prompt),
        name.equals("draft") ? BRIEF : Settings.NONE,
        model,
        model.equals(OPUS) ? List.of(QWEN) : List.of(),
        data);
  }

  private static WorkflowStage plain(List<String> uses, boolean input) {
    return new WorkflowStage(
        "x", new JobName("x"), input, uses, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static WorkflowStage redacting() {
    var none = plain(List.of(), true);
    return new WorkflowStage(
        "x",
        none.job(),
        true,
        List.of(),
        Optional.empty(),
        Optional.of(DataClass.PUBLIC),
        Optional.empty());
  }

  private static WorkflowStage looped(Until until, String redo, Optional<Restoration> restores) {
    boolean review = until instanceof Until.Approval;
    return new WorkflowStage(
        "x",
        new JobName("x"),
        false,
        List.of(review ? "draft" : "redact"),
        Optional.of(new StageLoop(until, redo, 2, Optional.of(OPUS), !review)),
        Optional.empty(),
        restores);
  }

  /// Redaction on the workstation, and what follows with the vendor.
  private static Route.Workflow flow(DataClass drafting, DataClass restored) {
    var passing = new Until.Passing(List.of(new Check.Complete()));
    return new Route.Workflow(
        "mail",
        List.of(
            stage("redact", "Hide: {{mail}}", QWEN, DataClass.CONFIDENTIAL, redacting()),
            stage(
                "draft",
                "Answer: {{redact}}",
                OPUS,
                drafting,
                looped(passing, "draft", Optional.empty())),
            stage(
                "review",
                "Review: {{draft}}",
                QWEN,
                restored,
                looped(
                    new Until.Approval(), "draft", Optional.of(new Restoration("redact", false))))),
        Duration.ofSeconds(90),
        "Quality is at least 0.91, with 95 % confidence.");
  }

  private static Policy policy(Route route) {
    Policy other = Samples.policy();
    var jobs = new LinkedHashMap<>(other.jobs());
    jobs.put(
        MAIL,
        new ServedJob(
            MAIL, "answer mail", DataClass.CONFIDENTIAL, route, List.of(), Serving.PLAIN));
    return new Policy(other.evidence(), other.project(), other.compiled(), jobs, other.models());
  }

  private static final Policy POLICY = policy(flow(DataClass.PUBLIC, DataClass.PUBLIC));

  @Test
  void aWorkflowIsReadBackTheSame() {
    String text = PolicyFile.text(POLICY, Samples.FILE);
    assertThat(PolicyFile.parse(text, Samples.FILE)).isEqualTo(POLICY);
  }

  @Test
  void itsDiffNamesEachStageAndWhatIsProven() {
    assertThat(PolicyDiff.between(Optional.of(Samples.policy()), POLICY).text())
        .contains(
            "+ job mail-to-reply: confidential data to workflow redact by qwen, redacts to public,"
                + " then draft by opus, else qwen until complete pass (2 rounds, the last by opus),"
                + " then review by qwen until it approves draft (2 rounds, the last by opus)."
                + " Quality is at least 0.91, with 95 % confidence. Where a stage's model does not"
                + " answer, the next one is FIT for the stage's job; the whole is not proven with"
                + " it.");
  }

  @Test
  void aStageIsAJobWithTheModelsAndTheClassOfTheStage() {
    ServedJob draft = POLICY.named("mail-to-reply/draft").orElseThrow();
    assertThat(draft.name()).isEqualTo(MAIL);
    assertThat(draft.data()).isEqualTo(DataClass.PUBLIC);
    assertThat(draft.route()).isEqualTo(new Route.Single(OPUS, List.of(QWEN)));
    assertThat(POLICY.named("mail-to-reply/other")).isEmpty();
    assertThat(POLICY.named("ticket-triage/draft")).isEmpty();
    assertThat(POLICY.named("claude-mail-to-reply/draft")).isPresent();
  }

  @Test
  void noPolicyTellsAStageMoreThanItsModelsMayRead() {
    assertThatThrownBy(() -> policy(flow(DataClass.CONFIDENTIAL, DataClass.PUBLIC)))
        .hasMessageContaining("mail-to-reply/draft routes to opus, which may not read its data");
  }

  @Test
  void aRequestOfAHigherClassThanTheWorkflowIsNotLoweredByRedaction() {
    var flow = flow(DataClass.PUBLIC, DataClass.PUBLIC);
    assertThat(flow.reads(DataClass.CONFIDENTIAL, DataClass.CONFIDENTIAL))
        .containsEntry("draft", DataClass.PUBLIC);
    assertThat(flow.reads(DataClass.CONFIDENTIAL, DataClass.RESTRICTED))
        .containsEntry("draft", DataClass.RESTRICTED);
  }

  @Test
  void aWorkflowThatWasEditedIsRefusedWithTheStage() {
    assertThat(told("\"Answer: \\{\\{redact}}\"", "\"Answer well: {{redact}}\""))
        .contains("This workflow is not what was compiled: stages.draft was changed")
        .contains("compile again");
    assertThat(told("\"fallbacks\": \\[ \"qwen\" \\],", "")).contains("stages.draft was changed");
    assertThat(told("\"rounds\": 2", "\"rounds\": 3")).contains("stages.draft was changed");
    assertThat(told("\"proof\": \"Quality", "\"proof\": \"All quality"))
        .contains("proof was changed");
    assertThat(told("\"evidence\": \"[0-9a-f]{32}\"", "\"evidence\": \"" + "b".repeat(32) + "\""))
        .contains("This workflow is not what was compiled: evidence was changed");
  }

  @Test
  void theMessagePointsAtTheFieldThatWasEdited() {
    assertThat(pointed("Answer: \\{\\{redact}}", "Answer well: {{redact}}"))
        .startsWith("\"draft\": {");
    assertThat(pointed("\"proof\": \"Quality", "\"proof\": \"All quality"))
        .startsWith("\"proof\": \"All");
    assertThat(
            pointed("\"evidence\": \"[0-9a-f]{32}\"", "\"evidence\": \"" + "b".repeat(32) + "\""))
        .startsWith("\"evidence\": \"bbb");
  }

  /// What stands at the place that the message names.
  private static String pointed(String from, String to) {
    String edited = PolicyFile.text(POLICY, Samples.FILE).replaceFirst(from, to);
    Matcher place = Pattern.compile(":(\\d+):(\\d+): ").matcher(told(from, to));
    assertThat(place.find()).isTrue();
    String line = edited.lines().toList().get(Integer.parseInt(place.group(1)) - 1);
    return line.substring(Integer.parseInt(place.group(2)) - 1);
  }

  private static String told(String from, String to) {
    String text = PolicyFile.text(POLICY, Samples.FILE);
    assertThat(text).containsPattern(from);
    var told =
        catchThrowableOfType(
            ProblemsException.class,
            () -> PolicyFile.parse(text.replaceFirst(from, to), Samples.FILE));
    assertThat(told).as("accepted: " + to).isNotNull();
    return ProblemText.plain().of(told.problems());
  }

  @Test
  void anEditedWorkflowIsRefused() {
    assertThat(told("\"redacts\": \"public\"", "\"redacts\": \"internal\""))
        .contains("Stage draft is told internal data, but says public.");
    assertThat(told("Answer: \\{\\{redact}}", "Answer: {{mail}}"))
        .contains("Stage draft is told confidential data, but says public.");
    assertThat(told("\"single\": \"opus\"", "\"single\": \"opuss\""))
        .contains("The route leads to opuss, which is not under `models`.");
    assertThat(told("Review: \\{\\{draft}}", "Review: {{redact}}"))
        .contains("Nothing fills `{{redact}}` in the prompt of stage review.");
    assertThat(told("\"rounds\": 2", "\"rounds\": 4")).contains("from 1 to 3");
    assertThat(told("\"uses\": \\[ \"draft\" \\]", "\"uses\": [ \"review\" ]"))
        .contains("These stages are no workflow");
    assertThat(told("(?s)(mail-draft.*?\"data\": )\"public\"", "$1\"confidential\""))
        .contains("The route leads to opus on vendor, which may read internal data at most");
    assertThat(told("\"deadline\": \"90s\"|\"deadline\": \"1.5m\"", "\"deadline\": \"0s\""))
        .contains("deadline");
  }
}
