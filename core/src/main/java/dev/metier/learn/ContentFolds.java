package dev.metier.learn;

import dev.metier.core.text.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Parts texts into folds by their content, so that the same text, however it is set, never stands
/// on both sides.
public final class ContentFolds {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final int count;
  private final String salt;

  /// Folds of like size.
  ///
  /// @param count at least 2
  /// @param salt another one parts otherwise
  public ContentFolds(int count, String salt) {
    if (count < 2) {
      throw new IllegalArgumentException("at least two folds, not " + count);
    }
    this.count = count;
    this.salt = salt;
  }

  public int count() {
    return count;
  }

  /// What makes texts the same: their words, whatever their case and the blanks between.
  public static String content(String text) {
    return BLANKS.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
  }

  /// The fold of a text, from 0.
  public int of(String text) {
    byte[] hash = Sha256.of(salt + "\0" + content(text));
    long head = 0;
    for (int i = 0; i < 7; i++) {
      head = head << 8 | (hash[i] & 0xff);
    }
    return (int) (head % count);
  }

  /// Scores as ranks within their fold, in (0, 1), equal ones alike: models of different folds may
  /// lie at different heights.
  ///
  /// @param texts one for each score
  public double[] ranks(List<String> texts, double[] scores) {
    int[] fold = texts.stream().mapToInt(this::of).toArray();
    var ranks = new double[scores.length];
    for (int f = 0; f < count; f++) {
      int held = f;
      int[] rows = IntStream.range(0, fold.length).filter(i -> fold[i] == held).toArray();
      var levels = new TreeMap<Double, Integer>();
      Arrays.stream(rows).forEach(row -> levels.merge(scores[row], 1, Integer::sum));
      var middles = new TreeMap<Double, Double>();
      double below = 0;
      for (var level : levels.entrySet()) {
        middles.put(level.getKey(), (below + level.getValue() / 2.0) / rows.length);
        below += level.getValue();
      }
      Arrays.stream(rows).forEach(row -> ranks[row] = middles.getOrDefault(scores[row], 0.0));
    }
    return ranks;
  }
}
