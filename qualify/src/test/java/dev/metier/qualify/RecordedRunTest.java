package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.Goal;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.report.matrix.FitMatrixSource;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What costs nothing is not given up.
class RecordedRunTest {
  private static final int CASES = 200;

  /// Right on four of five cases, evenly: never far from a bar of 0.80.
  private static Answer atTheBar(Question question) {
    return says(Integer.parseInt(question.caseId().substring(1)) % 5 > 0 ? "yes" : "no");
  }

  private static Model recorded(String name) {
    return model(name, ProviderKind.RECORDED, DataClass.RESTRICTED, new Price.Unknown());
  }

  @Test
  void openVerdictsOnRecordingsReadEveryCase() {
    var assignment =
        assignment(List.of(model("called"), recorded("kept")), job("triage", CASES, quality(0.8)));
    var called = new Scripted(RecordedRunTest::atTheBar);
    var kept = new Scripted(RecordedRunTest::atTheBar);
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment, Map.of("called", called, "kept", kept), ledger);
      assertThat(doubt(verdict(result, "called"))).isEqualTo(Verdict.Doubt.BORDERLINE);
      assertThat(doubt(verdict(result, "kept"))).isEqualTo(Verdict.Doubt.CASES_EXHAUSTED);
      assertThat(called.asked.get()).isLessThan(CASES);
      assertThat(kept.asked.get()).isEqualTo(CASES);
    }
  }

  @Test
  void aVerdictThatIsReachedOnRecordingsStandsAndEndsTheReading() {
    var assignment = assignment(List.of(recorded("kept")), job("triage", CASES, quality(0.8)));
    var kept = new Scripted(_ -> says("yes"));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment, Map.of("kept", kept), ledger);
      assertThat(verdict(result, "kept")).isInstanceOf(Verdict.Fit.class);
      assertThat(kept.asked.get()).isLessThan(CASES);
    }
  }

  /// What an answer cost whoever recorded it is known, and is nothing that this run may not spend.
  @Test
  void nothingIsPaidForWhatWasRecorded() {
    var price =
        new Price.PerToken(
            Money.usd(1000), Money.usd(1000), Money.usd(1000), Optional.empty(), "test");
    var kept = model("kept", ProviderKind.RECORDED, DataClass.RESTRICTED, price);
    var jobs = List.of(job("triage", CASES, quality(0.8)));
    var assignment =
        new Assignment(
            assignment(List.of(kept), jobs.getFirst()).project(),
            jobs,
            Goal.MATRIX,
            Optional.of(Money.usd(0.01)),
            false,
            OptionalInt.empty());
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment, Map.of("kept", new Scripted(_ -> says("yes"))), ledger);
      assertThat(result.outOfMoney()).isFalse();
      assertThat(result.spent()).isEqualTo(Money.ZERO);
      assertThat(verdict(result, "kept")).isInstanceOf(Verdict.Fit.class);
      var matrix =
          new FitMatrixSource(ledger, Workshop.CLOCK).matrix("p", result.cells(), List.of());
      assertThat(matrix.spent()).isEmpty();
      assertThat(matrix.jobs().getFirst().cells().getFirst().facts().perThousand())
          .as("what an answer would cost")
          .contains(Money.usd(20));
    }
  }

  /// What is compared with a model that is called costs a call of that model for each case.
  @Test
  void aRecordingIsGivenUpWithACalledModelThatItIsComparedWith() {
    assertThat(comparedWith(model("other"))).isLessThan(CASES);
    assertThat(comparedWith(recorded("other"))).isEqualTo(CASES);
  }

  /// How many cases of the other one are asked that is right as often, on other cases.
  private static int comparedWith(Model other) {
    var need = new Requirement.NotWorse(other.name(), 0.03, 0.95);
    var job = job("triage", CASES, need).withCandidates(List.of(new ModelName("kept")));
    var kept =
        new Scripted(question ->
            says(Integer.parseInt(question.caseId().substring(1)) % 5 == 1 ? "no" : "yes"));
    var asked = new Scripted(RecordedRunTest::atTheBar);
    try (var ledger = SqliteLedger.inMemory()) {
      run(
          assignment(List.of(recorded("kept"), other), job),
          Map.of("kept", kept, "other", asked),
          ledger);
      return asked.asked.get();
    }
  }

  private static Verdict verdict(QualifyResult result, String model) {
    return result.cells().stream()
        .filter(cell -> cell.model().name().text().equals(model))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  private static Verdict.Doubt doubt(Verdict verdict) {
    return ((Verdict.Undecided) verdict).doubt();
  }
}
