package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A cascade with a middle model: both of those before the last are held and checked, each in its
/// own way.
class ThreeModelCascadeTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final String BODY = Spoken.CHAT.request("j", false);

  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer between = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch checking = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private CascadeProof proof = new CascadeProof("By a test.", 0, 1);
  private ProviderKind middleKind = ProviderKind.OPENAI;
  private DataClass middleReads = DataClass.INTERNAL;
  private DataClass firstReads = DataClass.RESTRICTED;
  private double switchCost = 10;
  private List<Check> middleChecks = List.of(new Check.Graders(Optional.empty()));

  @BeforeEach
  void words() {
    local.says(List.of("bad ", "local"));
    between.says(List.of("from ", "between"));
    hosted.says(List.of("from ", "hosted"));
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    local.close();
    between.close();
    hosted.close();
  }

  /// Says of an answer what stands in it; `hang` never says anything.
  private AnswerCheck scripted(Check check) {
    return (request, answers) -> {
      String text = answers.getFirst().text();
      if (text.contains("hang")) {
        hang();
      }
      return text.contains("bad")
          ? new CheckResult.Fail(check.word() + ":bad")
          : text.contains("unreadable")
              ? new CheckResult.Broken(check.word() + ":unreadable")
              : CheckResult.PASS;
    };
  }

  private void hang() {
    checking.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      Thread.currentThread().interrupt();
    }
  }

  private CascadeRules rules(After broken, HandOver handOver, Duration deadline) {
    return new CascadeRules(
        After.ESCALATE, broken, handOver, Hold.CONVERSATION, switchCost, deadline);
  }

  private Served unstarted(CascadeRules rules) {
    var served =
        new Served(folder)
            .checks(this::scripted)
            .model("local", ProviderKind.VLLM, firstReads, local.address())
            .model("between", middleKind, middleReads, between.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.CONFIDENTIAL, hosted.address())
            .route(
                "j",
                DataClass.INTERNAL,
                new Route.Cascade(
                    new ModelName("local"),
                    Optional.of(new Route.CheckedModel(new ModelName("between"), middleChecks)),
                    Optional.of(new ModelName("hosted")),
                    List.of(),
                    List.of(new Check.Complete()),
                    rules,
                    proof));
    open.add(served);
    return served;
  }

  private Served served(CascadeRules rules) {
    return unstarted(rules).start();
  }

  private Served served() {
    return served(rules(After.ESCALATE, HandOver.FRESH, LONG));
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(Spoken.values())
        .flatMap(spoken -> Stream.of(Arguments.of(spoken, true), Arguments.of(spoken, false)));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static void isFrom(HttpResponse<String> answer, String stage, String check) {
    assertThat(header(answer, "x-metier-route")).isEqualTo("cascade");
    assertThat(header(answer, "x-metier-stage")).isEqualTo(stage);
    assertThat(header(answer, "x-metier-check")).isEqualTo(check);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatTheFirstModelsChecksPassIsKept(Spoken spoken, boolean stream) throws Exception {
    local.says(List.of("from ", "local"));
    var answer = served().post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).isTrue();
    assertThat(answer.body()).contains("local");
    isFrom(answer, "first", "pass");
    assertThat(between.received()).isEmpty();
    assertThat(hosted.received()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatIsNotKeptOfItTheMiddleModelAnswersAndIsCheckedToo(Spoken spoken, boolean stream)
      throws Exception {
    Served served = served();
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).isTrue();
    assertThat(answer.body()).contains("between").doesNotContain("bad");
    isFrom(answer, "middle", "pass");
    assertThat(hosted.received()).isEmpty();
    RequestRecord record = served.record();
    assertThat(record.model()).hasValue("between");
    var stage = record.stage().orElseThrow();
    assertThat(stage.name()).isEqualTo("middle");
    assertThat(stage.checked().stream().map(Checked::check))
        .containsExactly("complete", "middle:graders");
    assertThat(stage.checked().stream().map(Checked::result))
        .containsExactly("failed:complete:bad", "pass");
    assertThat(record.spent().stream().map(Spent::part)).containsExactly("first", "middle");
    assertThat(record.tries().stream().map(Try::outcome))
        .containsExactly("answered", "not_kept", "answered");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatIsNotKeptOfBothTheLastModelAnswers(Spoken spoken, boolean stream) throws Exception {
    between.says(List.of("bad ", "too"));
    Served served = served();
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).isTrue();
    assertThat(answer.body()).contains("hosted").doesNotContain("bad");
    isFrom(answer, "then", "middle:failed:graders:bad");
    assertThat(hosted.received().getFirst().body())
        .as("it reads what the client asked, and nothing of the failed answers")
        .contains("Hi")
        .doesNotContain("bad");
    RequestRecord record = served.record();
    assertThat(record.spent().stream().map(Spent::part)).containsExactly("first", "middle", "then");
    assertThat(record.spent().stream().map(Spent::model))
        .containsExactly("local", "between", "hosted");
    assertThat(record.cost().orElseThrow())
        .isEqualTo(record.spent().stream().map(Spent::cost).reduce(Money.ZERO, Money::plus));
    if (!stream && spoken == Spoken.CHAT) {
      assertThat(served.get("/metrics").body())
          .contains("check=\"middle:failed:graders:bad\",job=\"j\",stage=\"then\"");
    }
  }

  @Test
  void aMiddleModelThatMayNotReadARequestIsPassedOver() throws Exception {
    Served served = served();
    var answer = served.post(Spoken.CHAT.path(), BODY, "x-metier-class", "confidential");
    assertThat(answer.body()).contains("hosted");
    isFrom(answer, "then", "failed:complete:bad");
    assertThat(between.received()).isEmpty();

    var nobody = served.post(Spoken.CHAT.path(), BODY, "x-metier-class", "restricted");
    assertThat(nobody.statusCode()).isEqualTo(400);
    assertThat(Spoken.CHAT.refused(nobody.body())).hasValue("check_failed");
    var chosen =
        served.post(
            Spoken.CHAT.path(), BODY, "x-metier-class", "confidential", "x-metier-stage", "middle");
    assertThat(chosen.statusCode()).isEqualTo(400);
    assertThat(Spoken.CHAT.refused(chosen.body())).hasValue("data_class_blocked");
    assertThat(between.received()).isEmpty();
    assertThat(hosted.received()).hasSize(1);
  }

  @Test
  void whereTheFirstModelMayNotReadARequestTheMiddleOneIsStillChecked() throws Exception {
    firstReads = DataClass.INTERNAL;
    between.says(List.of("bad"));
    middleReads = DataClass.CONFIDENTIAL;
    Served served = served();
    var answer = served.post(Spoken.CHAT.path(), BODY, "x-metier-class", "confidential");
    assertThat(answer.body()).contains("hosted");
    isFrom(answer, "then", "middle:failed:graders:bad");
    assertThat(local.received()).isEmpty();
  }

  @Test
  void aConversationGoesBackToTheFirstModelOnlyWhereThatIsCheapEnough() throws Exception {
    switchCost = 0.2;
    Served served = served();
    isFrom(served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s"), "middle", "pass");
    local.says(List.of("from local"));
    var next = served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s");
    isFrom(next, "middle", "pass");
    assertThat(local.received()).hasSize(1);
    var decided =
        served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s", "x-metier-decide", "only");
    assertThat(Json.value(decided.body()).path("why").asString())
        .contains("going back to the first model may cost more");
    isFrom(served.post(Spoken.CHAT.path(), BODY, "x-session-id", "t"), "first", "pass");
  }

  @Test
  void aMiddleModelThatIsDownIsNoFailedCheck() throws Exception {
    between.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    var answer = served().post(Spoken.CHAT.path(), BODY);
    assertThat(answer.body()).contains("hosted");
    isFrom(answer, "then", "middle:down");
  }

  @Test
  void aFirstModelThatIsDownLeavesTheMiddleOnesAnswerChecked() throws Exception {
    local.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    between.says(List.of("bad"));
    var answer = served().post(Spoken.CHAT.path(), BODY);
    assertThat(answer.body()).contains("hosted");
    isFrom(answer, "then", "middle:failed:graders:bad");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void bothLaterServersDownIsToldAsTheLastOnesFailure(Spoken spoken, boolean stream)
      throws Exception {
    between.next(new VendorMishap.ConnectionRefused());
    hosted.next(new VendorMishap.ConnectionRefused());
    Served served = served();
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(spoken.refused(answer.body())).hasValue(spoken.code(Reason.UPSTREAM_BROKEN));
    assertThat(header(answer, "retry-after")).as("where nobody knows how long").isEqualTo("5");
    assertThat(answer.body()).doesNotContain("bad");
    assertThat(served.record().spent().stream().map(Spent::part)).containsExactly("first");
  }

  @Test
  void whatAMiddleModelWroteBeforeItBrokeOffIsPaidFor() throws Exception {
    between.next(new VendorMishap.ResetMidStream(), new VendorMishap.ResetMidStream());
    Served served = served();
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", true));
    assertThat(answer.body()).contains("hosted").doesNotContain("between");
    assertThat(served.record().spent().stream().map(Spent::model)).contains("between");
  }

  @Test
  void aClientThatLeavesDuringTheMiddleAnswerStopsItsModelAndPaysForBoth() throws Exception {
    between.next(new VendorMishap.StallMidStream());
    Served served = served();
    try (Socket _ = asked(served, Spoken.CHAT.request("j", true))) {
      assertThat(between.awaitReceived(1, LONG)).isTrue();
    }
    long left = System.nanoTime();
    assertThat(between.awaitClosed(LONG)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(2));
    RequestRecord record = served.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.stage().orElseThrow().name()).isEqualTo("middle");
    assertThat(record.spent().stream().map(Spent::part)).containsExactly("first", "middle");
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void aClientThatLeavesDuringTheMiddleOnesCheckEndsIt() throws Exception {
    between.says(List.of("hang"));
    Served served = served();
    try (Socket _ = asked(served, BODY)) {
      assertThat(checking.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    RequestRecord record = served.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.usage().output()).as("what was answered is paid for").isPositive();
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void anAnswerThatIsNotKeptGivesItsMemoryBack() throws Exception {
    local.says(List.of("bad", " word".repeat(4000)));
    between.next(new VendorMishap.StallMidStream());
    Served served = unstarted(rules(After.ESCALATE, HandOver.FRESH, LONG)).memory(140_000).start();
    try (Socket _ = asked(served, Spoken.CHAT.request("j", true))) {
      assertThat(between.awaitReceived(1, LONG)).isTrue();
      var second = served.post(Spoken.CHAT.path(), BODY);
      assertThat(second.body()).contains("from between");
    }
  }

  private static Socket asked(Served served, String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port());
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void aCheckOfTheMiddleModelThatHangsEndsWithTheChainsDeadline() throws Exception {
    between.says(List.of("hang"));
    Served served = served(rules(After.ESCALATE, HandOver.FRESH, Duration.ofMillis(700)));
    var answer = served.post(Spoken.CHAT.path(), BODY);
    assertThat(Spoken.CHAT.refused(answer.body())).hasValue("upstream_timeout");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(hosted.received()).isEmpty();
    RequestRecord record = served.record();
    assertThat(record.spent().stream().map(Spent::part)).containsExactly("first", "middle");
  }

  @Test
  void whereBrokenChecksMarkTheMiddleAnswerIsReleasedAtTheDeadlineWithItsMark() throws Exception {
    between.says(List.of("hang"));
    Served served = served(rules(After.MARK, HandOver.FRESH, Duration.ofMillis(700)));
    var answer = served.post(Spoken.CHAT.path(), BODY);
    assertThat(answer.body()).contains("hang").doesNotContain("bad");
    isFrom(answer, "middle", "broken:deadline");
  }

  @Test
  void anotherModelInTheMiddleIsNeverKeptAndStepsTheJobBack() throws Exception {
    middleKind = ProviderKind.VLLM;
    between.next(
        new VendorMishap.Verbatim(
            "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"smaller\",\"choices\":"
                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"cheap\"},"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,"
                + "\"completion_tokens\":1,\"total_tokens\":6}}"));
    Served served = served();
    var answer = served.post(Spoken.CHAT.path(), BODY);
    assertThat(answer.body()).contains("hosted").doesNotContain("cheap");
    isFrom(answer, "then", "middle:broken:another_model");
    var next = served.post(Spoken.CHAT.path(), BODY, "x-metier-decide", "only");
    assertThat(Json.value(next.body()).path("why").asString())
        .contains("EXPIRED")
        .contains("its middle model's server answers for the model `smaller`");
    assertThat(Json.value(next.body()).path("model").asString()).isEqualTo("hosted");
  }

  @Test
  void aLaterModelHearsWhichCheckOfTheOneBeforeItFailedAndSoDoItsSamples() throws Exception {
    middleChecks = List.of(new Check.Graders(Optional.empty()), new Check.Agree(2, 2, 0.7));
    Served served = served(rules(After.ESCALATE, HandOver.REASON, LONG));
    assertThat(served.post(Spoken.CHAT.path(), BODY).body()).contains("between");
    assertThat(between.received()).hasSize(2);
    assertThat(between.received())
        .allSatisfy(each -> assertThat(each.body()).contains("did not pass the check `complete`"));
    between.says(List.of("bad"));
    served.post(Spoken.CHAT.path(), BODY);
    assertThat(hosted.received().getLast().body())
        .contains("did not pass the check `graders`")
        .doesNotContain("bad");
  }

  @Test
  void theMoneyOfAllThreeIsHeldAtOnce() throws Exception {
    var decided = served().post(Spoken.CHAT.path(), BODY, "x-metier-decide", "only");
    double one = Json.value(decided.body()).path("most_cost_usd").path("between").asDouble();
    assertThat(one).isPositive();
    local.says(List.of("hang"));
    Served served =
        unstarted(rules(After.ESCALATE, HandOver.FRESH, LONG))
            .key(Optional.of(Money.usd(3.5 * one)), OptionalInt.empty())
            .start();
    var first =
        served
            .client()
            .sendAsync(
                served.request(Spoken.CHAT.path(), BODY), HttpResponse.BodyHandlers.ofString());
    assertThat(checking.await(10, TimeUnit.SECONDS)).isTrue();
    local.says(List.of("bad"));
    var second = served.post(Spoken.CHAT.path(), BODY);
    assertThat(second.body())
        .as("the later models of the first request have what they may cost")
        .contains("is held by requests under way");
    assertThat(between.received()).isEmpty();
    first.cancel(true);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPersonMayChooseTheMiddleModelForARequestOrTheConversation() throws Exception {
    between.says(List.of("bad ", "but chosen"));
    Served served = served();
    var once = served.post(Spoken.CHAT.path(), BODY, "x-metier-stage", "middle");
    assertThat(once.body()).contains("but chosen");
    isFrom(once, "middle", "none");
    assertThat(once.headers().firstValue("x-metier-hold")).isEmpty();
    var nowhere = served.post(Spoken.CHAT.path(), BODY, "x-metier-stage", "middle; conversation");
    assertThat(nowhere.headers().firstValue("x-metier-hold"))
        .as("nothing can hold where no conversation is named")
        .contains("none");
    var kept =
        served.post(
            Spoken.CHAT.path(),
            BODY,
            "x-metier-stage",
            "middle; conversation",
            "x-session-id",
            "s");
    assertThat(kept.headers().firstValue("x-metier-hold")).isEmpty();
    var held = served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s");
    isFrom(held, "middle", "none");
    assertThat(local.received()).isEmpty();
    var wrong = served.post(Spoken.CHAT.path(), BODY, "x-metier-stage", "opus");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("takes `first`, `middle` or `then`, and `; conversation`");
  }

  @Test
  void betweenACallAndItsResultTheMiddleModelIsHeld() throws Exception {
    Served served = served();
    isFrom(served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s"), "middle", "pass");
    between.says(List.of("bad ", "but held"));
    String toolTurn =
        "{\"model\":\"j\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":"
            + "\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":"
            + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"12\"}]}";
    var answer = served.post(Spoken.CHAT.path(), toolTurn, "x-session-id", "s");
    assertThat(answer.body()).contains("but held");
    isFrom(answer, "middle", "none");
    assertThat(local.received()).hasSize(1);
  }

  @Test
  void whoFailedTwiceInAConversationIsPassedOverAndTheNextIsStillChecked() throws Exception {
    Served served = served();
    for (int i = 0; i < 3; i++) {
      isFrom(served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s"), "middle", "pass");
    }
    assertThat(local.received()).hasSize(2);
    var decided =
        served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s", "x-metier-decide", "only");
    assertThat(Json.value(decided.body()).path("model").asString()).isEqualTo("between");
    assertThat(Json.value(decided.body()).path("why").asString())
        .contains("too many answers of the first model have failed in this conversation");
    between.says(List.of("bad"));
    for (int i = 0; i < 2; i++) {
      isFrom(
          served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s"),
          "then",
          "middle:failed:graders:bad");
    }
    isFrom(served.post(Spoken.CHAT.path(), BODY, "x-session-id", "s"), "then", "none");
    assertThat(local.received()).hasSize(2);
    assertThat(between.received()).hasSize(5);
  }

  @Test
  void theDecisionAloneTellsWhichAnswersAreChecked() throws Exception {
    var answer = served().post(Spoken.CHAT.path(), BODY, "x-metier-decide", "only");
    var decision = Json.value(answer.body());
    assertThat(decision.path("model").asString()).isEqualTo("local");
    assertThat(decision.path("then").toString()).isEqualTo("[\"between\",\"hosted\"]");
    assertThat(decision.path("checks").toString())
        .isEqualTo("{\"local\":[\"complete\"],\"between\":[\"graders\"]}");
    assertThat(local.received()).isEmpty();
  }

  @Test
  void aShareOfTheMiddleModelThatWasNotProvenStepsBack() throws Exception {
    proof =
        new CascadeProof(
            "By a test.",
            new CascadeProof.Share(0, 1),
            Map.of(
                "middle:kept", new CascadeProof.Share(0.8, 1),
                "middle:down", new CascadeProof.Share(0, 0.5)));
    between.says(List.of("bad"));
    Served served = served();
    assertThat(untilItStepsBack(served)).isBetween(2, 60);
    assertThat(why(served)).contains("it keeps fewer of its middle model's answers than the 80 to");
  }

  @Test
  void aMiddleModelThatIsDownMoreOftenThanWhenItWasCompiledStepsBackToo() throws Exception {
    proof =
        new CascadeProof(
            "By a test.",
            new CascadeProof.Share(0, 1),
            Map.of("middle:down", new CascadeProof.Share(0, 0.02)));
    between.next(new VendorMishap.ConnectionRefused());
    Served served = served();
    assertThat(untilItStepsBack(served)).isBetween(2, 20);
    assertThat(why(served)).contains("more of its requests end with `middle:down`");
  }

  private static String why(Served served) throws Exception {
    var decided = served.post(Spoken.CHAT.path(), BODY, "x-metier-decide", "only");
    return Json.value(decided.body()).path("why").asString();
  }

  /// How many requests it took.
  private static int untilItStepsBack(Served served) throws Exception {
    for (int asked = 1; asked <= 100; asked++) {
      var answer = served.post(Spoken.CHAT.path(), BODY);
      if (header(answer, "x-metier-route").equals("static")) {
        return asked;
      }
    }
    return 101;
  }
}
