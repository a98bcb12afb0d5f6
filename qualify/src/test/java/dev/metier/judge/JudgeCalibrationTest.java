package dev.metier.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.judge.JudgeCalibration.Told;
import dev.metier.stats.JudgeRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Errors of a judge, counted by the family whose answers it judged.
class JudgeCalibrationTest {
  private final List<Told> told = new ArrayList<>();

  /// So many answers of a family that people find good or bad, the first of which the judge passes.
  private JudgeCalibrationTest labelled(String family, boolean good, int count, int passed) {
    for (int i = 0; i < count; i++) {
      told(family, good, Optional.of(i < passed ? Grade.pass("so") : Grade.fail("so")));
    }
    return this;
  }

  private void told(String family, boolean good, Optional<Grade> grade) {
    var given = new Case("c", Map.of("text", "t"), Optional.empty(), Set.of(), Optional.empty());
    told.add(
        new Told(given, "an answer", Optional.of(family).filter(f -> !f.isEmpty()), good, grade));
  }

  private JudgeCalibration calibration() {
    return new JudgeCalibration(told);
  }

  @Test
  void aJudgeThatIsKinderToOneFamilyIsTakenAtItsWordByFamily() {
    labelled("qwen", true, 25, 25).labelled("qwen", false, 25, 20);
    labelled("gemma", true, 30, 28).labelled("gemma", false, 30, 1);

    assertThat(calibration().families()).containsExactly("gemma", "qwen");
    assertThat(calibration().rates("qwen")).isEqualTo(new JudgeRates(25, 25, 25, 5));
    assertThat(calibration().rates("gemma")).isEqualTo(new JudgeRates(30, 28, 30, 29));
    assertThat(calibration().rates("qwen").tells()).isFalse();
    assertThat(calibration().rates("gemma").tells()).isTrue();
    assertThat(calibration().unproven("reply", "judge", "qwen"))
        .contains("passes 100 % of good answers and fails 20 % of bad ones", "Youden's J 0.20");
  }

  /// Also those that were made up, of which no family is the author.
  @Test
  void ofAClassOfWhichAFamilyHasTooFewThoseOfAllCount() {
    labelled("qwen", true, 25, 25).labelled("qwen", false, JudgeCalibration.LEAST - 1, 0);
    labelled("gemma", true, 10, 0).labelled("gemma", false, 10, 10).labelled("", false, 7, 7);

    var found = calibration().of("qwen");
    assertThat(found.otherGood()).isFalse();
    assertThat(found.otherBad()).isTrue();
    assertThat(found.rates()).isEqualTo(new JudgeRates(25, 25, 36, 19));
    // a family without any label has those of all
    assertThat(calibration().rates("claude")).isEqualTo(new JudgeRates(35, 25, 36, 19));
  }

  @Test
  void whatItCouldNotJudgeAndWasNotAskedIsNoErrorAndNoSuccess() {
    labelled("qwen", true, 20, 20).labelled("qwen", false, 20, 0);
    told("qwen", true, Optional.of(Grade.broken("prose")));
    told("qwen", false, Optional.empty());

    assertThat(calibration().rates("qwen")).isEqualTo(new JudgeRates(20, 20, 20, 20));
    assertThat(calibration().unclear()).isEqualTo(1);
    assertThat(calibration().unasked()).isEqualTo(1);
  }

  @Test
  void fewerThanTwentyOfAClassInAllDecideNothing() {
    labelled("qwen", true, 60, 60).labelled("qwen", false, 19, 0);

    assertThat(calibration().rates("qwen")).isEqualTo(JudgeRates.UNKNOWN);
    assertThat(calibration().unproven("reply", "judge", "qwen"))
        .contains("Only 60 good and 19 bad answers", "it takes 50 of each, 20 at least");
  }
}
