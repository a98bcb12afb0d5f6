package dev.metier.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
    /// @param penalty of n-grams and slices; structure bears more
    record Linear(double penalty) implements Learner {}

    /// Neighbours.
    ///
    /// @param count how many are asked
    record Nearest(int count) implements Learner {}

    /// The mean of the slice alone; no text is read.
    record Slice() implements Learner {}
  }

  /// Among which learners one is chosen.
  public enum Family {
    /// All of them, as far as there are examples enough.
    ANY,
    /// Ridge regression alone.
    RIDGE,
    /// Neighbours alone.
    NEIGHBOURS;

    private static final List<Learner> RIDGES =
        List.of(new Learner.Linear(10), new Learner.Linear(3));
    private static final Learner MANY = new Learner.Nearest(100);

    /// Below so many examples neighbours are too far away.
    private static final int MANY_EXAMPLES = 1_000;

    private List<Learner> learners(int examples) {
      return switch (this) {
        case RIDGE -> RIDGES;
        case NEIGHBOURS -> List.of(examples < MANY_EXAMPLES ? new Learner.Nearest(30) : MANY);
        case ANY -> {
          var all = new ArrayList<>(RIDGES);
          if (examples >= MANY_EXAMPLES) {
            all.add(MANY);
          }
          yield List.copyOf(all);
        }
      };
    }
  }

  private static final int FOLDS = 3;

  /// Cases that the mean of all counts as in [Learner.Slice].
  private static final double SHRINKAGE = 10;

  /// What was learned; rows of [Neighbours] are numbers of the examples.
  private sealed interface Fitted {
    record OfSlice(Ridge.Linear linear) implements Fitted {}

    record OfText(FeatureSpace space, Ridge.Linear linear) implements Fitted {}

    record OfNeighbours(FeatureSpace space, Neighbours neighbours) implements Fitted {}
  }

  private final Fitted fitted;

  private TextRegression(Fitted fitted) {
    this.fitted = fitted;
  }

  private static Fitted fitted(List<Example> examples, Learner learner) {
    double[] targets = examples.stream().mapToDouble(Example::target).toArray();
    if (learner instanceof Learner.Slice) {
      var rows = examples.stream().map(e -> FeatureSpace.sliceAlone(e.slice())).toList();
      return new Fitted.OfSlice(Ridge.fit(rows, targets, SHRINKAGE, FeatureSpace.SIZE));
    }
    var space = FeatureSpace.of(examples.stream().map(Example::counts).toList());
    var rows = examples.stream().map(e -> space.vector(e.counts(), e.slice())).toList();
    return switch (learner) {
      case Learner.Nearest(int count) ->
          new Fitted.OfNeighbours(space, new Neighbours(rows, targets, count));
      case Learner.Linear(double penalty) ->
          new Fitted.OfText(space, Ridge.fit(rows, targets, FeatureSpace.penalties(penalty)));
      case Learner.Slice _ -> throw new IllegalStateException("it reads no text");
    };
  }

  /// Learns with a given learner.
  ///
  /// @param examples at least one
  public static TextRegression fit(List<Example> examples, Learner learner) {
    return new TextRegression(fitted(examples, learner));
  }

  /// Learns with the learner that errs least on folds of the examples.
  ///
  /// @param examples at least one
  public static TextRegression fit(List<Example> examples) {
    return fit(examples, Family.ANY);
  }

  /// Learns with the learner of a family that errs least on folds of the examples.
  ///
  /// @param examples at least one
  public static TextRegression fit(List<Example> examples, Family family) {
    return fit(examples, choose(examples, family));
  }

  /// The learner that errs least on folds of the examples.
  private static Learner choose(List<Example> examples, Family family) {
    var learners = family.learners(examples.size());
    Learner least = learners.getFirst();
    if (learners.size() == 1) {
      return least;
    }
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
    return eachFold(examples, folds, rest -> fit(rest, learner));
  }

  /// What is predicted of each example from the folds without it, the learner chosen there too.
  public static double[] outOfFold(List<Example> examples, ContentFolds folds) {
    return outOfFold(examples, folds, Family.ANY);
  }

  /// What is predicted of each example from the folds without it, the learner chosen there too.
  public static double[] outOfFold(List<Example> examples, ContentFolds folds, Family family) {
    return eachFold(examples, folds, rest -> fit(rest, family));
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

  /// What it predicts of a text.
  ///
  /// @param slice one that it knows, or another one
  public double at(NgramCounts text, String slice) {
    return switch (fitted) {
      case Fitted.OfSlice(var linear) -> linear.at(FeatureSpace.sliceAlone(slice));
      case Fitted.OfText(var space, var linear) -> linear.at(space.vector(text, slice));
      case Fitted.OfNeighbours(var space, var neighbours) ->
          neighbours.at(space.vector(text, slice));
    };
  }

  /// What each feature of a text adds to the prediction; nothing where neighbours predict.
  List<Part> parts(NgramCounts text) {
    if (!(fitted instanceof Fitted.OfText(var space, var linear))) {
      return List.of();
    }
    var vector = space.vector(text, "");
    var parts = new ArrayList<Part>();
    for (int i = 0; i < vector.at().length; i++) {
      int component = vector.at()[i];
      parts.add(new Part(component, vector.values()[i] * linear.weights()[component]));
    }
    return List.copyOf(parts);
  }

  /// What one component of a [FeatureSpace] adds.
  record Part(int component, double worth) {}

  /// The nearest examples; none where ridge regression predicts.
  List<Neighbours.Neighbour> nearest(NgramCounts text) {
    return fitted instanceof Fitted.OfNeighbours(var space, var neighbours)
        ? neighbours.nearest(space.vector(text, ""))
        : List.of();
  }

  /// Writes it for [#read(DataInputStream)].
  void write(DataOutputStream out) throws IOException {
    switch (fitted) {
      case Fitted.OfSlice _ -> throw new IllegalStateException("it reads no text");
      case Fitted.OfText(var space, var linear) -> {
        out.writeBoolean(false);
        space.write(out);
        linear.write(out);
      }
      case Fitted.OfNeighbours(var space, var neighbours) -> {
        out.writeBoolean(true);
        space.write(out);
        neighbours.write(out);
      }
    }
  }

  static TextRegression read(DataInputStream in) throws IOException {
    boolean neighbours = in.readBoolean();
    var space = FeatureSpace.read(in);
    return new TextRegression(
        neighbours
            ? new Fitted.OfNeighbours(space, Neighbours.read(in))
            : new Fitted.OfText(space, Ridge.Linear.read(in, FeatureSpace.SIZE)));
  }
}
