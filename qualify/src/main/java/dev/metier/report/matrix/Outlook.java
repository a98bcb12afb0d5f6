package dev.metier.report.matrix;

import dev.metier.core.text.NumberText;
import dev.metier.job.Money;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Finding;
import java.util.Optional;

/// What it would take to decide a need that is open, as far as anybody can say: a range, since what
/// was seen tells only roughly how far the model is from the bar.
///
/// @param callsPerCase calls that one more case of the need takes
record Outlook(Finding finding, double callsPerCase, Optional<Money> perThousand) {
  String sentence() {
    int left = finding.available() - finding.seen();
    String chance =
        left == 0
            ? "no cases are left."
            : Figures.percent(finding.chance())
                + " chance that the "
                + NumberText.count(left)
                + (left == 1 ? " case left decides." : " cases left decide.");
    String more = finding.more().map(range -> more(range) + "; ").orElse("");
    String text = more + chance;
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String more(MoreResults range) {
    if (range.low().isEmpty()) {
      return "more than 1,000 more cases until decided: at the bar";
    }
    int fewest = MoreResults.rounded(range.low().getAsInt());
    boolean single = range.words().startsWith("about ");
    String money =
        perThousand
            .map(m -> ", " + m.times(fewest * callsPerCase / 1000) + (single ? "" : " up"))
            .orElse("");
    return range.words() + " more cases until decided" + (single ? "" : " (80 %)") + money;
  }
}
