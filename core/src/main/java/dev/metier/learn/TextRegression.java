package dev.metier.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Predicts a number of a text: ridge regression on n-grams, structure and the slice, or neighbours
/// by n-grams, whichever errs least on folds of the examples. Thread-safe.
public final class TextRegression {
  /// How it predicts.
  public sealed interface Learner {
    /// Ridge regression.
    ///
    /// @param penalty of ridge regression
    record Linear(double penalty) implements Learner {}

    /// Neighbours.
    ///
    /// @param count how many are asked
    record Nearest(int count) implements Learner {}

    /// The mean of the slice alone; no text is read.
    record Slice() implements Learner {}
  }

  private static final List<Learner> USUAL =
      List.of(new Learner.Linear(30), new Learner.Linear(10), new Learner.Linear(3));
  private static final Learner MANY = new Learner.Nearest(100);

  /// Below so many examples neighbours are too far away.
  private static final int MANY_EXAMPLES = 1_000;

  private static final int FOLDS = 3;

  /// Cases that the mean of all counts as in [Learner.Slice].
  private static final double SHRINKAGE = 10;

  private interface Fitted {
    double at(NgramCounts text, String slice);
  }

  private final Fitted fitted;
  private final Learner learner;

  private TextRegression(List<Example> examples, Learner learner) {
    this.learner = learner;
    double[] targets = examples.stream().mapToDouble(Example::target).toArray();
    fitted =
        switch (learner) {
          case Learner.Slice() -> bySlice(examples, targets);
          case Learner.Linear _, Learner.Nearest _ -> byText(examples, targets, learner);
        };
  }

  private static Fitted bySlice(List<Example> examples, double[] targets) {
    var rows = examples.stream().map(e -> FeatureSpace.sliceAlone(e.slice())).toList();
    var linear = Ridge.fit(rows, targets, SHRINKAGE, FeatureSpace.SIZE);
    return (_, slice) -> linear.at(FeatureSpace.sliceAlone(slice));
  }

  private static Fitted byText(List<Example> examples, double[] targets, Learner learner) {
    var space = FeatureSpace.of(examples.stream().map(Example::counts).toList());
    var rows = examples.stream().map(e -> space.vector(e.counts(), e.slice())).toList();
    if (learner instanceof Learner.Nearest(int count)) {
      var neighbours = new Neighbours(rows, targets, count);
      return (text, slice) -> neighbours.at(space.vector(text, slice));
    }
    double penalty = learner instanceof Learner.Linear(double given) ? given : SHRINKAGE;
    var linear = Ridge.fit(rows, targets, penalty, FeatureSpace.SIZE);
    return (text, slice) -> linear.at(space.vector(text, slice));
  }

  /// Learns with a given learner.
  ///
  /// @param examples at least one
  public static TextRegression fit(List<Example> examples, Learner learner) {
    return new TextRegression(examples, learner);
  }

  /// Learns with the learner that errs least on folds of the examples.
  ///
  /// @param examples at least one
  public static TextRegression fit(List<Example> examples) {
    return new TextRegression(examples, choose(examples));
  }

  /// The learner that errs least on folds of the examples.
  static Learner choose(List<Example> examples) {
    var learners = new ArrayList<>(USUAL);
    if (examples.size() >= MANY_EXAMPLES) {
      learners.add(MANY);
    }
    Learner least = learners.getFirst();
    double leastError = Double.POSITIVE_INFINITY;
    for (Learner learner : learners) {
      double[] predicted = outOfFold(examples, new ContentFolds(FOLDS, "learner"), learner);
      double error =
          IntStream.range(0, predicted.length)
              .mapToDouble(i -> predicted[i] - examples.get(i).target())
              .map(off -> off * off)
              .sum();
      if (error < leastError) {
        least = learner;
        leastError = error;
      }
    }
    return least;
  }

  /// What a given learner predicts of each example from the folds without it.
  public static double[] outOfFold(List<Example> examples, ContentFolds folds, Learner learner) {
    return eachFold(examples, folds, rest -> new TextRegression(rest, learner));
  }

  /// What is predicted of each example from the folds without it, the learner chosen there too.
  public static double[] outOfFold(List<Example> examples, ContentFolds folds) {
    return eachFold(examples, folds, TextRegression::fit);
  }

  private interface Fit {
    TextRegression of(List<Example> examples);
  }

  private static double[] eachFold(List<Example> examples, ContentFolds folds, Fit fit) {
    int[] fold = examples.stream().mapToInt(e -> folds.of(e.text())).toArray();
    var predicted = new double[fold.length];
    for (int f = 0; f < folds.count(); f++) {
      int held = f;
      int[] out = IntStream.range(0, fold.length).filter(i -> fold[i] == held).toArray();
      var rest =
          IntStream.range(0, fold.length)
              .filter(i -> fold[i] != held)
              .mapToObj(examples::get)
              .toList();
      if (out.length > 0 && !rest.isEmpty()) {
        var model = fit.of(rest);
        for (int i : out) {
          predicted[i] = model.at(examples.get(i).counts(), examples.get(i).slice());
        }
      }
    }
    return predicted;
  }

  /// How it predicts.
  public Learner learner() {
    return learner;
  }

  /// What it predicts of a text.
  ///
  /// @param slice one that it knows, or another one
  public double at(NgramCounts text, String slice) {
    return fitted.at(text, slice);
  }
}
