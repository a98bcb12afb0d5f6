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
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Cases that a model wrote alone make nothing FIT, and their writer is not judged by them.
class WrittenCasesTest {
  private static final Case.Writer OTHER = new Case.Writer("other", true);

  private static Job written(Function<Case, Case> each) {
    Job job = job("triage", 100, quality(0.8));
    return job.withCases(job.cases().stream().map(each).toList());
  }

  private static CellResult result(Job job, Scripted provider) {
    try (var ledger = SqliteLedger.inMemory()) {
      return run(assignment(List.of(model("m")), job), Map.of("m", provider), ledger)
          .cells()
          .getFirst();
    }
  }

  @Test
  void aJobWhoseCasesAreAllWrittenByAModelStaysOpen() {
    var verdict =
        result(written(c -> c.writtenBy(OTHER)), new Scripted(_ -> says("yes"))).verdict();
    assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
    assertThat(verdict.reason()).startsWith("A model wrote every case");
  }

  @Test
  void failingThemStillMakesAModelUnfit() {
    assertThat(result(written(c -> c.writtenBy(OTHER)), new Scripted(_ -> says("no"))).verdict())
        .isInstanceOf(Verdict.Unfit.class);
  }

  @Test
  void oneOfYourOwnOrOnlyTheAnswerWrittenIsEnough() {
    Function<Case, Case> allButOne = c -> c.id().equals("c7") ? c : c.writtenBy(OTHER);
    assertThat(result(written(allButOne), new Scripted(_ -> says("yes"))).verdict())
        .isInstanceOf(Verdict.Fit.class);
    Function<Case, Case> answers = c -> c.writtenBy(new Case.Writer("other", false));
    assertThat(result(written(answers), new Scripted(_ -> says("yes"))).verdict())
        .isInstanceOf(Verdict.Fit.class);
  }

  @Test
  void theWriterIsNotAskedAndNotJudged() {
    for (boolean whole : new boolean[] {true, false}) {
      var provider = new Scripted(_ -> says("yes"));
      Function<Case, Case> one =
          c -> c.id().equals("c7") ? c.writtenBy(new Case.Writer("M", whole)) : c;
      var verdict = result(written(one), provider).verdict();
      assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
      assertThat(verdict.reason()).startsWith("m wrote 1 of 100 cases");
      assertThat(provider.asked.get()).isZero();
    }
  }
}
