package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.job.Check.Score.Weighed;
import dev.metier.learn.ScoreLearner.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreLearnerTest {
  private static final ContentFolds FOLDS = new ContentFolds(5, "score");

  /// Right with log odds of 0.5, 1.5 for each unit of the first signal and nothing of the second.
  private static List<Row> rows(int n, Random random) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < n; i++) {
      double told = random.nextGaussian();
      double chance = 1 / (1 + Math.exp(-0.5 - 1.5 * told));
      boolean right = random.nextDouble() < chance;
      rows.add(new Row("case " + i, new double[] {3 + 2 * told, random.nextGaussian()}, right));
    }
    return rows;
  }

  /// The chance of each answer by what was learned without it.
  private static double[] chances(List<Row> rows) {
    var chances = new double[rows.size()];
    for (var each : ScoreLearner.outOfFold(rows, FOLDS)) {
      each.held().forEach(row -> chances[row] = each.weights().chance(rows.get(row).signals()));
    }
    return chances;
  }

  @Test
  void itFindsWhatSignalsSay() {
    Weighed known = ScoreLearner.fit(rows(20_000, new Random(3)));
    assertThat(known.base()).isCloseTo(0.5, within(0.06));
    assertThat(known.terms().get(0).middle()).isCloseTo(3, within(0.05));
    assertThat(known.terms().get(0).spread()).isCloseTo(2, within(0.05));
    assertThat(known.terms().get(0).weight()).isCloseTo(1.5, within(0.06));
    assertThat(known.terms().get(1).weight()).isCloseTo(0, within(0.06));
  }

  @Test
  void itsChancesAreRightOnAnswersItHasNotSeen() {
    var rows = rows(4_000, new Random(4));
    double[] chances = chances(rows);
    for (double from : new double[] {0.1, 0.4, 0.7}) {
      double told = 0;
      double right = 0;
      int n = 0;
      for (int i = 0; i < chances.length; i++) {
        if (chances[i] >= from && chances[i] < from + 0.2) {
          told += chances[i];
          right += rows.get(i).right() ? 1 : 0;
          n++;
        }
      }
      assertThat(right / n).as("told about %s", from).isCloseTo(told / n, within(0.05));
    }
  }

  /// The same text twice, once right and once wrong in the other signal: if one half were learned
  /// from, the other's chance would show it.
  @Test
  void noAnswerIsToldByWhatIsKnownOfItsCopies() {
    var random = new Random(5);
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 120; i++) {
      boolean right = random.nextBoolean();
      for (String text : List.of("The ticket " + i, "the  ticket " + i + " ")) {
        rows.add(new Row(text, new double[] {i, i % 7}, right));
      }
    }
    double[] chances = chances(rows);
    for (int i = 0; i < chances.length; i += 2) {
      int at = i;
      assertThat(chances[i]).isEqualTo(chances[i + 1]);
      var others =
          rows.stream()
              .filter(row -> FOLDS.of(row.text()) != FOLDS.of(rows.get(at).text()))
              .toList();
      assertThat(chances[i]).isEqualTo(ScoreLearner.fit(others).chance(rows.get(i).signals()));
    }
  }

  @Test
  void signalsThatPartRightFromWrongHaveALimit() {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 60; i++) {
      rows.add(new Row("c" + i, new double[] {i < 30 ? 0 : 1, 7}, i >= 30));
    }
    Weighed known = ScoreLearner.fit(rows);
    assertThat(known.terms().get(0).weight()).isBetween(1.0, 5.0);
    assertThat(known.terms().get(1).weight()).as("it never differs").isZero();
    assertThat(known.chance(new double[] {1, 7})).isBetween(0.9, 1.0);
    assertThat(known.chance(new double[] {0, 7})).isBetween(0.0, 0.1);
    var all = rows.stream().map(row -> new Row(row.text(), row.signals(), true)).toList();
    assertThat(ScoreLearner.fit(all).chance(new double[] {0, 7})).isBetween(0.9, 1.0);
  }

  @Test
  void theOrderOfAnswersChangesNothing() {
    var rows = rows(80, new Random(6));
    double[] chances = chances(rows);
    double[] turned = chances(rows.reversed());
    for (int i = 0; i < chances.length; i++) {
      assertThat(turned[chances.length - 1 - i]).isCloseTo(chances[i], within(2e-6));
    }
    assertThat(Arrays.stream(chances).distinct().count()).isGreaterThan(70);
  }
}
