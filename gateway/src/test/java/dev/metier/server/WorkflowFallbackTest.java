package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Serving;
import dev.metier.job.StageLoop;
import dev.metier.job.StageLoop.Until;
import dev.metier.job.WorkflowStage;
import dev.metier.journal.RequestRecord;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Stages of workflows whose models do not answer, as clients, servers and the journal see them.
class WorkflowFallbackTest {
  private static final Duration BRIEF = Duration.ofMillis(400);
  private static final Until COMPLETE = new Until.Passing(List.of(new Check.Complete()));

  @TempDir private Path folder;
  private final VendorServer own = new VendorServer(Vendor.OPENAI);
  private final VendorServer spare = new VendorServer(Vendor.OPENAI);
  private final VendorServer last = new VendorServer(Vendor.ANTHROPIC);
  private Optional<Served> served = Optional.empty();

  @AfterEach
  void end() {
    served.ifPresent(Served::close);
    own.close();
    spare.close();
    last.close();
  }

  /// The first stage by `own`, else by `spare`; the second by `last`, else by `spare`.
  private Served flow(DataClass data, Optional<StageLoop> loop) {
    var sort =
        new WorkflowStage(
            "sort",
            new JobName("sorting"),
            true,
            List.of(),
            loop,
            Optional.empty(),
            Optional.empty());
    var answer =
        new WorkflowStage(
            "answer",
            new JobName("answering"),
            true,
            List.of("sort"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var flow =
        new Route.Workflow(
            "mail",
            List.of(
                stage(sort, "Sort: {{mail}}", "own", data),
                stage(answer, "Answer of {{sort}}: {{mail}}", "last", data)),
            Duration.ofSeconds(10),
            "By a test.");
    own.saysTo("Sort", "billing");
    spare.saysTo("Sort", "billing too");
    spare.saysTo("Answer", "A spare answer");
    last.saysTo("Answer", "About your bill");
    var begun =
        new Served(folder)
            .timeouts(new Timeouts(BRIEF, BRIEF, BRIEF, Duration.ofSeconds(5)))
            .checks(WorkflowFallbackTest::scripted)
            .model("own", ProviderKind.VLLM, DataClass.RESTRICTED, own.address())
            .model("spare", ProviderKind.VLLM, DataClass.CONFIDENTIAL, spare.address())
            .model("last", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, last.address())
            .workflow("flow", data, CACHED, flow)
            .start();
    served = Optional.of(begun);
    return begun;
  }

  private Served flow() {
    return flow(DataClass.PUBLIC, Optional.empty());
  }

  private static final Serving CACHED =
      new Serving(
          List.of(),
          Optional.empty(),
          Optional.of(Duration.ofHours(1)),
          Optional.empty(),
          false,
          Optional.empty());

  @Test
  void whatAFallbackHadAPartInIsNotGivenAgain() throws Exception {
    flow();
    own.next(new VendorMishap.Status(500));
    assertThat(header(ask(), "x-metier-fallback")).isEqualTo("sort");
    var proven = ask();
    assertThat(header(proven, "x-metier-cache")).isEmpty();
    assertThat(header(proven, "x-metier-route")).isEqualTo("workflow");
    assertThat(header(ask(), "x-metier-cache")).isEqualTo("hit");
  }

  private static ServedStage stage(
      WorkflowStage stage, String prompt, String model, DataClass data) {
    return new ServedStage(
        stage,
        Prompt.ofUser(prompt),
        Settings.NONE,
        new ModelName(model),
        List.of(new ModelName("spare")),
        data);
  }

  /// Fails what says so.
  private static AnswerCheck scripted(Check check) {
    return (request, answers) ->
        answers.getFirst().text().contains("bad")
            ? new CheckResult.Fail("complete:bad")
            : CheckResult.PASS;
  }

  private HttpResponse<String> ask(String... headers) throws Exception {
    return served
        .orElseThrow()
        .post(Spoken.CHAT.path(), Spoken.CHAT.request("flow", false, "my bill"), headers);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static List<VendorMishap> twice(VendorMishap mishap) {
    return List.of(mishap, mishap);
  }

  private static Stream<List<VendorMishap>> healthReasons() {
    return Stream.of(
        twice(new VendorMishap.Status(500)),
        twice(new VendorMishap.ResetBeforeHeaders()),
        twice(new VendorMishap.ResetMidStream()),
        twice(new VendorMishap.StallBeforeFirstToken()),
        twice(new VendorMishap.RateLimited("retry-after", "30")),
        twice(new VendorMishap.HtmlPage(200)));
  }

  @ParameterizedTest
  @MethodSource("healthReasons")
  void aStageWhoseServerFailsIsDoneByTheNextModelAndMarked(List<VendorMishap> mishaps)
      throws Exception {
    Served gateway = flow();
    own.next(mishaps.toArray(VendorMishap[]::new));
    var answer = ask();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("About your bill");
    assertThat(header(answer, "x-metier-route")).isEqualTo("fallback");
    assertThat(header(answer, "x-metier-fallback")).isEqualTo("sort");
    assertThat(header(answer, "x-metier-model")).isEqualTo("last");
    assertThat(last.received().getLast().body()).contains("Answer of billing too");
    RequestRecord record = gateway.record();
    assertThat(record.stage().orElseThrow().fallbacks())
        .containsExactly(new RequestRecord.Fallback("sort", "spare"));
    assertThat(record.tries()).anyMatch(RequestRecord.Try::isFailure);
    assertThat(record.tries().stream().map(RequestRecord.Try::detail))
        .contains("sort, round 1, as a fallback");
    assertThat(gateway.get("/metrics").body())
        .contains("metier_workflow_fallbacks_total{job=\"flow\",model=\"spare\",stage=\"sort\"} 1");
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(Spoken.values())
        .flatMap(spoken -> Stream.of(Arguments.of(spoken, true), Arguments.of(spoken, false)));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void theLastStageFallsBackBeforeAByteIsSent(Spoken spoken, boolean stream) throws Exception {
    Served gateway = flow();
    last.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    var answer = gateway.post(spoken.path(), spoken.request("flow", stream, "my bill"));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    assertThat(answer.body()).contains("A spare answer");
    assertThat(header(answer, "x-metier-route")).isEqualTo("fallback");
    assertThat(header(answer, "x-metier-fallback")).isEqualTo("answer");
    assertThat(header(answer, "x-metier-model")).isEqualTo("spare");
    assertThat(gateway.record().stage().orElseThrow().fallbacks())
        .containsExactly(new RequestRecord.Fallback("answer", "spare"));
  }

  @Test
  void whatIsDoneAsItWasProvenIsNotMarked() throws Exception {
    Served gateway = flow();
    var answer = ask();
    assertThat(header(answer, "x-metier-route")).isEqualTo("workflow");
    assertThat(header(answer, "x-metier-fallback")).isEmpty();
    assertThat(gateway.record().stage().orElseThrow().fallbacks()).isEmpty();
    assertThat(gateway.get("/metrics").body()).doesNotContain("metier_workflow_fallbacks_total{");
  }

  @Test
  void aBadAnswerLeadsToNoOtherModel() throws Exception {
    Served gateway =
        flow(
            DataClass.PUBLIC,
            Optional.of(new StageLoop(COMPLETE, "sort", 2, Optional.empty(), false)));
    own.saysTo("Sort", "bad");
    var answer = ask();
    assertThat(Spoken.CHAT.refused(answer.body())).hasValue("check_failed");
    assertThat(answer.body()).contains("Stage sort: ");
    assertThat(own.received()).hasSize(2);
    assertThat(spare.received()).isEmpty();
    assertThat(gateway.record().stage().orElseThrow().fallbacks()).isEmpty();
  }

  @Test
  void anEmptyAnswerAndARefusedRequestLeadToNoOtherModel() throws Exception {
    flow();
    own.saysTo("Sort", "");
    assertThat(Spoken.CHAT.refused(ask().body())).hasValue("check_failed");
    own.next(new VendorMishap.Status(400));
    var answer = ask();
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Stage sort: ");
    assertThat(spare.received()).isEmpty();
  }

  @Test
  void noFallbackIsToldMoreThanItsHostMayRead() throws Exception {
    flow(DataClass.CONFIDENTIAL, Optional.empty());
    own.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    var answer = ask("x-metier-class", "restricted");
    assertThat(Spoken.CHAT.refused(answer.body()))
        .hasValue(Spoken.CHAT.code(Reason.UPSTREAM_BROKEN));
    assertThat(answer.body()).contains("Stage sort: ");
    assertThat(spare.acceptedConnections()).isZero();
    assertThat(ask("x-metier-class", "restricted").statusCode()).isEqualTo(200);
  }

  @Test
  void aStageThatNobodyAnswersIsNamedAndTellsWhenToComeBack() throws Exception {
    flow();
    own.next(new VendorMishap.RateLimited("retry-after", "30"));
    spare.next(new VendorMishap.RateLimited("retry-after", "20"));
    var answer = ask();
    assertThat(Spoken.CHAT.refused(answer.body())).hasValue(Spoken.CHAT.code(Reason.SLOW_DOWN));
    assertThat(answer.body()).contains("Stage sort: ");
    assertThat(header(answer, "x-metier-stage")).isEqualTo("sort");
    assertThat(header(answer, "retry-after")).isEqualTo("20");
    assertThat(last.received()).isEmpty();
  }

  @Test
  void aClientThatLeavesStopsTheFallbackUnderWay() throws Exception {
    Served gateway = flow();
    own.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    spare.next(new VendorMishap.SlowDrip(Duration.ofMillis(200)));
    var request = gateway.request(Spoken.CHAT.path(), Spoken.CHAT.request("flow", true, "my bill"));
    var pending = gateway.client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(spare.awaitReceived(1, Duration.ofSeconds(5))).isTrue();
    pending.cancel(true);
    assertThat(spare.awaitClosed(Duration.ofSeconds(5))).isTrue();
    assertThat(gateway.record().status()).isEqualTo(499);
    assertThat(last.received()).isEmpty();
  }
}
