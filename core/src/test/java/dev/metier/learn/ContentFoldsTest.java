package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentFoldsTest {
  @Test
  void theSameTextNeverStandsOnBothSides() {
    var folds = new ContentFolds(5, "any");
    for (int i = 0; i < 200; i++) {
      int fold = folds.of("Where is parcel %d?".formatted(i));
      assertThat(folds.of("  where is\n parcel   %d?\n".formatted(i))).isEqualTo(fold);
      assertThat(fold).isBetween(0, 4);
    }
  }

  @Test
  void foldsAreOfLikeSizeAndAnotherSaltPartsOtherwise() {
    var sizes = new int[5];
    int alike = 0;
    for (int i = 0; i < 5_000; i++) {
      int fold = new ContentFolds(5, "one").of("case " + i);
      sizes[fold]++;
      alike += fold == new ContentFolds(5, "two").of("case " + i) ? 1 : 0;
    }
    // five standard deviations
    for (int size : sizes) {
      assertThat(size).isBetween(859, 1_141);
    }
    assertThat(alike).isBetween(859, 1_141);
  }

  @Test
  void ranksAreThoseWithinAFold() {
    var folds = new ContentFolds(2, "any");
    var texts = IntStream.range(0, 6).mapToObj(i -> "text " + i).toList();
    double[] scores = {5, 3, 3, 1, 9, 2};
    double[] ranks = folds.ranks(texts, scores);
    for (int i = 0; i < 6; i++) {
      int one = i;
      var own =
          IntStream.range(0, 6).filter(j -> folds.of(texts.get(j)) == folds.of(texts.get(one)));
      var same = own.mapToDouble(j -> scores[j]).toArray();
      double below = Arrays.stream(same).filter(s -> s < scores[one]).count();
      double equal = Arrays.stream(same).filter(s -> s == scores[one]).count();
      assertThat(ranks[i]).isEqualTo((below + equal / 2) / same.length);
    }
  }
}
