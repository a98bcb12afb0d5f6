package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.provider.Answer;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Critical cases in a run.
class CriticalRunTest {
  private static final int CASES = 400;

  private static Job with(Set<Integer> critical) {
    Job job = job("triage", CASES, quality(0.8));
    var cases = new ArrayList<Case>();
    for (int i = 0; i < CASES; i++) {
      cases.add(critical.contains(i) ? job.cases().get(i).asCritical() : job.cases().get(i));
    }
    return job.withCases(cases);
  }

  private static CellResult result(Job job, Scripted provider, SqliteLedger ledger) {
    return run(assignment(List.of(model("m")), job), Map.of("m", provider), ledger)
        .cells()
        .getFirst();
  }

  @Test
  void theyAreAskedFirstSoThatAFailureCostsFewCalls() {
    for (int failing : new int[] {3, 390}) {
      var provider = new Scripted(q -> says(q.caseId().equals("c" + failing) ? "no" : "yes"));
      try (var ledger = SqliteLedger.inMemory()) {
        var verdict = result(with(Set.of(3, 200, 390)), provider, ledger).verdict();
        assertThat(verdict)
            .isInstanceOfSatisfying(
                Verdict.Unfit.class,
                unfit -> assertThat(unfit.reason()).contains("(c" + failing + ") failed"));
        assertThat(provider.asked.get()).isLessThan(CASES / 4);
      }
    }
  }

  @Test
  void allOfThemAreAskedBeforeAModelIsFitAndTheOthersOnlyAsOften() {
    var provider = new Scripted(_ -> says("yes"));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = result(with(Set.of(3, 200, 390)), provider, ledger);
      assertThat(result.verdict()).isInstanceOf(Verdict.Fit.class);
      assertThat(provider.cases).contains("triage/c3/0", "triage/c200/0", "triage/c390/0");
      assertThat(provider.asked.get()).isLessThan(CASES / 2);
    }
  }

  @Test
  void oneThatBecomesCriticalLaterIsAskedThenAndKeptAnswersStay() {
    var provider = new Scripted(q -> says(q.caseId().equals("c390") ? "no" : "yes"));
    try (var ledger = SqliteLedger.inMemory()) {
      assertThat(result(with(Set.of()), provider, ledger).verdict())
          .isInstanceOf(Verdict.Fit.class);
      int before = provider.asked.get();
      assertThat(result(with(Set.of(390)), provider, ledger).verdict())
          .isInstanceOf(Verdict.Unfit.class);
      assertThat(provider.asked.get() - before).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void oneThatIsNeverServedKeepsTheModelFromBeingFit() {
    var failure = Answer.Failure.of(Answer.Cause.SERVER_ERROR, "HTTP 500: no");
    var provider = new Scripted(q -> q.caseId().equals("c390") ? failure : says("yes"));
    try (var ledger = SqliteLedger.inMemory()) {
      assertThat(result(with(Set.of(3, 390)), provider, ledger).verdict())
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              open -> assertThat(open.reason()).contains("(c390) not served"));
      assertThat(provider.asked.get()).isLessThan(CASES / 2);
    }
  }
}
