package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.evidence.Ledger;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static List<String> notes(Function<Question, Answer> script) {
    var assignment = assignment(List.of(model("m")), job("triage", 12, quality(0.5)));
    try (var ledger = Ledger.inMemory()) {
      return run(assignment, Map.of("m", new Scripted(script)), ledger).cells().getFirst().notes();
    }
  }

  @Test
  void answersThatCameNeedNoWord() {
    assertThat(notes(_ -> says("yes"))).isEmpty();
  }

  @Test
  void theCommonestFailureStandsInTheServersOwnWords() {
    assertThat(
            notes(q ->
                switch (q.caseId()) {
                  case "c0", "c1", "c2" ->
                      Answer.Failure.of(
                          Answer.Cause.BAD_REQUEST, "HTTP 400: template error in " + q.caseId());
                  case "c3", "c4" -> says("");
                  default -> says("yes");
                }))
        .singleElement()
        .asString()
        .contains(" answers were not served; most often: HTTP 400: template");
  }
}
