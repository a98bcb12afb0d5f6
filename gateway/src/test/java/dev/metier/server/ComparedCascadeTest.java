package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
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
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Another model must say the same before a cascade keeps an answer.
class ComparedCascadeTest {
  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer other = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private Optional<Served> open = Optional.empty();

  @BeforeEach
  void words() {
    local.says(List.of("billing"));
    other.says(List.of("Billing."));
    hosted.says(List.of("from ", "hosted"));
  }

  @AfterEach
  void end() {
    open.ifPresent(Served::close);
    local.close();
    other.close();
    hosted.close();
  }

  private Served served(DataClass clearance) {
    var rules =
        new CascadeRules(
            After.ESCALATE,
            After.ESCALATE,
            HandOver.FRESH,
            Hold.REQUEST,
            0.2,
            Duration.ofSeconds(10));
    var served =
        new Served(folder)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, hosted.address())
            .model("other", ProviderKind.VLLM, clearance, other.address())
            .cascade(
                "j",
                DataClass.INTERNAL,
                List.of(new Check.Baseline(new ModelName("other"))),
                rules,
                "local",
                "hosted")
            .start();
    open = Optional.of(served);
    return served;
  }

  private static String check(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-metier-check").orElse("");
  }

  @ParameterizedTest
  @EnumSource
  void whatBothSayIsKeptAndBothArePaidFor(Spoken spoken) throws Exception {
    Served served = served(DataClass.RESTRICTED);
    var answer = served.post(spoken.path(), spoken.request("j", true));
    assertThat(answer.body()).contains("billing").doesNotContain("Billing", "hosted");
    assertThat(check(answer)).isEqualTo("pass");
    RequestRecord record = served.record();
    assertThat(record.tries().stream().map(RequestRecord.Try::model))
        .containsExactly("local", "other");
    assertThat(record.cost().orElseThrow().nanos())
        .isGreaterThan((record.usage().input() + record.usage().output()) * 1000);
  }

  @Test
  void whatTheOtherSaysOtherwiseIsNotKept() throws Exception {
    other.says(List.of("shipping"));
    Served served = served(DataClass.RESTRICTED);
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("hosted").doesNotContain("shipping");
    assertThat(check(answer)).isEqualTo("failed:baseline:differs");
  }

  @Test
  void oneThatDoesNotAnswerIsNoPass() throws Exception {
    other.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    Served served = served(DataClass.RESTRICTED);
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("hosted");
    assertThat(check(answer)).isEqualTo("broken:baseline:no_answer");
  }

  /// What it lets through was counted for the model that was asked.
  @Test
  void anotherModelInItsPlaceIsNoPassAndStepsTheJobBack() throws Exception {
    other.next(
        new VendorMishap.Verbatim(
            """
            {"id":"x","object":"chat.completion","model":"quite-another","choices":[{"index":0,\
            "message":{"role":"assistant","content":"billing"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
            """));
    Served served = served(DataClass.RESTRICTED);
    var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(check(answer)).isEqualTo("broken:baseline:another_model");
    assertThat(answer.body()).contains("hosted");
    int before = local.received().size();
    served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(local.received()).hasSize(before);
  }

  @Test
  void aRequestRaisedAboveItsHostNeverReachesIt() throws Exception {
    Served served = served(DataClass.INTERNAL);
    var answer =
        served.post(
            Spoken.CHAT.path(), Spoken.CHAT.request("j", false), "x-metier-class", "restricted");
    assertThat(answer.body()).contains("hosted");
    assertThat(other.acceptedConnections()).isZero();
  }
}
