package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.check.Agreement;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.journal.RequestRecord;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a cascade releases, to whom it hands over, and what the client is told of it.
class CascadeServedTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final List<Check> COMPLETE = List.of(new Check.Complete());
  private static final List<Check> AGREE = List.of(new Check.Agree(3, 2, 0.7));

  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch checking = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @BeforeEach
  void words() {
    local.says(List.of("from ", "local"));
    hosted.says(List.of("from ", "hosted"));
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    local.close();
    hosted.close();
  }

  /// Says of an answer what stands in it; `hang` never says anything.
  private AnswerCheck scripted(Check check) {
    if (check instanceof Check.Agree agree) {
      return new Agreement(agree.least());
    }
    return (request, answers) -> {
      String text = answers.getFirst().text();
      if (text.contains("hang")) {
        hang();
      }
      return text.contains("bad")
          ? new CheckResult.Fail("complete:bad")
          : text.contains("unreadable")
              ? new CheckResult.Broken("complete:unreadable")
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

  private static CascadeRules rules(After failed, After broken, Hold hold, Duration deadline) {
    return new CascadeRules(failed, broken, HandOver.FRESH, hold, 0.2, deadline);
  }

  private static CascadeRules rules(After after) {
    return rules(after, after, Hold.CONVERSATION, LONG);
  }

  private Served served(DataClass data, List<Check> checks, CascadeRules rules, String... route) {
    var served =
        new Served(folder)
            .checks(this::scripted)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .cascade("j", data, checks, rules, route)
            .start();
    open.add(served);
    return served;
  }

  private Served served(CascadeRules rules) {
    return served(DataClass.INTERNAL, COMPLETE, rules, "local", "hosted");
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(Spoken.values())
        .flatMap(spoken -> Stream.of(Arguments.of(spoken, true), Arguments.of(spoken, false)));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anAnswerThatPassesIsReleasedWhole(Spoken spoken, boolean stream) throws Exception {
    Served served = served(rules(After.ESCALATE));
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).isTrue();
    assertThat(answer.body()).contains("local").doesNotContain("hosted");
    assertThat(header(answer, "x-metier-route")).isEqualTo("cascade");
    assertThat(header(answer, "x-metier-stage")).isEqualTo("first");
    assertThat(header(answer, "x-metier-check")).isEqualTo("pass");
    assertThat(header(answer, "x-metier-hold")).isEqualTo("none");
    assertThat(hosted.received()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void ofAnAnswerThatFailsNothingIsReleased(Spoken spoken, boolean stream) throws Exception {
    local.says(List.of("bad ", "words"));
    Served served = served(rules(After.ESCALATE));
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).isTrue();
    assertThat(answer.body()).contains("hosted").doesNotContain("bad");
    assertThat(header(answer, "x-metier-stage")).isEqualTo("then");
    assertThat(header(answer, "x-metier-check")).isEqualTo("failed:complete:bad");
    RequestRecord record = served.record();
    assertThat(record.tries().stream().map(RequestRecord.Try::outcome))
        .containsExactly("answered", "not_kept", "answered");
    var checked = record.stage().orElseThrow().checked();
    assertThat(checked.stream().map(RequestRecord.Checked::check)).containsExactly("complete");
    assertThat(checked.getFirst().result()).isEqualTo("failed:complete:bad");
    assertThat(checked.getFirst().took()).isPositive();
    assertThat(record.cost().orElseThrow().nanos())
        .as("both answers are paid for")
        .isGreaterThan(record.usage().output() * 1000);
    assertThat(hosted.received().getFirst().body())
        .as("the later model reads what the client asked, and nothing of the failed answer")
        .contains("Hi")
        .doesNotContain("bad");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whereAReasonIsHandedOverTheLaterModelHearsWhichCheckFailedAndNothingElse(
      Spoken spoken, boolean stream) throws Exception {
    local.says(List.of("bad ", "words"));
    var rules =
        new CascadeRules(
            After.ESCALATE, After.ESCALATE, HandOver.REASON, Hold.CONVERSATION, 0.2, LONG);
    Served served = served(rules);
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.body()).contains("hosted");
    assertThat(hosted.received().getLast().body())
        .contains("Hi")
        .contains("did not pass the check `complete`")
        .doesNotContain("bad");
    local.says(List.of("unreadable"));
    served.post(spoken.path(), spoken.request("j", stream));
    assertThat(hosted.received().getLast().body())
        .as("a check that could not run says nothing of the answer")
        .doesNotContain("did not pass");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whereNobodyElseMayReadItAFailedCheckRefuses(Spoken spoken, boolean stream) throws Exception {
    local.says(List.of("bad"));
    Served served = served(DataClass.RESTRICTED, COMPLETE, rules(After.REFUSE), "local");
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(spoken.refused(answer.body())).hasValue(spoken.code(Reason.CHECK_FAILED));
    assertThat(header(answer, "x-should-retry")).isEqualTo("false");
    assertThat(answer.body()).doesNotContain("bad\"");
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void aRequestThatIsRaisedAboveTheLaterModelsHostNeverReachesIt() throws Exception {
    local.says(List.of("bad"));
    Served served = served(rules(After.ESCALATE));
    var answer =
        served.post(
            Spoken.CHAT.path(), Spoken.CHAT.request("j", true), "x-metier-class", "restricted");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Spoken.CHAT.refused(answer.body())).hasValue("check_failed");
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void aMarkedAnswerIsReleasedWithItsMark() throws Exception {
    local.says(List.of("bad"));
    Served served = served(rules(After.MARK));
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("bad");
    assertThat(header(answer, "x-metier-check")).isEqualTo("failed:complete:bad");
  }

  @Test
  void aCheckThatCouldNotRunIsNeverTakenForAPass() throws Exception {
    local.says(List.of("unreadable"));
    Served served = served(rules(After.REFUSE, After.ESCALATE, Hold.CONVERSATION, LONG));
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:complete:unreadable");
  }

  @Test
  void aServerThatIsDownIsNoFailedCheck() throws Exception {
    local.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    Served served = served(rules(After.REFUSE));
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", true));
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-check")).isEqualTo("down");
  }

  @Test
  void anAnswerThatBreaksMidwayIsNotSeenAndTheNextModelAnswers() throws Exception {
    local.next(new VendorMishap.ResetMidStream(), new VendorMishap.ResetMidStream());
    Served served = served(rules(After.ESCALATE));
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", true));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("hosted").containsOnlyOnce("from ");
  }

  @Test
  void bothServersDownIsToldAsTheLastOnesFailure() throws Exception {
    local.next(new VendorMishap.ConnectionRefused());
    hosted.next(new VendorMishap.ConnectionRefused());
    Served served = served(rules(After.ESCALATE));
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(Spoken.CHAT.refused(answer.body())).hasValue("upstream_broken");
  }

  @Test
  void aCheckThatHangsEndsWithTheChainsDeadline() throws Exception {
    local.says(List.of("hang"));
    var rules = rules(After.ESCALATE, After.ESCALATE, Hold.CONVERSATION, Duration.ofMillis(700));
    Served served = served(rules);
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(Spoken.CHAT.refused(answer.body())).hasValue("upstream_timeout");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void whatWasWrittenUntilTheChainsDeadlineIsPaidFor() throws Exception {
    var rules = rules(After.ESCALATE, After.ESCALATE, Hold.CONVERSATION, Duration.ofMillis(700));
    local.next(new VendorMishap.StallMidStream());
    Served served = served(rules);
    var first = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", true));
    assertThat(Spoken.CHAT.refused(first.body())).hasValue("upstream_timeout");
    assertThat(served.record().cost().orElseThrow().nanos()).isPositive();

    local.says(List.of("bad"));
    hosted.next(new VendorMishap.StallBeforeFirstToken());
    var later = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", true));
    assertThat(Spoken.CHAT.refused(later.body())).hasValue("upstream_timeout");
    assertThat(served.record().tries().stream().map(RequestRecord.Try::outcome))
        .contains("not_kept", "deadline");
  }

  @Test
  void whereNobodyElseMayAnswerTheFirstModelIsAskedOnceMore() throws Exception {
    local.next(new VendorMishap.Status(503));
    Served served = served(DataClass.RESTRICTED, COMPLETE, rules(After.REFUSE), "local");
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("local");
  }

  @Test
  void aClientThatLeavesDuringACheckEndsIt() throws Exception {
    local.says(List.of("hang"));
    Served served = served(rules(After.ESCALATE));
    try (Socket _ = asked(served, Spoken.CHAT.request("j", false))) {
      assertThat(checking.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    RequestRecord record = served.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.usage().output()).as("what was answered is paid for").isPositive();
  }

  @Test
  void aClientThatLeavesDuringTheFirstAnswerStopsItsModel() throws Exception {
    local.next(new VendorMishap.StallMidStream());
    Served served = served(rules(After.ESCALATE));
    try (Socket _ = asked(served, Spoken.CHAT.request("j", true))) {
      assertThat(local.awaitReceived(1, LONG)).isTrue();
    }
    assertThat(local.awaitClosed(LONG)).isTrue();
    assertThat(served.record().status()).isEqualTo(499);
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void answersThatWaitForTheirCheckCountInTheMemoryLimit() throws Exception {
    local.says(List.of("hang", " word".repeat(4000)));
    var served =
        new Served(folder)
            .checks(this::scripted)
            .memory(60_000)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .cascade("j", DataClass.RESTRICTED, COMPLETE, rules(After.REFUSE), "local")
            .start();
    open.add(served);
    try (Socket _ = asked(served, Spoken.CHAT.request("j", false))) {
      assertThat(checking.await(10, TimeUnit.SECONDS)).isTrue();
      var second = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
      assertThat(second.body()).contains("Too much is under way here");
    }
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatLeavesWhileSamplesAreDrawnStopsThem() throws Exception {
    local.next(
        verbatim("one"), new VendorMishap.StallMidStream(), new VendorMishap.StallMidStream());
    Served served = served(DataClass.INTERNAL, AGREE, rules(After.ESCALATE), "local", "hosted");
    try (Socket _ = asked(served, Spoken.CHAT.request("j", false))) {
      assertThat(local.awaitReceived(3, LONG)).isTrue();
    }
    await(() -> local.openConnections() <= 1);
    RequestRecord record = served.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.cost().orElseThrow().nanos()).as("what came is paid for").isPositive();
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void aClientThatLeavesDuringTheLaterAnswerStopsItsModelAndPaysForBoth() throws Exception {
    local.says(List.of("bad"));
    hosted.next(new VendorMishap.StallMidStream());
    Served served = served(rules(After.ESCALATE));
    try (Socket _ = asked(served, Spoken.CHAT.request("j", true))) {
      assertThat(hosted.awaitReceived(1, LONG)).isTrue();
    }
    assertThat(hosted.awaitClosed(LONG)).isTrue();
    RequestRecord record = served.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.tries().stream().map(RequestRecord.Try::outcome))
        .contains("not_kept", "client_gone");
    assertThat(record.cost().orElseThrow().nanos()).isPositive();
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
  void samplesThatAgreeKeepTheAnswer() throws Exception {
    Served served = served(DataClass.INTERNAL, AGREE, rules(After.ESCALATE), "local", "hosted");
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("local");
    assertThat(local.received()).hasSize(3);
    assertThat(local.received().get(1).body()).contains("\"temperature\":0.7");
    assertThat(served.record().cost().orElseThrow().nanos())
        .as("three answers are paid for")
        .isGreaterThan(2 * 1000);
  }

  @Test
  void samplesThatDisagreeHandOver() throws Exception {
    local.next(verbatim("one"), verbatim("two"), verbatim("three"));
    Served served = served(DataClass.INTERNAL, AGREE, rules(After.ESCALATE), "local", "hosted");
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-check")).isEqualTo("failed:agree:1_of_3");
  }

  @Test
  void samplesThatNeverCameMakeNoVerdict() throws Exception {
    local.next(
        verbatim("one"),
        new VendorMishap.Status(500),
        new VendorMishap.Status(500),
        new VendorMishap.Status(500),
        new VendorMishap.Status(500));
    Served served = served(DataClass.INTERNAL, AGREE, rules(After.ESCALATE), "local", "hosted");
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:agree:no_answer");
  }

  /// Also where it says the same: how often answers agree was counted for the model that was asked.
  @Test
  void aSampleOfAnotherModelMakesNoVerdictAndStepsTheJobBack() throws Exception {
    local.next(verbatim("one"), verbatim("one"), verbatim("smaller", "one"));
    Served served = served(DataClass.INTERNAL, AGREE, rules(After.ESCALATE), "local", "hosted");
    String body = Spoken.CHAT.request("j", false);
    var answer = served.post(Spoken.CHAT.path(), body);
    assertThat(answer.body()).contains("hosted").doesNotContain("one");
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:agree:another_model");
    assertThat(served.record().cost().orElseThrow().nanos())
        .as("all three answers are paid for")
        .isGreaterThan(3 * 6 * 1000);
    assertThat(header(served.post(Spoken.CHAT.path(), body), "x-metier-route")).isEqualTo("static");
    assertThat(local.received()).hasSize(3);
  }

  private static VendorMishap verbatim(String text) {
    return verbatim("upstream-local", text);
  }

  private static VendorMishap verbatim(String model, String text) {
    return new VendorMishap.Verbatim(
        "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\""
            + model
            + "\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\""
            + text
            + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,"
            + "\"completion_tokens\":1,\"total_tokens\":6}}");
  }

  @Test
  void severalAnswersAtOnceAreRefusedByName() throws Exception {
    Served served = served(rules(After.ESCALATE));
    String body = Spoken.CHAT.request("j", false).replace("{\"model\"", "{\"n\":2,\"model\"");
    var answer = served.post(Spoken.CHAT.path(), body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("`n` must be 1");
    assertThat(local.received()).isEmpty();
  }

  @Test
  void aPersonMayChooseTheStageForARequestOrTheConversation() throws Exception {
    Served served = served(rules(After.ESCALATE));
    String body = Spoken.CHAT.request("j", false);
    var once = served.post(Spoken.CHAT.path(), body, "x-metier-stage", "then");
    assertThat(once.body()).contains("hosted");
    var held =
        served.post(
            Spoken.CHAT.path(), body, "x-metier-stage", "then; conversation", "x-session-id", "s");
    assertThat(held.body()).contains("hosted");
    assertThat(served.post(Spoken.CHAT.path(), body, "x-session-id", "s").body())
        .contains("hosted");
    assertThat(served.post(Spoken.CHAT.path(), body, "x-session-id", "other").body())
        .contains("local");
    var wrong = served.post(Spoken.CHAT.path(), body, "x-metier-stage", "opus");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("`first` or `then`");
  }

  @Test
  void aPersonsChoiceNeverLeadsPastTheDataClass() throws Exception {
    Served served = served(DataClass.RESTRICTED, COMPLETE, rules(After.REFUSE), "local");
    var answer =
        served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false), "x-metier-stage", "then");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void afterTwoFailedChecksAConversationStaysWithTheLaterModel() throws Exception {
    local.says(List.of("bad"));
    Served served = priced(Served.perMillion(0, 0));
    String body = Spoken.CHAT.request("j", false);
    for (int i = 0; i < 3; i++) {
      assertThat(served.post(Spoken.CHAT.path(), body, "x-session-id", "s").body())
          .contains("hosted");
    }
    assertThat(local.received()).hasSize(2);
    assertThat(served.post(Spoken.CHAT.path(), body, "x-session-id", "t").body())
        .contains("hosted");
    assertThat(local.received()).hasSize(3);
  }

  @Test
  void checksThatCouldNotRunDoNotCountTowardsThat() throws Exception {
    local.says(List.of("unreadable"));
    Served served = priced(Served.perMillion(0, 0));
    String body = Spoken.CHAT.request("j", false);
    for (int i = 0; i < 4; i++) {
      served.post(Spoken.CHAT.path(), body, "x-session-id", "s");
    }
    assertThat(local.received()).hasSize(4);
  }

  /// A cascade whose first model has this price; the later one takes a dollar for a million tokens.
  private Served priced(Price first) {
    var served =
        new Served(folder)
            .checks(this::scripted)
            .price(first)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .price(Served.perMillion(1, 0.1))
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .cascade("j", DataClass.INTERNAL, COMPLETE, rules(After.ESCALATE), "local", "hosted")
            .start();
    open.add(served);
    return served;
  }

  @Test
  void aConversationGoesBackToTheFirstModelOnlyWhereThatIsCheapEnough() throws Exception {
    String body = Spoken.CHAT.request("j", false);
    local.says(List.of("bad"));
    Served dear = priced(Served.perMillion(1, 0.1));
    assertThat(dear.post(Spoken.CHAT.path(), body, "x-session-id", "s").body()).contains("hosted");
    local.says(List.of("from local"));
    var stays = dear.post(Spoken.CHAT.path(), body, "x-session-id", "s");
    assertThat(stays.body()).as("the way back would cost more than 20 %").contains("hosted");
    assertThat(header(stays, "x-metier-check")).isEqualTo("none");
    var told = dear.post(Spoken.CHAT.path(), body, "x-session-id", "s", "x-metier-decide", "only");
    assertThat(Json.value(told.body()).path("why").asString()).contains("may cost more");

    local.says(List.of("bad"));
    Served cheap = priced(Served.perMillion(0.1, 0.01));
    assertThat(cheap.post(Spoken.CHAT.path(), body, "x-session-id", "s").body()).contains("hosted");
    local.says(List.of("from local"));
    assertThat(cheap.post(Spoken.CHAT.path(), body, "x-session-id", "s").body()).contains("local");
  }

  @Test
  void whereAPriceIsNotKnownAConversationStaysWithTheLaterModel() throws Exception {
    String body = Spoken.CHAT.request("j", false);
    local.says(List.of("bad"));
    Served served = priced(new Price.Unknown());
    assertThat(served.post(Spoken.CHAT.path(), body, "x-session-id", "s").body())
        .contains("hosted");
    local.says(List.of("from local"));
    assertThat(served.post(Spoken.CHAT.path(), body, "x-session-id", "s").body())
        .contains("hosted");
    assertThat(served.post(Spoken.CHAT.path(), body, "x-session-id", "new").body())
        .contains("local");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void betweenACallAndItsResultTheModelIsHeld(Spoken spoken, boolean stream) throws Exception {
    Served served = served(rules(After.ESCALATE));
    served.post(spoken.path(), spoken.request("j", stream), "x-session-id", "s");
    local.says(List.of("bad ", "but held"));
    var answer = served.post(spoken.path(), toolTurn(spoken, stream), "x-session-id", "s");
    assertThat(answer.body()).contains("but held");
    assertThat(header(answer, "x-metier-stage")).isEqualTo("first");
    assertThat(header(answer, "x-metier-check")).isEqualTo("none");
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void withoutAHoldACheckMayHandOverAlsoThere() throws Exception {
    local.says(List.of("bad"));
    Served served = served(rules(After.ESCALATE, After.ESCALATE, Hold.REQUEST, LONG));
    var answer = served.post(Spoken.CHAT.path(), toolTurn(Spoken.CHAT, false), "x-session-id", "s");
    assertThat(answer.body()).contains("hosted");
  }

  private static String toolTurn(Spoken spoken, boolean stream) {
    String begin = "{\"model\":\"j\",\"stream\":" + stream;
    return switch (spoken) {
      case CHAT ->
          begin
              + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\","
              + "\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
              + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
              + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"12\"}]}";
      case MESSAGES ->
          begin
              + ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
              + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c1\","
              + "\"name\":\"f\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":"
              + "\"tool_result\",\"tool_use_id\":\"c1\",\"content\":\"12\"}]}],\"tools\":[{"
              + "\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]}";
      case RESPONSES ->
          begin
              + ",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"type\":\"function_call\","
              + "\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"},{\"type\":"
              + "\"function_call_output\",\"call_id\":\"c1\",\"output\":\"12\"}]}";
    };
  }

  /// A cascade that was found to keep most of its first model's answers.
  private Served watched() {
    var served =
        new Served(folder)
            .checks(this::scripted)
            .kept(0.8, 1)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .cascade("j", DataClass.INTERNAL, COMPLETE, rules(After.ESCALATE), "local", "hosted")
            .start();
    open.add(served);
    return served;
  }

  /// How many requests it took.
  private static int untilItStepsBack(Served served) throws Exception {
    for (int asked = 1; asked <= 100; asked++) {
      var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
      if (header(answer, "x-metier-route").equals("static")) {
        return asked;
      }
    }
    return 101;
  }

  @Test
  void aShareThatWasNotProvenStepsBackToModelsThatAreFitAlone() throws Exception {
    local.says(List.of("bad"));
    Served served = watched();
    assertThat(untilItStepsBack(served)).isBetween(2, 60);
    String body = Spoken.CHAT.request("j", false);
    int before = local.received().size();
    served.post(Spoken.CHAT.path(), body);
    assertThat(local.received()).hasSize(before);
    assertThat(served.get("/metrics").body())
        .contains("metier_cascades_stepped_back 1.0")
        .contains(
            "metier_cascade_answers_total{check=\"failed:complete:bad\",job=\"j\",stage=\"then\"}");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anAnswerOfAnotherModelThanTheOneAskedIsNeverKept(Spoken spoken, boolean stream)
      throws Exception {
    local.next(
        stream
            ? new VendorMishap.Verbatim(
                "data:"
                    + " {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"model\":\"smaller\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"cheap\"}}]}\n\n"
                    + "data:"
                    + " {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"model\":\"smaller\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                    + "data: [DONE]\n\n")
            : verbatim("smaller", "cheap"));
    Served served = served(rules(After.MARK));
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.body()).contains("hosted").doesNotContain("cheap");
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:another_model");
    var next = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(header(next, "x-metier-route")).isEqualTo("static");
    assertThat(next.body()).contains("hosted");
    assertThat(served.get("/metrics").body()).contains("metier_cascades_stepped_back 1.0");
  }

  @Test
  void checksThatBreakMoreOftenThanWhenItWasCompiledStepBackToo() throws Exception {
    local.says(List.of("unreadable"));
    var served =
        new Served(folder)
            .checks(this::scripted)
            .proof(
                new CascadeProof(
                    "By a test.",
                    new CascadeProof.Share(0, 1),
                    Map.of("broken:complete", new CascadeProof.Share(0, 0.02))))
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .cascade("j", DataClass.INTERNAL, COMPLETE, rules(After.ESCALATE), "local", "hosted")
            .start();
    open.add(served);
    assertThat(untilItStepsBack(served)).isBetween(2, 20);
    var decided =
        served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false), "x-metier-decide", "only");
    assertThat(Json.value(decided.body()).path("why").asString())
        .contains("EXPIRED")
        .contains("broken:complete");
  }

  @Test
  void aStepBackHoldsWhenTheGatewayBeginsAnewAndEndsWithANewPolicy() throws Exception {
    local.says(List.of("bad"));
    Served before = watched();
    assertThat(untilItStepsBack(before)).isBetween(2, 60);
    String body = Spoken.CHAT.request("j", false);
    Path kept = folder.resolve("stepped-back.json");
    await(() -> Files.exists(kept));
    Served after = watched();
    assertThat(header(after.post(Spoken.CHAT.path(), body), "x-metier-route")).isEqualTo("static");
    Policy old = after.policy();
    after
        .gateway()
        .reload(
            new Policy(
                old.evidence(),
                old.project(),
                old.compiled().plusSeconds(1),
                old.jobs(),
                old.models()));
    assertThat(header(after.post(Spoken.CHAT.path(), body), "x-metier-route")).isEqualTo("cascade");
    assertThat(after.get("/metrics").body()).contains("metier_cascades_stepped_back 0.0");
  }

  private static void await(BooleanSupplier what) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!what.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  @Test
  void aRequestMayAskForTheDecisionAlone() throws Exception {
    Served served = served(rules(After.ESCALATE));
    String body = Spoken.MESSAGES.request("j", true);
    var answer = served.post(Spoken.MESSAGES.path(), body, "x-metier-decide", "only");
    assertThat(answer.statusCode()).isEqualTo(200);
    var decision = Json.value(answer.body());
    assertThat(decision.path("model").asString()).isEqualTo("local");
    assertThat(decision.path("checked").asBoolean()).isTrue();
    assertThat(decision.path("then").path(0).asString()).isEqualTo("hosted");
    assertThat(decision.path("most_cost_usd").path("hosted").asDouble()).isPositive();
    assertThat(local.received()).isEmpty();
    assertThat(hosted.received()).isEmpty();
    var wrong = served.post(Spoken.MESSAGES.path(), body, "x-metier-decide", "yes");
    assertThat(wrong.statusCode()).isEqualTo(400);
  }
}
