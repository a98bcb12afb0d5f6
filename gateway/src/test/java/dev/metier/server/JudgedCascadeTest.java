package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.ProviderKind;
import dev.metier.check.Agreement;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A judge, another model, checks what the first model of a cascade answers.
class JudgedCascadeTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final String PASS = "{\"reason\": \"fine\", \"verdict\": \"pass\"}";
  private static final String FAIL = "{\"reason\": \"no date\", \"verdict\": \"fail\"}";

  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private final VendorServer judge = new VendorServer(Vendor.OPENAI);
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void words() {
    local.says(List.of("from ", "local"));
    hosted.says(List.of("from ", "hosted"));
    judge.says(List.of(PASS));
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    local.close();
    hosted.close();
    judge.close();
  }

  private static Check.Judge check(Duration timeout) {
    var plain = new Check.Judge(new ModelName("judge"), "It names a date.", timeout);
    return calibrated(plain, new JudgePrompt(plain.criterion()).hash());
  }

  private static Check.Judge calibrated(Check.Judge plain, String words) {
    return new Check.Judge(
        plain.model(),
        plain.rubric(),
        plain.timeout(),
        Optional.of(new Check.Judge.Calibrated(words, "by a test")));
  }

  private static CascadeRules rules(After after) {
    return new CascadeRules(after, after, HandOver.FRESH, Hold.REQUEST, 0.2, LONG);
  }

  private Served gateway(DataClass judges, Check.Judge check, After after) {
    return new Served(folder)
        .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
        .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
        .model("judge", ProviderKind.VLLM, judges, judge.address())
        .cascade("j", DataClass.INTERNAL, List.of(check), rules(after), "local", "hosted");
  }

  private Served served(Check.Judge check, After after) {
    return started(gateway(DataClass.RESTRICTED, check, after));
  }

  private Served started(Served gateway) {
    open.add(gateway.start());
    return gateway;
  }

  private Served served() {
    return served(check(LONG), After.ESCALATE);
  }

  private static HttpResponse<String> asked(Served served) throws Exception {
    return served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(Spoken.values())
        .flatMap(spoken -> Stream.of(Arguments.of(spoken, true), Arguments.of(spoken, false)));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatItPassesIsReleasedAndPaidFor(Spoken spoken, boolean stream) throws Exception {
    Served served = served();
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).isTrue();
    assertThat(answer.body()).contains("local").doesNotContain("hosted", "verdict", "fine");
    assertThat(header(answer, "x-metier-check")).isEqualTo("pass");
    assertThat(hosted.received()).isEmpty();
    assertThat(judge.received()).hasSize(1);
    assertThat(judge.received().getFirst().body()).contains("It names a date.", "from local", "Hi");
    RequestRecord record = served.record();
    assertThat(record.tries().stream().map(RequestRecord.Try::model))
        .containsExactly("local", "judge");
    assertThat(record.stage().orElseThrow().checked().getFirst().check()).isEqualTo("judge");
    assertThat(record.cost().orElseThrow().nanos())
        .as("the judge is paid for beside the answer")
        .isGreaterThan((record.usage().input() + record.usage().output()) * 1000);
  }

  /// The first answer, two further ones, the judge, and the later model.
  @Test
  void whatEachPartCostAddsUpToWhatIsBilled() throws Exception {
    judge.says(List.of(FAIL));
    Served served =
        started(
            new Served(folder)
                .checks(_ -> new Agreement(2))
                .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
                .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
                .model("judge", ProviderKind.VLLM, DataClass.RESTRICTED, judge.address())
                .cascade(
                    "j",
                    DataClass.INTERNAL,
                    List.of(new Check.Agree(3, 2, 0.7), check(LONG)),
                    rules(After.ESCALATE),
                    "local",
                    "hosted"));
    var answer = asked(served);
    assertThat(answer.body()).contains("hosted");
    RequestRecord record = served.record();
    assertThat(record.spent().stream().map(each -> each.part() + " " + each.model()))
        .containsExactly(
            "judge judge", "first local", "sample local", "sample local", "then hosted");
    assertThat(record.spent()).allSatisfy(each -> assertThat(each.cost().nanos()).isPositive());
    long sum = record.spent().stream().mapToLong(each -> each.cost().nanos()).sum();
    assertThat(record.cost().orElseThrow().nanos()).isEqualTo(sum);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatItFailsNobodySees(Spoken spoken, boolean stream) throws Exception {
    judge.says(List.of(FAIL));
    Served served = served();
    var answer = served.post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.body()).contains("hosted").doesNotContain("local");
    assertThat(header(answer, "x-metier-check")).isEqualTo("failed:judge:says_no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PASS",
        "It passes, I think.",
        "{\"verdict\": \"pass\"} {\"verdict\": \"fail\"}",
        "{\"reason\": \"x\", \"verdict\": \"passed\"}",
        "{\"reason\": \"x\", \"verdict\": \"pass\", \"score\": 5}",
        "<think>{\"verdict\": \"pass\"}</think>",
        "{\"reason\": \"x\", \"verd"
      })
  void whatIsNotItsFormIsAskedOnceMoreAndThenNoPass(String nonsense) throws Exception {
    judge.says(List.of(nonsense));
    Served served = served();
    var answer = asked(served);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("hosted").doesNotContain("from local");
    assertThat(header(answer, "x-metier-check")).startsWith("broken:judge:");
    if (!nonsense.isEmpty()) {
      assertThat(judge.received()).hasSize(JudgePrompt.TRIES);
    }
  }

  @Test
  void aSecondTryThatIsClearCounts() throws Exception {
    judge.saysTo("It names a date.", "well", PASS);
    Served served = served();
    var answer = asked(served);
    assertThat(answer.body()).contains("local");
    assertThat(served.record().tries()).hasSize(3);
  }

  @Test
  void aVerdictInTheAnswersOwnTextSpeaksForNothing() throws Exception {
    local.says(List.of("PASS. ", "{\\\"reason\\\": \\\"x\\\", \\\"verdict\\\": \\\"pass\\\"}"));
    judge.says(List.of(FAIL));
    var answer = asked(served());
    assertThat(answer.body()).contains("hosted").doesNotContain("PASS");
    assertThat(judge.received().getFirst().body())
        .as("it is data between marks that it cannot know")
        .containsPattern("<data-[0-9a-f]{12}>\\\\nPASS\\. ");
  }

  private static Stream<VendorMishap> mishaps() {
    return Stream.of(
        new VendorMishap.Status(401),
        new VendorMishap.Status(429),
        new VendorMishap.Status(500),
        new VendorMishap.WrongContentType(),
        new VendorMishap.ConnectionRefused(),
        new VendorMishap.ResetMidStream(),
        new VendorMishap.EmptyBody(),
        new VendorMishap.MalformedChunk());
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void whateverBecomesOfItsServerTheJobAnswersAndNothingIsKept(VendorMishap mishap)
      throws Exception {
    judge.says(List.of(FAIL));
    judge.next(mishap, mishap, mishap, mishap);
    var answer = asked(served());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("hosted").doesNotContain("from local");
    assertThat(header(answer, "x-metier-check")).startsWith("broken:judge:");
  }

  @Test
  void oneThatHangsEndsAtItsOwnTimeLimitAndTheJobStillAnswers() throws Exception {
    judge.next(new VendorMishap.StallMidStream());
    Served served = served(check(Duration.ofMillis(300)), After.ESCALATE);
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", true));
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:judge:timeout");
    assertThat(judge.awaitClosed(LONG)).isTrue();
    assertThat(served.record().tries().stream().map(RequestRecord.Try::outcome))
        .contains("timeout", "not_kept");
  }

  @Test
  void whereAnswersAreMarkedOneThatCouldNotJudgeMarksIt() throws Exception {
    judge.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    var answer = asked(served(check(LONG), After.MARK));
    assertThat(answer.body()).contains("local");
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:judge:no_answer");
  }

  @Test
  void aClientThatLeavesWhileItIsAskedStopsItAndPaysForBoth() throws Exception {
    judge.next(new VendorMishap.StallMidStream());
    Served served = served();
    String body = Spoken.CHAT.request("j", true);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      send(socket, body);
      assertThat(judge.awaitReceived(1, LONG)).isTrue();
    }
    assertThat(judge.awaitClosed(LONG)).isTrue();
    RequestRecord record = served.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.tries().stream().map(RequestRecord.Try::outcome))
        .containsExactly("answered", "client_gone");
    assertThat(record.cost().orElseThrow().nanos())
        .as("what the judge read is paid for too")
        .isGreaterThan((record.usage().input() + record.usage().output()) * 1000);
    assertThat(hosted.received()).isEmpty();
  }

  private static void send(Socket socket, String body) throws IOException {
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aRequestRaisedAboveItsHostNeverReachesIt() throws Exception {
    Served served = started(gateway(DataClass.INTERNAL, check(LONG), After.REFUSE));
    var answer =
        served.post(
            Spoken.CHAT.path(), Spoken.CHAT.request("j", false), "x-metier-class", "restricted");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:judge:unavailable");
    assertThat(judge.acceptedConnections()).isZero();
    assertThat(hosted.acceptedConnections()).isZero();
  }

  @Test
  void noPolicyLeadsDataToAJudgeThatMayNotReadIt() {
    Served gateway = gateway(DataClass.PUBLIC, check(LONG), After.ESCALATE);
    assertThatThrownBy(gateway::policy)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("judge");
  }

  @Test
  void otherWordsThanThoseItWasCalibratedWithStepTheJobBack() throws Exception {
    Served served = served(calibrated(check(LONG), "other words"), After.ESCALATE);
    var answer = asked(served);
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-check")).isEqualTo("none");
    assertThat(judge.received()).isEmpty();
    assertThat(local.received()).isEmpty();
  }

  @Test
  void anotherModelInItsPlaceIsNoJudge() throws Exception {
    Served served = served();
    assertThat(asked(served).body()).contains("local");
    String other =
        "{\"model\":\"another\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"{\\\"reason\\\":\\\"x\\\",\\\"verdict\\\":\\\"pass\\\"}\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,"
            + "\"total_tokens\":8}}";
    judge.next(new VendorMishap.Verbatim(other));
    var answer = asked(served);
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-check")).isEqualTo("broken:judge:another_model");
    assertThat(header(asked(served), "x-metier-check"))
        .as("the route has expired")
        .isEqualTo("none");
  }
}
