package dev.metier.learn;

import dev.metier.job.Check.Score.Term;
import dev.metier.job.Check.Score.Weighed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Weighs signals of answers: logistic regression with a ridge on the weights.
///
/// Targets are drawn in from 0 and 1 by one answer of each kind, so that signals that part right
/// from wrong without a fault have a limit too; the base is not held back, so that the chances are
/// right on average.
public final class ScoreLearner {
  /// As much as one standard deviation's weight of 1 is held back: what few answers show.
  private static final double RIDGE = 1;

  private static final int MOST_STEPS = 50;
  private static final double STILL = 1e-9;
  private static final double PLACES = 1e6;

  private ScoreLearner() {}

  /// An answer.
  ///
  /// @param text what it answers; answers to the same stand in one fold
  /// @param signals all of them known
  @SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
  public record Row(String text, double[] signals, boolean right) {}

  /// What was learned without a fold.
  ///
  /// @param held places of the rows in the fold
  /// @param others the rows that the weights are of
  public record HeldOut(Weighed weights, List<Integer> held, List<Row> others) {
    public HeldOut {
      held = List.copyOf(held);
      others = List.copyOf(others);
    }
  }

  /// Learns once for each fold, without it. Folds without a row are left out; so is one that holds
  /// all rows.
  ///
  /// @param rows each with as many signals
  public static List<HeldOut> outOfFold(List<Row> rows, ContentFolds folds) {
    int[] fold = rows.stream().mapToInt(row -> folds.of(row.text())).toArray();
    var learned = new ArrayList<HeldOut>();
    for (int f = 0; f < folds.count(); f++) {
      var held = new ArrayList<Integer>();
      var others = new ArrayList<Row>();
      for (int i = 0; i < fold.length; i++) {
        if (fold[i] == f) {
          held.add(i);
        } else {
          others.add(rows.get(i));
        }
      }
      if (!held.isEmpty() && !others.isEmpty()) {
        learned.add(new HeldOut(fit(others), held, others));
      }
    }
    return learned;
  }

  /// Weights by all rows, to six places; without a bar.
  ///
  /// @param rows not empty, each with as many signals
  public static Weighed fit(List<Row> rows) {
    int signals = rows.getFirst().signals().length;
    var middles = new double[signals];
    var spreads = new double[signals];
    for (int j = 0; j < signals; j++) {
      int at = j;
      double middle = rows.stream().mapToDouble(row -> row.signals()[at]).average().orElse(0);
      double square =
          rows.stream()
              .mapToDouble(row -> Math.pow(row.signals()[at] - middle, 2))
              .average()
              .orElse(0);
      middles[j] = rounded(middle);
      // what never differs says nothing, and its weight stays 0
      spreads[j] = Math.sqrt(square) < 1 / PLACES ? 1 : rounded(Math.sqrt(square));
    }
    double[] weights = weights(rows, middles, spreads);
    var terms = new ArrayList<Term>();
    for (int j = 0; j < signals; j++) {
      terms.add(new Term(middles[j], spreads[j], rounded(weights[j + 1])));
    }
    return new Weighed(rounded(weights[0]), terms, Double.NaN);
  }

  private static double rounded(double value) {
    return Math.round(PLACES * value) / PLACES;
  }

  /// The base and a weight for each signal, by Newton's method.
  private static double[] weights(List<Row> rows, double[] middles, double[] spreads) {
    int size = middles.length + 1;
    long right = rows.stream().filter(Row::right).count();
    double high = (right + 1.0) / (right + 2);
    double low = 1.0 / (rows.size() - right + 2);
    var weights = new double[size];
    List<double[]> places = rows.stream().map(row -> place(row, middles, spreads)).toList();
    for (int step = 0; step < MOST_STEPS; step++) {
      var slope = new double[size];
      var bend = new double[size][size];
      for (int i = 0; i < places.size(); i++) {
        double[] x = places.get(i);
        double odds = 0;
        for (int j = 0; j < size; j++) {
          odds += weights[j] * x[j];
        }
        double chance = 1 / (1 + Math.exp(-odds));
        double off = (rows.get(i).right() ? high : low) - chance;
        for (int j = 0; j < size; j++) {
          slope[j] += off * x[j];
          for (int k = 0; k < size; k++) {
            bend[j][k] += chance * (1 - chance) * x[j] * x[k];
          }
        }
      }
      for (int j = 1; j < size; j++) {
        slope[j] -= RIDGE * weights[j];
        bend[j][j] += RIDGE;
      }
      bend[0][0] += STILL;
      double[] change = solved(bend, slope);
      double most = Arrays.stream(change).map(Math::abs).max().orElse(0);
      // far from the answer Newton's step may go too far
      double share = Math.min(1, 2 / Math.max(most, STILL));
      Arrays.setAll(weights, j -> weights[j] + share * change[j]);
      if (most < STILL) {
        break;
      }
    }
    return weights;
  }

  /// 1 for the base, and how many standard deviations each signal is from its middle.
  private static double[] place(Row row, double[] middles, double[] spreads) {
    var x = new double[middles.length + 1];
    x[0] = 1;
    for (int j = 1; j < x.length; j++) {
      x[j] = (row.signals()[j - 1] - middles[j - 1]) / spreads[j - 1];
    }
    return x;
  }

  /// Solves a system whose matrix is symmetric and positive, by elimination.
  private static double[] solved(double[][] matrix, double[] right) {
    int n = right.length;
    for (int i = 0; i < n; i++) {
      for (int row = i + 1; row < n; row++) {
        double by = matrix[row][i] / matrix[i][i];
        for (int k = i; k < n; k++) {
          matrix[row][k] -= by * matrix[i][k];
        }
        right[row] -= by * right[i];
      }
    }
    var found = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double rest = right[i];
      for (int k = i + 1; k < n; k++) {
        rest -= matrix[i][k] * found[k];
      }
      found[i] = rest / matrix[i][i];
    }
    return found;
  }
}
