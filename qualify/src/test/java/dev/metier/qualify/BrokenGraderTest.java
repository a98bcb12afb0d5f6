package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/// A grader that does not work says nothing about a model.
@DisabledOnOs(value = WINDOWS, disabledReason = "the graders are shell scripts")
class BrokenGraderTest {
  @TempDir private Path folder;

  private static Job gradedBy(Job job, String... command) {
    var program = new GraderSpec.Program(List.of(command), Duration.ofSeconds(20), false);
    var grading =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(new GraderSpec.Weighted(program, 1, Optional.empty())),
            OptionalDouble.empty());
    return new Job(
        job.name(),
        job.purpose(),
        job.data(),
        job.prompt(),
        job.tools(),
        job.settings(),
        job.cases(),
        grading,
        job.needs(),
        job.scope(),
        job.prefer(),
        job.repeats(),
        job.candidates());
  }

  private static CellResult result(Job job, Ledger ledger, Scripted provider) {
    return run(assignment(List.of(model("m")), job), Map.of("m", provider), ledger)
        .cells()
        .getFirst();
  }

  private static void isBroken(CellResult result, String words) {
    assertThat(result.verdict())
        .isInstanceOfSatisfying(
            Verdict.Undecided.class, u -> assertThat(u.doubt()).isEqualTo(Verdict.Doubt.GRADER));
    assertThat(result.notes().getFirst())
        .startsWith("The grader failed, not the model, on ")
        .contains(words);
  }

  @Test
  void brokenGradersNeverBlameTheModel() {
    Job job = job("triage", 40, quality(0.8));
    Map<String[], String> broken =
        Map.of(
            new String[] {"there-is-no-such-program"}, "cannot be started",
            new String[] {"echo", "Traceback"}, "wrote no JSON object but \"Traceback\"",
            new String[] {"echo", "{\"score\": 7}"}, "not in 0..1",
            new String[] {"sh", "-c", "echo no such file >&2; exit 2"}, "no such file");
    broken.forEach((command, words) -> {
      try (var ledger = SqliteLedger.inMemory()) {
        var provider = new Scripted(_ -> says("yes"));
        isBroken(result(gradedBy(job, command), ledger, provider), words);
        assertThat(provider.asked.get()).as("few calls in vain").isLessThan(40);
      }
    });
  }

  @Test
  void keptAnswersAreGradedAnewWhenTheGraderWorksAgain() throws IOException {
    Path script = folder.resolve("grade.sh");
    Job job = gradedBy(job("triage", 30, quality(0.8)), "sh", script.toString());
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = new Scripted(_ -> says("yes"));
      isBroken(result(job, ledger, provider), "grade.sh");
      int asked = provider.asked.get();
      Files.writeString(script, "echo '{\"pass\": true}'");
      var mended = result(job, ledger, provider);
      assertThat(mended.verdict()).isInstanceOf(Verdict.Fit.class);
      assertThat(mended.notes()).isEmpty();
      assertThat(provider.cases).hasSize(provider.asked.get()).hasSizeGreaterThan(asked);
    }
  }

  @Test
  void keptAnswersAreGradedAnewWhenTheFileOfAProgramChanges() throws IOException {
    Path script = Files.writeString(folder.resolve("grade.sh"), "echo '{\"pass\": true}'");
    Job job = gradedBy(job("triage", 40, quality(0.8)), "sh", script.toString());
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = new Scripted(_ -> says("yes"));
      assertThat(result(job, ledger, provider).verdict()).isInstanceOf(Verdict.Fit.class);
      int asked = provider.asked.get();
      Files.writeString(script, "echo '{\"pass\": false}'");
      assertThat(result(job, ledger, provider).verdict()).isInstanceOf(Verdict.Unfit.class);
      assertThat(provider.asked).as("no model is asked for it").hasValue(asked);
    }
  }

  @Test
  void anUnmetNeedThatNoGraderLooksAtStillDecides() {
    var slow = new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(1), 0.95);
    Job job = gradedBy(job("triage", 60, quality(0.8), slow), "there-is-no-such-program");
    try (var ledger = SqliteLedger.inMemory()) {
      var result = result(job, ledger, new Scripted(_ -> says("yes")));
      assertThat(result.verdict()).isInstanceOf(Verdict.Unfit.class);
      assertThat(result.verdict().reason()).contains("latency").doesNotContain("quality");
    }
  }
}
