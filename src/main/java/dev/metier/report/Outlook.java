package dev.metier.report;

import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.stats.Planning;
import dev.metier.verdict.Finding;
import java.util.Optional;

/// What it would take to decide a need that is open, as far as anybody can say: a range, since what
/// was seen tells only roughly how far the model is from the bar.
///
/// @param callsPerCase calls that one more case of the need takes
record Outlook(Finding finding, double callsPerCase, Optional<Money> perThousand) {
  /// Fewer cases than these foretell nothing.
  private static final int FEWEST = 10;

  /// Whoever needs more than these is at the bar.
  private static final double MOST = 1000;

  /// The normal quantile of a range that holds in 80 of 100 cases.
  private static final double EIGHTY = 1.2816;

  String sentence() {
    int left = finding.available() - finding.seen();
    String chance =
        left == 0
            ? "no cases are left."
            : Figures.percent(finding.chance())
                + " chance that the "
                + Figures.count(left)
                + (left == 1 ? " case left decides." : " cases left decide.");
    String more = finding.seen() < FEWEST ? "" : more() + "; ";
    String text = more + chance;
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String more() {
    double fewest = rounded(needed(true));
    double most = rounded(needed(false));
    if (fewest > MOST) {
      return "more than 1,000 more cases until decided: at the bar";
    }
    String money =
        perThousand
            .map(m -> ", " + m.times(fewest * callsPerCase / 1000) + (fewest < most ? " up" : ""))
            .orElse("");
    String range =
        most > MOST
            ? Figures.count((long) fewest) + " to more than 1,000"
            : fewest < most
                ? Figures.count((long) fewest) + " to " + Figures.count((long) most)
                : "about " + Figures.count((long) fewest);
    return range + " more cases until decided (80 %)" + money;
  }

  /// The cases still needed if the model is as far from the bar as the better, or the worse, end of
  /// what was seen lets one think.
  private double needed(boolean far) {
    if (!(finding.need() instanceof Requirement.Quality quality) || finding.estimate().isEmpty()) {
      return finding.remaining();
    }
    int seen = finding.seen();
    double share = (finding.estimate().getAsDouble() * seen + 0.5) / (seen + 1);
    double spread = EIGHTY * Math.sqrt(share * (1 - share) / seen);
    boolean above = share > quality.atLeast();
    double end = above == far ? share + spread : share - spread;
    if (end > quality.atLeast() != above) {
      return Double.POSITIVE_INFINITY;
    }
    double clamped = Math.clamp(end, 0.0, 1.0);
    double alpha = 1 - quality.confidence();
    return Planning.remainingCalls(clamped * seen, seen, quality.atLeast(), alpha);
  }

  /// Two digits are more than is known.
  private static double rounded(double cases) {
    double unit = cases < 100 ? 5 : cases < MOST ? 50 : 1;
    return Math.max(5, Math.ceil(cases / unit) * unit);
  }
}
