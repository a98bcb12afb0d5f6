package dev.metier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Serving;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A cascade of three models as it stands in a policy file.
class MiddleModelTest {
  private static final ModelName QWEN = new ModelName("qwen");
  private static final ModelName HAIKU = new ModelName("haiku");
  private static final ModelName OPUS = new ModelName("opus");

  private static Route.Cascade cascade() {
    return new Route.Cascade(
        QWEN,
        Optional.of(
            new Route.CheckedModel(
                HAIKU,
                List.of(
                    new Check.Complete(),
                    new Check.Judge(
                        OPUS,
                        "It names a date.",
                        Duration.ofSeconds(20),
                        Optional.of(new Check.Judge.Calibrated("5b1c22ab", "77e0d1f2")))))),
        Optional.of(OPUS),
        List.of(),
        List.of(new Check.LogProbability(-0.35)),
        CascadeRules.USUAL,
        new CascadeProof(
            "With 90 % confidence at most 3 % are wrong.",
            new CascadeProof.Share(0.55, 0.69),
            Map.of(
                "down", new CascadeProof.Share(0, 0.02),
                "middle:kept", new CascadeProof.Share(0.3, 0.5),
                "middle:failed:complete", new CascadeProof.Share(0.1, 0.25),
                "middle:down", new CascadeProof.Share(0, 0.1))));
  }

  private static Policy policy() {
    var models = new LinkedHashMap<ModelName, ServedModel>();
    for (Model model :
        List.of(
            Samples.detailed(),
            Samples.model("haiku", ProviderKind.ANTHROPIC, Samples.VENDOR, Samples.tokens(1)),
            Samples.opus())) {
      models.put(
          model.name(), new ServedModel(model, List.of(model.address().orElseThrow()), Set.of()));
    }
    var candidates =
        Stream.of("qwen UNFIT", "haiku UNDECIDED", "opus FIT")
            .map(each -> each.split(" "))
            .map(each -> new Candidate(new ModelName(each[0]), each[1], "By a test.", 9))
            .toList();
    var name = new JobName("triage");
    return new Policy(
        "0".repeat(32),
        "1".repeat(32),
        Samples.AT,
        Map.of(
            name,
            new ServedJob(name, "", DataClass.INTERNAL, cascade(), candidates, Serving.PLAIN)),
        models);
  }

  @Test
  void itIsReadBackTheSameAndSaidInADiff() {
    Policy policy = policy();
    assertThat(PolicyFile.parse(PolicyFile.text(policy, Samples.FILE), Samples.FILE))
        .isEqualTo(policy);
    assertThat(PolicyDiff.between(Optional.empty(), policy).text())
        .contains(
            "cascade qwen checked by logprob, then haiku checked by complete, judge, then opus.");
  }

  @Test
  void itsModelIsReachedAndItsChecksAskTheirJudges() {
    assertThat(cascade().models()).containsExactly(QWEN, HAIKU, OPUS);
    assertThat(cascade().later()).containsExactly(OPUS);
    assertThat(cascade().checked())
        .hasToString(
            "[qwen if its answer passes logprob, haiku if its answer passes complete, judge]");
    assertThat(cascade().judges()).containsExactly(OPUS);
    assertThat(cascade().allChecks().stream().map(Check::word))
        .containsExactly("logprob", "complete", "judge");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"model\": \"haiku\"', '\"model\": \"qwen\"', 'A model is named twice in this route'",
    "'\"model\": \"haiku\"', '\"model\": \"sonnet\"', 'which is not under `models`'",
    "'It names a date', 'It names a day', 'middle was changed'",
    "'\"then\": \"opus\",', '', 'Behind `middle` stands another model'",
    "'\"use\": \"anthropic/haiku:latest\"', '\"use\": \"anthropic/sonnet\"', 'models was changed'",
    "'\"middle:down\"', '\"middle:up\"', 'This is no name for a'",
    "'\"verdict\": \"UNDECIDED\"', '\"verdict\": \"FORBIDDEN\"', 'haiku, which has no verdict'"
  })
  void aFileThatWasEditedIsRefusedWithItsField(String written, String edited, String told) {
    String text = PolicyFile.text(policy(), Samples.FILE);
    assertThat(text).contains(written);
    assertThatThrownBy(() -> PolicyFile.parse(text.replaceFirst(written, edited), Samples.FILE))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(told);
  }

  @Test
  void aMiddleModelOnAHostThatMayNotReadTheJobIsRefusedByName() {
    String text =
        PolicyFile.text(policy(), Samples.FILE)
            .replaceFirst("\"data\": \"internal\"", "\"data\": \"confidential\"");
    assertThatThrownBy(() -> PolicyFile.parse(text, Samples.FILE))
        .hasMessageContaining("The route leads to haiku on vendor");
  }
}
