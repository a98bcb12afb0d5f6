package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.Filter;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.provider.Answer;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Asking anew what was answered before.
class AgainTest {
  private static final Again UNSERVED = new Again(true, Set.of(), Set.of());
  private static final Assignment ASSIGNMENT =
      assignment(List.of(model("m")), job("triage", 40, quality(0.8)));

  private static final Scripted REFUSING =
      new Scripted(_ -> Answer.Failure.of(Answer.Cause.BAD_REQUEST, "no template"));

  private static QualifyResult run(Scripted provider, Ledger ledger, Again again) {
    try (var models = CandidateModels.ask(ASSIGNMENT.models(), (_, _) -> provider, ledger)) {
      return Workshop.qualifier(ledger, new Workshop.Silent()).qualify(ASSIGNMENT, models, again);
    }
  }

  private static long rows(Ledger ledger) {
    var rows = new java.util.concurrent.atomic.AtomicLong();
    ledger.answers(Filter.ALL.withSuperseded(), _ -> rows.incrementAndGet());
    return rows.get();
  }

  @Test
  void whatWasNotServedIsAskedAnewAndTheOldRowsStay() {
    try (var ledger = SqliteLedger.inMemory()) {
      run(REFUSING, ledger, Again.NOTHING);
      long before = rows(ledger);
      var provider = new Scripted(_ -> says("yes"));
      assertThat(run(provider, ledger, Again.NOTHING).newCalls()).isZero();
      var result = run(provider, ledger, UNSERVED);
      assertThat(result.setAside()).isEqualTo(before);
      assertThat(result.cells().getFirst().verdict()).isInstanceOf(Verdict.Fit.class);
      assertThat(result.cells().getFirst().notes()).isEmpty();
      assertThat(rows(ledger)).isEqualTo(before + provider.asked.get());
    }
  }

  @Test
  void aRunThatWasStoppedWhileAskingAnewGoesOnByItself() {
    try (var ledger = SqliteLedger.inMemory()) {
      run(REFUSING, ledger, Again.NOTHING);
      var gone = new Scripted(_ -> Answer.Failure.of(Answer.Cause.CONNECT, "gone"));
      run(gone, ledger, UNSERVED);
      var provider = new Scripted(_ -> says("yes"));
      assertThat(run(provider, ledger, Again.NOTHING).cells().getFirst().verdict())
          .isInstanceOf(Verdict.Fit.class);
    }
  }

  @Test
  void aJobOrAModelIsAskedAnewAsAWholeAndThatIsTold() {
    for (Again again :
        List.of(
            new Again(false, Set.of(new JobName("triage")), Set.of()),
            new Again(false, Set.of(), Set.of(new ModelName("m"))))) {
      try (var ledger = SqliteLedger.inMemory()) {
        run(new Scripted(_ -> says("no")), ledger, Again.NOTHING);
        var result = run(new Scripted(_ -> says("yes")), ledger, again);
        assertThat(result.cells().getFirst().verdict()).isInstanceOf(Verdict.Fit.class);
        assertThat(result.cells().getFirst().notes())
            .singleElement()
            .asString()
            .startsWith("Asked anew");
      }
    }
  }

  @Test
  void othersAreLeftAlone() {
    try (var ledger = SqliteLedger.inMemory()) {
      run(new Scripted(_ -> says("yes")), ledger, Again.NOTHING);
      var provider = new Scripted(_ -> says("yes"));
      run(provider, ledger, UNSERVED);
      run(provider, ledger, new Again(false, Set.of(new JobName("other")), Set.of()));
      assertThat(provider.asked.get()).isZero();
    }
  }
}
