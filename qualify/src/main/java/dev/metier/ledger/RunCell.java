package dev.metier.ledger;

import dev.metier.core.text.NumberText;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run was to find out of one job and model.
///
/// @param run its number
/// @param setting what was asked; empty when nothing was kept under it
/// @param bars of the job's needs at that time
/// @param repeats how often each case was to be asked; 0 when an early ledger kept nothing of it
public record RunCell(
    long run, JobName job, ModelName model, Optional<String> setting, List<Bar> bars, int repeats) {
  public RunCell {
    bars = List.copyOf(bars);
  }

  /// The bar of one need.
  ///
  /// @param measure what it is about
  /// @param limit the bar itself
  public record Bar(String measure, String limit, double confidence) {
    private static final MathContext DIGITS = new MathContext(5);

    static Bar of(Requirement need) {
      return new Bar(need.measure(), need.bar(), need.confidence());
    }

    /// `0.90`, or `0.90 at 95 %` where the confidence is another one too.
    private String told(Bar other) {
      return confidence == other.confidence
          ? limit
          : limit + " at " + NumberText.plain(new BigDecimal(100 * confidence, DIGITS)) + " %";
    }
  }

  /// The bars of these needs.
  public static List<Bar> bars(List<Requirement> needs) {
    return needs.stream().map(Bar::of).toList();
  }

  /// Which bars were others than those of these needs: `quality 0.90, now 0.85`.
  public List<String> otherBars(List<Requirement> now) {
    List<Bar> today = bars(now);
    var others = new ArrayList<String>();
    for (Bar bar : bars) {
      List<Bar> same = today.stream().filter(b -> b.measure().equals(bar.measure())).toList();
      if (same.isEmpty()) {
        others.add(bar.measure() + " " + bar.limit() + ", now none");
      } else if (!same.contains(bar)) {
        Bar next = same.getFirst();
        others.add(bar.measure() + " " + bar.told(next) + ", now " + next.told(bar));
      }
    }
    return others;
  }
}
