package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextRegressionTest {
  private static final List<String> EASY = List.of("add", "count", "name", "spell");
  private static final List<String> HARD = List.of("prove", "derive", "integrate", "refute");

  /// Targets hang on a word of the text; every text is another one.
  private static List<Example> byWords(int count, double noise) {
    var lot = new Lot(3);
    var examples = new ArrayList<Example>();
    for (int i = 0; i < count; i++) {
      boolean hard = lot.next() < 0.5;
      String verb = (hard ? HARD : EASY).get((int) (lot.next() * 4));
      String thing = "thing" + (char) ('a' + (int) (lot.next() * 26)) + (char) ('a' + (i % 26));
      double target = (lot.next() < noise) == hard ? 0 : 1;
      examples.add(Example.of("Please " + verb + " the " + thing + " of item " + i, "", target));
    }
    return examples;
  }

  private static double error(List<Example> examples, double[] predicted) {
    return IntStream.range(0, predicted.length)
        .mapToDouble(i -> Math.pow(predicted[i] - examples.get(i).target(), 2))
        .average()
        .orElseThrow();
  }

  @Test
  void predictsWhatHangsOnWords() {
    var examples = byWords(400, 0.1);
    double[] predicted = TextRegression.outOfFold(examples, new ContentFolds(5, "test"));
    // noise alone is .09; knowing nothing is .25
    assertThat(error(examples, predicted)).isLessThan(0.13);
  }

  /// The word decides alone; lengths, numbers and signs are by lot, and another lot in every text.
  @Test
  void ofFewCasesWordsAreHeardBesideStructure() {
    var lot = new Lot(11);
    var examples = new ArrayList<Example>();
    for (int i = 0; i < 600; i++) {
      boolean hard = lot.next() < 0.5;
      var text = new StringBuilder((hard ? HARD : EASY).get((int) (lot.next() * 4)));
      for (String more : List.of(" item", " 7", " x = y", ".", "?", "\nitem", " itemitem")) {
        text.repeat(more, (int) (lot.next() * 8));
      }
      examples.add(Example.of(text.toString(), "", hard ? 1 : 0));
    }
    var rest = examples.subList(60, examples.size());
    var model = TextRegression.fit(examples.subList(0, 60));
    double right =
        rest.stream()
            .filter(each -> model.at(each.counts(), "") > 0.5 == each.target() > 0.5)
            .count();
    assertThat(right / rest.size()).isGreaterThan(0.9);
  }

  @Test
  void aCaseIsPredictedByAModelThatHasNotSeenIt() {
    var examples = byWords(120, 0.5);
    var repeated = new ArrayList<Example>();
    for (Example each : examples) {
      repeated.add(each);
      repeated.add(
          Example.of("  " + each.text().toUpperCase(java.util.Locale.ROOT), "", each.target()));
    }
    double[] predicted = TextRegression.outOfFold(repeated, new ContentFolds(5, "test"));
    // targets are pure lot here: whoever had seen a copy of the case would err far less
    assertThat(error(repeated, predicted)).isGreaterThan(0.24);
  }

  @Test
  void aSliceSpeaksWhereTheTextIsSilent() {
    var examples = new ArrayList<Example>();
    var lot = new Lot(5);
    for (int i = 0; i < 300; i++) {
      String slice = i % 2 == 0 ? "even" : "odd";
      double target = lot.next() < (i % 2 == 0 ? 0.9 : 0.1) ? 1 : 0;
      examples.add(Example.of("case " + (char) ('a' + i % 26) + lot.next(), slice, target));
    }
    var folds = new ContentFolds(5, "test");
    double bySlice =
        error(
            examples,
            TextRegression.outOfFold(examples, folds, new TextRegression.Learner.Slice()));
    assertThat(bySlice).isLessThan(0.12);
    assertThat(error(examples, TextRegression.outOfFold(examples, folds))).isLessThan(0.14);
    var model = TextRegression.fit(examples);
    assertThat(model.at(NgramCounts.of("case z"), "never seen")).isBetween(0.3, 0.7);
  }

  @Test
  void learningTwiceGivesTheSameModel() {
    var examples = byWords(150, 0.2);
    var folds = new ContentFolds(5, "test");
    assertThat(TextRegression.outOfFold(examples, folds))
        .isEqualTo(TextRegression.outOfFold(examples, folds));
  }

  @Test
  void neighboursPredictTheirMean() {
    var examples = byWords(200, 0);
    var nearest = TextRegression.fit(examples, new TextRegression.Learner.Nearest(15));
    double hard = nearest.at(NgramCounts.of("Please prove the thing"), "");
    double easy = nearest.at(NgramCounts.of("Please spell the thing"), "");
    assertThat(hard).isGreaterThan(easy);
  }
}
