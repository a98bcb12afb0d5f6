package dev.metier.hybrid;

import dev.metier.stats.Proportions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/// How many answers of a first model are kept, and how many of them are wrong: of the first answer
/// to each case. Cases of one cluster count as one: as wrong when one of them is.
///
/// @param kept draws of which something is kept
/// @param wrong those of them of which something kept is wrong
public record Kept(int draws, int kept, int wrong) {
  private static final double HALF = 0.5;

  /// Counts what a chain keeps.
  public static Kept of(Strategy strategy, List<CheckedCase> cases) {
    var worst = new HashMap<Integer, Double>();
    for (CheckedCase each : cases) {
      if (each.repeat() > 0) {
        continue;
      }
      Passage passage = strategy.run(each);
      double score = passage.kept() ? passage.answer().score() : Double.NaN;
      worst.merge(each.unit(), score, Kept::worse);
    }
    int kept = (int) worst.values().stream().filter(score -> !Double.isNaN(score)).count();
    int wrong = (int) worst.values().stream().filter(score -> score < HALF).count();
    return new Kept(worst.size(), kept, wrong);
  }

  private static double worse(double one, double other) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.min(one, other);
  }

  /// What is proved of them, in one sentence.
  ///
  /// @param confidence that it holds, in (0, 1)
  /// @param tried among how many first models the error rate is divided
  public String guarantee(double confidence, int tried) {
    return kept == 0
        ? "Nothing is kept."
        : String.format(
            Locale.ROOT,
            "With %.0f %% confidence at most %.1f %% of the answers kept are wrong (%d kept of %d"
                + " cases, %d wrong).",
            100 * confidence,
            Math.ceil(1000 * Proportions.upper(wrong, kept, (1 - confidence) / tried)) / 10,
            kept,
            draws,
            wrong);
  }
}
