package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Settings;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.WorkflowStage;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
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

/// Stages that are chains: a first model whose answers are checked, and another behind it.
class WorkflowChainTest {
  @TempDir private Path folder;
  private final VendorServer first = new VendorServer(Vendor.OPENAI);
  private final VendorServer then = new VendorServer(Vendor.ANTHROPIC);
  private final VendorServer spare = new VendorServer(Vendor.OPENAI);
  private Optional<Served> served = Optional.empty();

  @AfterEach
  void end() {
    served.ifPresent(Served::close);
    first.close();
    then.close();
    spare.close();
  }

  private static ServedStage stage(String name, String prompt, DataClass data, String... uses) {
    var stage =
        new WorkflowStage(
            name,
            new JobName("job-" + name),
            true,
            List.of(uses),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var chain =
        new ServedStage.Chain(
            new ModelName("then"),
            List.of(new Check.Complete()),
            new CascadeProof("By a test.", 0, 1));
    return new ServedStage(
        stage,
        Prompt.ofUser(prompt),
        Settings.NONE,
        new ModelName("first"),
        Optional.of(chain),
        List.of(new ModelName("spare")),
        data);
  }

  private Served flow(DataClass data) {
    var flow =
        new Route.Workflow(
            "mail",
            List.of(
                stage("sort", "Sort: {{mail}}", data),
                stage("answer", "Answer of {{sort}}: {{mail}}", data, "sort")),
            Duration.ofSeconds(10),
            "By a test.");
    first.saysTo("Sort", "billing");
    first.saysTo("Answer", "About your bill");
    then.saysTo("Sort", "invoices");
    then.saysTo("Answer", "About your invoice");
    spare.saysTo("Sort", "spare sorting");
    spare.saysTo("Answer", "A spare answer");
    var begun =
        new Served(folder)
            .checks(WorkflowChainTest::scripted)
            .model("first", ProviderKind.VLLM, DataClass.RESTRICTED, first.address())
            .model("then", ProviderKind.ANTHROPIC, DataClass.CONFIDENTIAL, then.address())
            .model("spare", ProviderKind.VLLM, DataClass.CONFIDENTIAL, spare.address())
            .workflow("flow", data, flow)
            .start();
    served = Optional.of(begun);
    return begun;
  }

  private static AnswerCheck scripted(Check check) {
    return (request, answers) -> {
      String text = answers.getFirst().text();
      return text.contains("bad")
          ? new CheckResult.Fail("complete:bad")
          : text.contains("odd") ? new CheckResult.Broken("complete:odd") : CheckResult.PASS;
    };
  }

  private HttpResponse<String> ask(String... headers) throws Exception {
    return served
        .orElseThrow()
        .post(Spoken.CHAT.path(), Spoken.CHAT.request("flow", false, "my bill"), headers);
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
  void whatPassesIsKeptAndWhatDoesNotIsAnsweredByTheLaterModel(Spoken spoken, boolean stream)
      throws Exception {
    Served gateway = flow(DataClass.PUBLIC);
    first.saysTo("Sort", "bad sorting");
    var answer = gateway.post(spoken.path(), spoken.request("flow", stream, "my bill"));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    assertThat(answer.body()).contains("About your bill").doesNotContain("bad sorting");
    assertThat(header(answer, "x-metier-route")).isEqualTo("workflow");
    assertThat(header(answer, "x-metier-fallback")).isEmpty();
    assertThat(header(answer, "x-metier-model")).isEqualTo("first");
    assertThat(first.received().getLast().body()).contains("Answer of invoices");
    RequestRecord record = gateway.record();
    assertThat(record.tries().stream().filter(each -> each.outcome().equals(Try.NOT_KEPT)))
        .extracting(Try::detail)
        .containsExactly("failed:complete:bad");
    assertThat(record.cost().orElseThrow().nanos())
        .as("what is not kept is paid for too")
        .isPositive();
  }

  @Test
  void theLastStagesAnswerIsCheckedBeforeAnyOfItLeaves() throws Exception {
    Served gateway = flow(DataClass.PUBLIC);
    first.saysTo("Answer", "odd answer");
    var answer = gateway.post(Spoken.CHAT.path(), Spoken.CHAT.request("flow", true, "my bill"));
    assertThat(answer.body()).contains("About your invoice").doesNotContain("odd answer");
    assertThat(header(answer, "x-metier-model")).isEqualTo("then");
    assertThat(header(answer, "x-metier-fallback")).isEmpty();
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}],\"messages\"";
    String whole = Spoken.CHAT.request("flow", false, "my bill");
    assertThat(gateway.post(Spoken.CHAT.path(), whole.replace(",\"messages\"", tools)).body())
        .contains("takes no tools");
  }

  @Test
  void healthLeadsToTheLaterModelTooAndIsToldAsNotProven() throws Exception {
    flow(DataClass.PUBLIC);
    first.next(new VendorMishap.Status(500));
    var down = ask();
    assertThat(header(down, "x-metier-fallback")).isEqualTo("sort");
    assertThat(spare.received()).isEmpty();
    first.saysTo("Sort", "bad sorting");
    then.next(new VendorMishap.Status(500));
    var behind = ask();
    assertThat(behind.statusCode()).as(behind.body()).isEqualTo(200);
    assertThat(header(behind, "x-metier-fallback")).contains("sort");
    assertThat(spare.received()).isNotEmpty();
  }

  @Test
  void whereNobodyElseMayReadItAnAnswerThatDoesNotPassEndsTheRequest() throws Exception {
    flow(DataClass.CONFIDENTIAL);
    first.saysTo("Sort", "bad sorting");
    var answer = ask("x-metier-class", "restricted");
    assertThat(Spoken.CHAT.refused(answer.body())).hasValue("check_failed");
    assertThat(answer.body()).contains("Stage sort: ").doesNotContain("bad sorting");
    assertThat(then.acceptedConnections() + spare.acceptedConnections()).isZero();
  }

  @Test
  void aStageAskedByItsNameIsAnsweredByTheLaterModel() throws Exception {
    Served gateway = flow(DataClass.PUBLIC);
    then.says(List.of("as asked"));
    var answer = gateway.post(Spoken.CHAT.path(), Spoken.CHAT.request("flow/sort", false, "Hello"));
    assertThat(answer.body()).contains("as asked");
    assertThat(first.received()).isEmpty();
  }
}
