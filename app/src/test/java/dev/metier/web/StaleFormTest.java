package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.Job;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.report.SampleResults;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Forms from pages that stayed open while the case was changed elsewhere.
class StaleFormTest {
  private static final Job JOB = SampleResults.JOB;
  private static final Case SHOWN = JOB.cases().getFirst();

  private static final SnapshotSource SOURCE =
      new SnapshotSource() {
        @Override
        public String name() {
          return "acme";
        }

        @Override
        public ProjectSnapshot read() {
          throw new IllegalStateException("nobody reads the project here");
        }

        @Override
        public PastChanges changes(Optional<String> since) {
          throw new IllegalStateException("nobody asks for changes here");
        }

        @Override
        public void answers(Filter filter, Consumer<KeptAnswer> each) {}
      };

  private static Optional<Reply> sent(String id, Case shown, String... more) {
    var form = new HashMap<>(Map.of("case", id, "content", CaseReview.content(shown)));
    form.put("back", "/job/family/cases?case=" + id);
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return StaleForm.of(SOURCE, JOB, form);
  }

  @Test
  void whatWasShownIsTaken() {
    assertThat(sent(SHOWN.id(), SHOWN)).isEmpty();
  }

  @Test
  void aCaseThatChangedSinceKeepsNothingAndTellsBothTexts() {
    Case before = SHOWN.expecting("cousin, as it was");

    Reply reply = sent(SHOWN.id(), before, "expected", "great-aunt").orElseThrow();

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body())
        .contains("Expected now: " + SHOWN.expected().orElseThrow())
        .contains("You sent: great-aunt")
        .contains("href=\"/job/family/cases?case=" + SHOWN.id() + "\"");
  }

  @Test
  void aFormWithoutItsContentIsNotTaken() {
    assertThat(StaleForm.of(SOURCE, JOB, Map.of("case", SHOWN.id(), "value", "wrong")))
        .hasValueSatisfying(reply -> assertThat(reply.status()).isEqualTo(409));
  }

  @Test
  void aCaseThatIsNotThereIsLeftToWhoeverLooksForIt() {
    assertThat(sent("nowhere", SHOWN)).isEmpty();
  }
}
