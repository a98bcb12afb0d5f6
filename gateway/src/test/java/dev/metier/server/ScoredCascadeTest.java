package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.check.CheckResult;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.Check.Score;
import dev.metier.job.Check.Signal;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Weighing.Weight;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Several signals of a first answer, weighed together, decide what a cascade keeps.
class ScoredCascadeTest {
  private static final ModelName OTHER = new ModelName("other");
  private static final Check WORDS = new Check.Complete();

  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer other = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private volatile CheckResult words = CheckResult.PASS;
  private Optional<Served> open = Optional.empty();

  @BeforeEach
  void answers() {
    hosted.says(List.of("from ", "hosted"));
  }

  @AfterEach
  void end() {
    open.ifPresent(Served::close);
    local.close();
    other.close();
    hosted.close();
  }

  /// Right when both further answers agree, another model says the same and a check passes: two of
  /// three are not enough.
  private Served served() {
    var term = new Score.Term(0, 1, 2);
    var score =
        new Score(
            List.of(
                new Signal.Says(new Check.Agree(3, 2, 0.7)),
                new Signal.Says(new Check.Baseline(OTHER)),
                new Signal.Says(WORDS)),
            Optional.of(new Score.Weighed(-5, List.of(term, term, term), 0.7)));
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
            .checks(check -> {
              assertThat(check)
                  .as("samples and scores need no check of their own")
                  .isEqualTo(WORDS);
              return (request, answers) -> words;
            })
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("other", ProviderKind.VLLM, DataClass.RESTRICTED, other.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .cascade("j", DataClass.INTERNAL, List.of(score), rules, "local", "hosted")
            .start();
    open = Optional.of(served);
    return served;
  }

  private static String check(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-metier-check").orElse("");
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(Spoken.values())
        .flatMap(spoken -> Stream.of(Arguments.of(spoken, true), Arguments.of(spoken, false)));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anAnswerThatAllSignalsSpeakForIsKept(Spoken spoken, boolean stream) throws Exception {
    local.says(List.of("from ", "local"));
    other.says(List.of("From local."));
    var answer = served().post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    assertThat(answer.body()).contains("local").doesNotContain("hosted");
    assertThat(check(answer)).isEqualTo("pass");
    assertThat(local.received()).hasSize(3);
    assertThat(other.received()).hasSize(1);
    assertThat(hosted.received()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void oneThatASignalSpeaksAgainstIsNot(Spoken spoken, boolean stream) throws Exception {
    local.says(List.of("from ", "local"));
    other.says(List.of("something else"));
    var answer = served().post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.body()).contains("hosted").doesNotContain("from local");
    assertThat(check(answer)).isEqualTo("failed:score:low");
  }

  @Test
  void theJournalTellsWhatWasWeighed() throws Exception {
    local.says(List.of("from ", "local"));
    other.says(List.of("from local"));
    words = new CheckResult.Fail("complete:cut");
    var served = served();
    served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    var stage = served.records(1).getFirst().stage().orElseThrow();
    assertThat(stage.checked()).hasSize(1);
    assertThat(stage.checked().getFirst().result()).isEqualTo("failed:score:low");
    assertThat(stage.checked().getFirst().weighing())
        .contains(
            new RequestRecord.Weighing(
                0.268941,
                0.7,
                List.of(
                    new Weight("agree", 1, 2, 2),
                    new Weight("baseline", 1, 2, 2),
                    new Weight("complete", 0, 2, 0))));
  }

  @Test
  void withoutOneOfItsSignalsAScoreSaysNothing() throws Exception {
    local.says(List.of("from ", "local"));
    other.next(new VendorMishap.Status(401));
    var answer = served().post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("hosted");
    assertThat(check(answer)).isEqualTo("broken:score:no_baseline");
  }
}
