package dev.metier.hybrid;

import dev.metier.job.Check;
import dev.metier.job.Check.Score.Weighed;
import dev.metier.learn.ContentFolds;
import dev.metier.learn.ScoreLearner;
import dev.metier.learn.ScoreLearner.HeldOut;
import dev.metier.learn.ScoreLearner.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A score with its weights and bars, and what it says of each answer by weights and bars that were
/// found without that answer's fold: what is proved of it is proved of answers that it has not
/// seen.
///
/// A bar lets pass a share of the answers that it was found with. So the same bar of all answers
/// and of those without a fold is not the same chance, but the same step.
public final class ScoreFit {
  /// As many answers must be right, and as many wrong.
  public static final int LEAST_OF_EACH = 10;

  private static final ContentFolds FOLDS = new ContentFolds(5, "score");

  private final Check.Score score;
  private final List<Double> bars;
  private final Map<Key, Integer> passed;

  private record Key(String id, int repeat) {}

  /// An answer of the first model.
  ///
  /// @param id of its case
  /// @param text what stays in one fold: that of the request, or the cluster
  /// @param signals as the score names them, all of them known
  @SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
  public record Seen(String id, int repeat, String text, double[] signals, boolean right) {}

  private ScoreFit(Check.Score score, List<Double> bars, Map<Key, Integer> passed) {
    this.score = score;
    this.bars = bars;
    this.passed = passed;
  }

  /// Weighs the signals.
  ///
  /// @param answers enough of them
  /// @throws IllegalArgumentException when there are too few
  public static ScoreFit of(Check.Score score, List<Seen> answers) {
    if (!isEnough(answers)) {
      throw new IllegalArgumentException("too few answers to learn weights from");
    }
    var rows =
        answers.stream().map(each -> new Row(each.text(), each.signals(), each.right())).toList();
    Weighed all = ScoreLearner.fit(rows);
    var passed = new HashMap<Key, Integer>();
    for (HeldOut each : ScoreLearner.outOfFold(rows, FOLDS)) {
      List<Double> bars = bars(each.weights(), each.others());
      for (int row : each.held()) {
        double chance = each.weights().chance(rows.get(row).signals());
        int first = 0;
        while (first < bars.size() && chance < bars.get(first)) {
          first++;
        }
        Seen seen = answers.get(row);
        passed.put(new Key(seen.id(), seen.repeat()), first);
      }
    }
    return new ScoreFit(score.with(all), bars(all, rows), passed);
  }

  private static List<Double> bars(Weighed weights, List<Row> rows) {
    return Ladder.scored(rows.stream().map(row -> weights.chance(row.signals())).toList());
  }

  /// Whether there are answers enough to learn from: of the first one to each case.
  public static boolean isEnough(List<Seen> answers) {
    var first = answers.stream().filter(each -> each.repeat() == 0).toList();
    long right = first.stream().filter(Seen::right).count();
    return first.size() >= Check.Score.LEAST_CASES
        && Math.min(right, first.size() - right) >= LEAST_OF_EACH;
  }

  /// The score with the weights of all answers, and no bar: what would be served.
  public Check.Score score() {
    return score;
  }

  /// The bars that are tried, the strictest first.
  public List<Double> bars() {
    return bars.stream().distinct().toList();
  }

  /// Whether an answer passes a bar, by what was found without it; empty where a signal of it is
  /// not known.
  ///
  /// @param bar one of [#bars()]
  public Optional<Boolean> passes(String id, int repeat, double bar) {
    if (!bars.contains(bar)) {
      throw new IllegalArgumentException("not one of the bars: " + bar);
    }
    // Where signals take few values several steps have one bar. At the ends of these, other answers
    // may fall on the other side without a fold, so that the middle one is the same step.
    int step = (bars.indexOf(bar) + bars.lastIndexOf(bar)) / 2;
    return Optional.ofNullable(passed.get(new Key(id, repeat))).map(first -> first <= step);
  }
}
