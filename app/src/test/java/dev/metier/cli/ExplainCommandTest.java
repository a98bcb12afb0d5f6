package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.journal.RequestId;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.journal.files.FileJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final Instant AT = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void eachCheckOfAHeldAnswerIsToldWithItsTime() {
    var checked =
        List.of(
            new Checked("complete", "pass", Duration.ofNanos(340_000)),
            new Checked("agree", "failed:agree:1_of_3", Duration.ofMillis(2)));
    String id = journal(new Stage("then", "failed:agree:1_of_3").with(checked));
    String policy = folder.resolve("policy.json").toString();

    assertThat(Shell.run("explain", id, "--policy", policy).out())
        .contains("checked complete: pass after 0.34 ms")
        .contains("checked agree: failed, agree, 1 of 3 after 2.0 ms");
    assertThat(Shell.run("explain", id, "--policy", policy, "--json").out())
        .contains("{\"check\":\"agree\",\"result\":\"failed:agree:1_of_3\",\"ms\":2.0}");
  }

  @Test
  void whatAScoreWeighedIsTold() {
    var weighing =
        new RequestRecord.Weighing(
            0.7312,
            0.81,
            List.of(
                new RequestRecord.Weighing.Weight("length", 5.25, -0.31, 0.125),
                new RequestRecord.Weighing.Weight("agree", 0.5, 1.75, -1.5)));
    var checked =
        List.of(
            new Checked("score", "failed:score:low", Duration.ofMillis(2), Optional.of(weighing)));
    String id = journal(new Stage("then", "failed:score:low").with(checked));
    assertThat(Shell.run("explain", id, "--policy", folder.resolve("policy.json").toString()).out())
        .contains("checked score: failed, score, low after 2.0 ms")
        .contains("right with a chance of 0.731; from 0.810 on it passes")
        .contains("+0.125 to the log odds for length 5.250 (weight -0.310)")
        .contains("-1.500 to the log odds for agree 0.500 (weight +1.750)");
  }

  @Test
  void checksOfAMiddleModelAreToldAsSuch() {
    String id =
        journal(
            new Stage("then", "middle:failed:graders:schema")
                .with(
                    List.of(
                        new Checked("complete", "failed:complete:cut", Duration.ofMillis(1)),
                        new Checked("middle:complete", "pass", Duration.ofMillis(1)),
                        new Checked(
                            "middle:graders", "failed:graders:schema", Duration.ofMillis(2)))));
    assertThat(Shell.run("explain", id, "--policy", folder.resolve("policy.json") + "").out())
        .contains("stage       then, checks: middle:failed:graders:schema")
        .contains("checked complete: failed, complete, cut after 1.0 ms")
        .contains("checked the middle model's complete: pass after 1.0 ms")
        .contains("checked the middle model's graders: failed, graders, schema after 2.0 ms");
  }

  @Test
  void aStageThatFellBackIsToldAsNotProven() {
    String id = journal(new Stage("draft", "pass").with(Map.of("draft", new ModelName("opus"))));
    String policy = folder.resolve("policy.json").toString();

    assertThat(Shell.run("explain", id, "--policy", policy).out())
        .contains("fallback    stage draft by opus, which is FIT for its job; the whole is not");
    assertThat(Shell.run("explain", id, "--policy", policy, "--json").out())
        .contains("\"fallbacks\":[{\"stage\":\"draft\",\"model\":\"opus\"}]");
  }

  @Test
  void whatEachPartCostIsToldAndAddsUpToWhatWasBilled() {
    String id = journal(new Stage("then", "failed:judge:says_no"));
    String policy = folder.resolve("policy.json").toString();
    assertThat(Shell.run("explain", id, "--policy", policy).out())
        .contains(
            "paid for    judge (small) $0.0010 + first (near) $0.0020 + 2 x sample (near) $0.0030 +"
                + " then (hosted) $0.0040 = $0.0100");
    assertThat(Shell.run("explain", id, "--policy", policy, "--json").out())
        .contains("{\"part\":\"judge\",\"model\":\"small\",\"cost\":0.001}");
  }

  private static Spent spent(String part, String model, double cost) {
    return new Spent(part, model, Money.usd(cost));
  }

  @Test
  void amountsThatWouldNotAddUpRoundedAreToldExactly() {
    String id =
        journal(
            new Stage("middle", "pass"),
            0.00000644,
            spent("first", "near", 0.00000156),
            spent("middle", "small", 0.00000488));
    assertThat(Shell.run("explain", id, "--policy", folder.resolve("policy.json") + "").out())
        .contains("first (near) $0.00000156 + middle (small) $0.00000488 = $0.00000644");
  }

  @Test
  void anAmountThatWouldBeRoundedToNothingIsToldExactly() {
    String id =
        journal(
            new Stage("then", "failed:complete:cut"),
            0.0000012,
            spent("failed", "far", 0),
            spent("first", "near", 0.0000002),
            spent("then", "hosted", 0.000001));
    assertThat(Shell.run("explain", id, "--policy", folder.resolve("policy.json") + "").out())
        .contains(
            "failed (far) $0.00 + first (near) $0.0000002 + then (hosted) $0.000001 = $0.0000012");
  }

  private String journal(Stage stage) {
    return journal(
        stage,
        0.01,
        spent("judge", "small", 0.001),
        spent("first", "near", 0.002),
        spent("sample", "near", 0.0015),
        spent("sample", "near", 0.0015),
        spent("then", "hosted", 0.004));
  }

  private String journal(Stage stage, double billed, Spent... parts) {
    var record =
        new RequestRecord(
            RequestId.at(AT),
            AT,
            Optional.empty(),
            "chat",
            false,
            "triage",
            Optional.of("triage"),
            Optional.of(DataClass.INTERNAL),
            Optional.empty(),
            "p",
            Optional.of("hosted"),
            List.of(),
            List.of(),
            Optional.of(stage),
            false,
            200,
            Optional.empty(),
            Usage.NONE,
            Optional.of(Money.usd(billed)),
            List.of(parts),
            new RequestRecord.Times(Duration.ZERO, Optional.empty(), Duration.ofMillis(3)),
            List.of(),
            Optional.empty(),
            Optional.empty());
    try (var journal = new FileJournal(folder.resolve(".metier/requests"), List.of())) {
      assertThat(journal.offer(record)).isTrue();
    }
    return record.id();
  }
}
