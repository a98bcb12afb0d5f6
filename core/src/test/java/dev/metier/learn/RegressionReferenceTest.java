package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Against values computed by numpy 2 and scikit-learn 1.7 from the same lots: ridge by solving the
/// normal equations `(X'X + diag(penalties)) w = X'(y - mean(y))`, steps by `IsotonicRegression`,
/// neighbours by the cosine of all pairs.
class RegressionReferenceTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 12;

  /// Of every row the components of at least 0.7.
  private static List<SparseVector> rows() {
    var lot = new Lot(7);
    var rows = new ArrayList<SparseVector>();
    for (int i = 0; i < ROWS; i++) {
      double[] dense = lot.next(COLUMNS);
      int[] at =
          java.util.stream.IntStream.range(0, COLUMNS).filter(j -> dense[j] >= 0.7).toArray();
      var values = new float[at.length];
      for (int j = 0; j < at.length; j++) {
        values[j] = (float) dense[at[j]];
      }
      rows.add(new SparseVector(at, values));
    }
    return rows;
  }

  private static void close(double[] found, double... expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("number %d", i).isCloseTo(expected[i], within(2e-6));
    }
  }

  @Test
  void ridgeSolvesTheNormalEquations() {
    var weak = Ridge.fit(rows(), new Lot(8).next(ROWS), 0.5, COLUMNS);
    assertThat(weak.intercept()).isCloseTo(0.4073527362663299, within(1e-12));
    close(
        weak.weights(),
        0.011655549,
        0.078336049,
        -0.182943279,
        0.186341634,
        -0.024600584,
        0.138670215,
        0.035868561,
        -0.141702472,
        0.026040784,
        0.124256083,
        0.034750764,
        -0.071863081);
    var strong = Ridge.fit(rows(), new Lot(8).next(ROWS), 3, COLUMNS);
    close(
        strong.weights(),
        0.02008598,
        0.07085123,
        -0.093551877,
        0.108862879,
        -0.029793868,
        0.074264234,
        0.017773135,
        -0.062896024,
        -0.006089488,
        0.037987082,
        0.028963718,
        -0.03850433);
  }

  @Test
  void ridgeHoldsEachComponentBackByItsOwnPenalty() {
    double[] penalties = new double[COLUMNS];
    Arrays.setAll(penalties, j -> 0.5 * (1 + j));
    close(
        Ridge.fit(rows(), new Lot(8).next(ROWS), penalties).weights(),
        0.029073212,
        0.084750491,
        -0.111634963,
        0.126821401,
        -0.026896293,
        0.070463391,
        0.011245961,
        -0.057625879,
        -0.002723535,
        0.030420942,
        0.021304382,
        -0.033439171);
  }

  @Test
  void stepsNeverFallAndHaveTheLeastError() {
    double[] scores = new Lot(9).next(30);
    double[] lots = new Lot(10).next(30);
    double[] targets = new double[30];
    Arrays.setAll(targets, i -> lots[i] < 0.3 + 0.5 * scores[i] ? 1 : 0);
    var steps = Isotonic.fit(scores, targets);
    double high = 0.857142857;
    close(
        Arrays.stream(scores).map(steps::at).toArray(),
        high,
        0.4,
        0.4,
        0.75,
        high,
        0.75,
        0.4,
        0.4,
        0.75,
        0,
        high,
        high,
        0.4,
        high,
        high,
        high,
        high,
        0.75,
        0.4,
        high,
        0.4,
        0.4,
        high,
        0,
        0.4,
        high,
        0.4,
        high,
        high,
        high);
    assertThat(steps.at(-1)).isEqualTo(0);
    assertThat(steps.at(2)).isCloseTo(high, within(1e-9));
  }

  @Test
  void equalScoresGetOneLevel() {
    var steps = Isotonic.fit(new double[] {1, 1, 2}, new double[] {0, 1, 1});
    assertThat(steps.at(1)).isEqualTo(0.5);
    assertThat(steps.at(2)).isEqualTo(1);
  }

  @Test
  void theNearestHaveTheHighestCosine() {
    var rows =
        rows().stream()
            .map(row -> {
              double length = Math.sqrt(row.dot(dense(row)));
              var values = row.values().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] / length);
              }
              return new SparseVector(row.at(), values);
            })
            .toList();
    var found = new Neighbours(rows, new double[ROWS], 4).nearest(rows.getFirst());
    assertThat(found).extracting(Neighbours.Neighbour::row).containsExactly(0, 17, 23, 39);
    close(
        found.stream().mapToDouble(Neighbours.Neighbour::likeness).toArray(),
        1,
        0.6835353,
        0.6743203,
        0.6125755);
  }

  private static double[] dense(SparseVector row) {
    var dense = new double[COLUMNS];
    row.addTo(dense, 1);
    return dense;
  }
}
