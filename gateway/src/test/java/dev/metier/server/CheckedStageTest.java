package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Settings;
import dev.metier.check.Agreement;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.check.Likelihood;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.core.text.Sha256;
import dev.metier.job.Check;
import dev.metier.job.Check.Score;
import dev.metier.job.Check.Signal;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.WorkflowStage;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The checks of a stage's chain that ask somebody, and what follows whether the chain is still the
/// proven one.
class CheckedStageTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final ModelName OTHER = new ModelName("other");
  private static final String PASS = "{\"reason\": \"fine\", \"verdict\": \"pass\"}";
  private static final String FAIL = "{\"reason\": \"no date\", \"verdict\": \"fail\"}";
  private static final CascadeProof ANY = new CascadeProof("By a test.", 0, 1);

  @TempDir private Path folder;
  private final VendorServer first = new VendorServer(Vendor.OPENAI);
  private final VendorServer then = new VendorServer(Vendor.ANTHROPIC);
  private final VendorServer other = new VendorServer(Vendor.OPENAI);
  private final VendorServer last = new VendorServer(Vendor.OPENAI);
  private Optional<Served> open = Optional.empty();

  @BeforeEach
  void words() {
    first.says(List.of("billing"));
    then.says(List.of("invoices"));
    other.says(List.of("Billing."));
    last.says(List.of("About ", "your bill"));
  }

  @AfterEach
  void end() {
    open.ifPresent(Served::close);
    first.close();
    then.close();
    other.close();
    last.close();
  }

  private static WorkflowStage plain(String name, String... uses) {
    return new WorkflowStage(
        name,
        new JobName("job-" + name),
        true,
        List.of(uses),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Route.Workflow flow(CascadeProof proof, Duration deadline, Check... checks) {
    var sort =
        new ServedStage(
            plain("sort"),
            Prompt.ofUser("Sort: {{mail}}"),
            Settings.NONE.atMost(20),
            new ModelName("first"),
            Optional.of(new ServedStage.Chain(new ModelName("then"), List.of(checks), proof)),
            List.of(),
            DataClass.INTERNAL);
    var answer =
        new ServedStage(
            plain("answer", "sort"),
            Prompt.ofUser("Answer of {{sort}}: {{mail}}"),
            Settings.NONE.atMost(20),
            new ModelName("last"),
            List.of(),
            DataClass.INTERNAL);
    return new Route.Workflow("mail", List.of(sort, answer), deadline, "By a test.");
  }

  private Served begin(Route.Workflow flow, DataClass clearance) {
    var begun =
        new Served(folder)
            .checks(CheckedStageTest::opened)
            .model("first", ProviderKind.VLLM, DataClass.RESTRICTED, first.address())
            .model("then", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, then.address())
            .model("other", ProviderKind.VLLM, clearance, other.address())
            .model("last", ProviderKind.VLLM, DataClass.RESTRICTED, last.address())
            .workflow("flow", DataClass.INTERNAL, flow)
            .start();
    open.ifPresent(Served::close);
    open = Optional.of(begun);
    return begun;
  }

  private Served begin(Check... checks) {
    return begin(flow(ANY, LONG, checks), DataClass.RESTRICTED);
  }

  private static AnswerCheck opened(Check check) {
    return switch (check) {
      case Check.Agree(int _, int least, double _) -> new Agreement(least);
      case Check.LogProbability(double atLeast) -> new Likelihood(atLeast);
      default ->
          (request, answers) ->
              answers.getFirst().text().contains("bad")
                  ? new CheckResult.Fail("complete:bad")
                  : CheckResult.PASS;
    };
  }

  private HttpResponse<String> ask(String... headers) throws Exception {
    return open.orElseThrow()
        .post(Spoken.CHAT.path(), Spoken.CHAT.request("flow", false, "my bill"), headers);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /// What the last stage was told that the first one said.
  private String sorted() {
    String body = last.received().getLast().body();
    return body.contains("Answer of invoices")
        ? "then"
        : body.contains("Answer of billing") ? "first" : body;
  }

  private static Check.Judge judge(Duration timeout) {
    var plain = new Check.Judge(OTHER, "It names a subject.", timeout);
    var known = new Check.Judge.Calibrated(new JudgePrompt(plain.criterion()).hash(), "by a test");
    return new Check.Judge(OTHER, plain.rubric(), timeout, Optional.of(known));
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(Spoken.values())
        .flatMap(spoken -> Stream.of(Arguments.of(spoken, true), Arguments.of(spoken, false)));
  }

  // What is asked --------------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("protocols")
  void furtherAnswersAreDrawnToWhatTheStageIsToldAndPaidFor(Spoken spoken, boolean stream)
      throws Exception {
    Served gateway = begin(new Check.Agree(3, 2, 0.7));
    var answer = gateway.post(spoken.path(), spoken.request("flow", stream, "my bill"));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    assertThat(sorted()).isEqualTo("first");
    assertThat(first.received())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.body()).contains("Sort: my bill"));
    assertThat(first.received().stream().filter(each -> each.body().contains("0.7"))).hasSize(2);
    RequestRecord record = gateway.record();
    assertThat(record.spent()).extracting(Spent::part).contains("sort", "sample");
    assertThat(record.stage().orElseThrow().checked())
        .extracting(Checked::check)
        .containsExactly("sort/agree");
    long sum = record.spent().stream().mapToLong(each -> each.cost().nanos()).sum();
    assertThat(record.cost().orElseThrow().nanos()).isEqualTo(sum);
  }

  @Test
  void answersThatDoNotAgreeLeadToTheLaterModel() throws Exception {
    Served gateway = begin(new Check.Agree(2, 2, 0.7));
    first.next(
        new VendorMishap.Verbatim(
            """
            {"id":"x","object":"chat.completion","model":"upstream-first","choices":[{"index":0,\
            "message":{"role":"assistant","content":"shipping"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
            """));
    assertThat(ask().statusCode()).isEqualTo(200);
    assertThat(sorted()).isEqualTo("then");
    assertThat(gateway.record().tries().stream().filter(t -> t.outcome().equals(Try.NOT_KEPT)))
        .extracting(Try::detail)
        .containsExactly("failed:agree:1_of_2");
  }

  @Test
  void aJudgeReadsWhatTheStageWasToldAndIsPaidForByItsName() throws Exception {
    other.says(List.of(PASS));
    Served gateway = begin(judge(LONG));
    assertThat(header(ask(), "x-metier-fallback")).isEmpty();
    assertThat(sorted()).isEqualTo("first");
    assertThat(other.received()).hasSize(1);
    assertThat(other.received().getFirst().body())
        .contains("It names a subject.", "Sort: my bill", "billing");
    assertThat(gateway.record().spent()).extracting(Spent::part).contains("judge", "sort");
    other.says(List.of(FAIL));
    ask();
    assertThat(sorted()).isEqualTo("then");
    other.says(List.of("PASS"));
    ask();
    assertThat(sorted()).as("nonsense is no pass").isEqualTo("then");
  }

  @Test
  void aJudgeThatHangsIsNotWaitedForBeyondItsTime() throws Exception {
    other.next(new VendorMishap.StallBeforeHeaders());
    Served gateway = begin(judge(Duration.ofMillis(200)));
    assertThat(ask().statusCode()).isEqualTo(200);
    assertThat(sorted()).isEqualTo("then");
    assertThat(gateway.record().tries()).extracting(Try::detail).contains("broken:judge:timeout");
  }

  @Test
  void theDeadlineOfTheWholeEndsACheckToo() throws Exception {
    other.next(new VendorMishap.StallBeforeHeaders());
    Served gateway = begin(flow(ANY, Duration.ofMillis(400), judge(LONG)), DataClass.RESTRICTED);
    var answer = ask();
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).doesNotContain("billing");
    assertThat(other.awaitClosed(LONG)).isTrue();
    assertThat(gateway.record().spent()).extracting(Spent::part).contains("sort");
    assertThat(then.acceptedConnections() + last.acceptedConnections()).isZero();
  }

  @Test
  void aClientThatLeavesEndsACheckAndPaysForWhatWasAsked() throws Exception {
    other.next(new VendorMishap.StallMidStream());
    Served gateway = begin(judge(LONG));
    String body = Spoken.CHAT.request("flow", true, "my bill");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.gateway().port())) {
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
              + body.length()
              + "\r\n\r\n";
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      assertThat(other.awaitReceived(1, LONG)).isTrue();
    }
    assertThat(other.awaitClosed(LONG)).isTrue();
    RequestRecord record = gateway.record();
    assertThat(record.status()).isEqualTo(499);
    assertThat(record.spent()).extracting(Spent::part).containsExactlyInAnyOrder("sort", "judge");
    assertThat(then.acceptedConnections() + last.acceptedConnections()).isZero();
  }

  @Test
  void whoMayNotReadWhatTheStageIsToldIsNotAskedAboutIt() throws Exception {
    begin(flow(ANY, LONG, judge(LONG)), DataClass.INTERNAL);
    assertThat(ask("x-metier-class", "restricted").statusCode()).isEqualTo(200);
    assertThat(other.acceptedConnections()).isZero();
    assertThat(sorted()).isEqualTo("then");
  }

  /// What a judge may say is 4,096 tokens, and a stage's answer 20.
  @Test
  void whatABudgetDoesNotHoldIsNotAsked() throws Exception {
    var gateway =
        new Served(folder)
            .model("first", ProviderKind.VLLM, DataClass.RESTRICTED, first.address())
            .model("then", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, then.address())
            .model("other", ProviderKind.OPENAI, DataClass.RESTRICTED, other.address())
            .model("last", ProviderKind.VLLM, DataClass.RESTRICTED, last.address())
            .workflow("flow", DataClass.INTERNAL, flow(ANY, LONG, judge(LONG)))
            .key(Optional.of(Money.usd(0.004)), OptionalInt.empty())
            .start();
    open = Optional.of(gateway);
    assertThat(ask().statusCode()).isEqualTo(200);
    assertThat(other.acceptedConnections()).isZero();
    assertThat(sorted()).isEqualTo("then");
    assertThat(gateway.record().tries())
        .extracting(Try::detail)
        .contains("broken:judge:unaffordable");
  }

  @Test
  void anotherModelThatSaysTheSameIsAskedWhatTheStageIsTold() throws Exception {
    begin(new Check.Baseline(OTHER));
    ask();
    assertThat(sorted()).isEqualTo("first");
    assertThat(other.received().getFirst().body()).contains("Sort: my bill");
    other.says(List.of("shipping"));
    ask();
    assertThat(sorted()).isEqualTo("then");
  }

  @Test
  void logProbabilitiesAreAskedForWhereACheckReadsThem() throws Exception {
    begin(new Check.LogProbability(-0.5));
    first.next(likely(-0.1), likely(-0.9));
    ask();
    assertThat(sorted()).isEqualTo("first");
    assertThat(first.received().getFirst().body()).contains("logprobs");
    assertThat(last.received().getFirst().body()).doesNotContain("logprobs");
    ask();
    assertThat(sorted()).isEqualTo("then");
  }

  private static VendorMishap likely(double mean) {
    return new VendorMishap.Verbatim(
        "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"upstream-first\",\"choices\":["
            + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"billing\"},"
            + "\"logprobs\":{\"content\":[{\"token\":\"x\",\"logprob\":"
            + mean
            + ",\"top_logprobs\":[]}]},\"finish_reason\":\"stop\"}],\"usage\":"
            + "{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}");
  }

  @Test
  void aScoreWeighsWhatSeveralSay() throws Exception {
    var term = new Score.Term(0, 1, 2);
    var score =
        new Score(
            List.of(
                new Signal.Says(new Check.Agree(2, 2, 0.7)),
                new Signal.Says(new Check.Baseline(OTHER))),
            Optional.of(new Score.Weighed(-3, List.of(term, term), 0.7)));
    Served gateway = begin(score);
    ask();
    assertThat(sorted()).isEqualTo("first");
    var checked = gateway.record().stage().orElseThrow().checked();
    assertThat(checked).extracting(Checked::check).containsExactly("sort/score");
    assertThat(checked.getFirst().weighing()).isPresent();
    other.says(List.of("shipping"));
    ask();
    assertThat(sorted()).isEqualTo("then");
  }

  // What is followed -----------------------------------------------------------------------------

  /// How many requests it took until the first model is asked no more.
  private int untilItStepsBack() throws Exception {
    for (int asked = 1; asked <= 80; asked++) {
      int before = first.received().size();
      ask();
      if (first.received().size() == before) {
        return asked;
      }
    }
    return 81;
  }

  @Test
  void aShareThatWasNotFoundLeavesTheStageToTheLaterModelUntilANewPolicy() throws Exception {
    first.says(List.of("bad"));
    var flow = flow(new CascadeProof("By a test.", 0.8, 0.95), LONG, new Check.Complete());
    begin(flow, DataClass.RESTRICTED);
    assertThat(ask("x-metier-decide", "only").body())
        .contains("\"checked\":true", "\"checks\":{\"first\":[\"complete\"]}");
    assertThat(untilItStepsBack()).isBetween(2, 60);
    var answer = ask();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "x-metier-fallback"))
        .as("the whole is not proven so")
        .isEqualTo("sort");
    assertThat(open.orElseThrow().get("/metrics").body())
        .contains("metier_cascades_stepped_back 1.0");
    assertThat(ask("x-metier-decide", "only").body())
        .contains("sort's chain is EXPIRED", "fewer", "\"checked\":false");
    Path kept = folder.resolve("stepped-back.json");
    long end = System.nanoTime() + LONG.toNanos();
    while (!Files.exists(kept) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(Files.readString(kept)).contains("\"flow/sort\"", "fewer");
    Served again = begin(flow, DataClass.RESTRICTED);
    int before = first.received().size();
    ask();
    assertThat(first.received()).as("also when the gateway begins anew").hasSize(before);
    Policy old = again.policy();
    again
        .gateway()
        .reload(
            new Policy(
                old.evidence(),
                old.project(),
                old.compiled().plusSeconds(1),
                old.jobs(),
                old.models()));
    ask();
    assertThat(first.received()).hasSizeGreaterThan(before);
  }

  @Test
  void anAnswerOfAnotherModelIsHandedToNobodyAndStepsTheStageBack() throws Exception {
    begin(new Check.Complete());
    first.next(
        new VendorMishap.Verbatim(
            """
            {"id":"x","object":"chat.completion","model":"smaller","choices":[{"index":0,\
            "message":{"role":"assistant","content":"billing"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
            """));
    ask();
    assertThat(sorted()).isEqualTo("then");
    int before = first.received().size();
    assertThat(header(ask(), "x-metier-fallback")).isEqualTo("sort");
    assertThat(first.received()).hasSize(before);
  }

  @Test
  void aProgramThatWasChangedExpiresTheChainAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("check.sh"), "exit 0\n");
    var compiled = new Check.Program.CompiledFile(file.toString(), Sha256.hex("exit 0\n"));
    var check = new Check.Program(List.of(file.toString()), LONG, List.of(compiled));
    begin(check);
    ask();
    assertThat(sorted()).isEqualTo("first");
    Files.writeString(file, "exit 1\n");
    open.orElseThrow().close();
    Served again = begin(check);
    assertThat(again.get("/metrics").body()).contains("metier_cascades_stepped_back 1.0");
    ask();
    assertThat(sorted()).isEqualTo("then");
  }
}
