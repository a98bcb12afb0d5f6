package dev.metier.grade.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.check.judge.Judgement;
import dev.metier.grade.Grade;
import dev.metier.job.Criterion;
import dev.metier.job.ModelName;
import dev.metier.job.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a judge said in both orders of a comparison comes to one grade.
class JudgementsTest {
  private static final Judgement WON = new Judgement.Passed("so");
  private static final Judgement LOST = new Judgement.Failed("so");
  private static final Judgement TIED = new Judgement.Tied("so");
  private static final Judgement UNCLEAR = new Judgement.Unclear("its answer was empty");

  private static Grade compared(boolean tiesPass, Judgement first, Judgement second) {
    var pair = new Criterion.Pairwise(new Template("old"), new Template("Better?"), tiesPass);
    return Judgements.grade(new ModelName("judge"), pair, List.of(first, second));
  }

  @Test
  void onlyWhatIsPreferredInBothOrdersHasWon() {
    for (boolean tiesPass : List.of(true, false)) {
      assertThat(compared(tiesPass, WON, WON).passed()).isTrue();
      assertThat(compared(tiesPass, LOST, LOST).passed()).isFalse();
    }
  }

  @Test
  void disagreementIsATie() {
    for (List<Judgement> said :
        List.of(
            List.of(WON, LOST),
            List.of(LOST, WON),
            List.of(TIED, TIED),
            List.of(WON, TIED),
            List.of(TIED, LOST))) {
      for (boolean tiesPass : List.of(true, false)) {
        Grade grade = compared(tiesPass, said.getFirst(), said.getLast());
        assertThat(grade.broken()).isFalse();
        assertThat(grade.passed()).as("%s", said).isEqualTo(tiesPass);
        assertThat(grade.reason()).isEqualTo("judge sees no difference in both orders.");
      }
    }
  }

  @Test
  void oneOrderThatWasNotJudgedBreaksIt() {
    for (Judgement other : List.of(WON, LOST, TIED)) {
      assertThat(compared(true, UNCLEAR, other).broken()).isTrue();
      assertThat(compared(true, other, UNCLEAR).broken()).isTrue();
    }
  }
}
