package dev.metier.policy;

import static dev.metier.policy.Samples.fit;
import static dev.metier.policy.Samples.outcome;
import static dev.metier.policy.Samples.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.compile.PolicyCompiler;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.Serving;
import dev.metier.testing.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {
  private static final Path GOLDEN = Path.of("qualify/src/test/golden/policy");

  private static Policy later() {
    Job triage = Samples.job("ticket-triage", DataClass.PUBLIC, Job.Prefer.COST);
    Job novel = Samples.job("write-a-novel", DataClass.PUBLIC, Job.Prefer.LATENCY);
    Job mail = Samples.job("reply-draft", DataClass.CONFIDENTIAL, Job.Prefer.COST);
    Host vendor = new Host("vendor", DataClass.PUBLIC);
    Model opus = Samples.model("opus", ProviderKind.ANTHROPIC, vendor, Samples.tokens(3));
    Model haiku = Samples.model("haiku", ProviderKind.ANTHROPIC, vendor, Samples.tokens(1));
    var serving =
        new Serving(
            List.of("triage"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    return PolicyCompiler.compile(
        Samples.project(List.of(opus, haiku), Map.of(triage.name(), serving), triage, novel, mail),
        List.of(
            result(triage, opus, fit(), outcome(1, 10, 0.01)),
            result(triage, haiku, fit(), outcome(1, 10, 0.001)),
            result(novel, opus, fit()),
            result(mail, opus, Samples.untried())),
        Samples.AT.plusSeconds(60));
  }

  @Test
  void everyChangeIsOneLine() {
    var diff = PolicyDiff.between(Optional.of(Samples.policy()), later());
    GoldenFile.check(GOLDEN.resolve("diff.txt"), diff.text());
    GoldenFile.check(GOLDEN.resolve("diff.json"), diff.json().toPrettyString() + "\n");
  }

  @Test
  void theFirstPolicyIsAllNew() {
    var diff = PolicyDiff.between(Optional.empty(), Samples.policy());
    GoldenFile.check(GOLDEN.resolve("diff-first.txt"), diff.text());
    assertThat(diff.changes()).allMatch(change -> change.before().isEmpty());
  }

  @Test
  void theSamePolicyChangesNothing() {
    assertThat(PolicyDiff.between(Optional.of(Samples.policy()), Samples.policy()).isEmpty())
        .isTrue();
  }

  /// What the gateway acts on is compared, whatever it is.
  @Test
  void everythingThatIsServedShowsInTheDiff() {
    Policy one = Samples.policy();
    String text = PolicyFile.text(one, Samples.FILE);
    var edits =
        Map.of(
            "\"http://gpu-2:8000/v1\"", "\"http://gpu-3:8000/v1\"",
            "\"first_token\": \"5m\"", "\"first_token\": \"6m\"",
            "\"max_tokens\": 512", "\"max_tokens\": 513",
            "\"window\": 131072", "\"window\": 4096",
            "env:ANTHROPIC_API_KEY", "env:OTHER_KEY",
            "\"cache\": \"10m\"", "\"cache\": \"11m\"",
            "\"per_day\": \"5 USD\"", "\"per_day\": \"6 USD\"",
            "\"refused\": [ \"temperature\" ]", "\"refused\": []",
            "\"keep_content\": true", "\"keep_content\": false",
            "\"clearance\": \"internal\"", "\"clearance\": \"confidential\"");
    edits.forEach((before, after) -> {
      Policy other = PolicyFile.parse(text.replace(before, after), Samples.FILE);
      assertThat(PolicyDiff.between(Optional.of(one), other).changes()).as(after).isNotEmpty();
    });
  }
}
