package dev.metier.hybrid;

import dev.metier.job.ModelName;
import java.util.Locale;
import java.util.Map;

/// A router with a threshold, as it would have chosen for cases that it was not learned from.
///
/// @param worth what the later model seems worth, by the case's id; the first model never answered
///   the cases that are missing
/// @param threshold above which worth the later model answers
/// @param share of the cases that it sends there
public record Routed(
    ModelName first, ModelName then, Map<String, Double> worth, double threshold, double share)
    implements Strategy {
  public Routed {
    worth = Map.copyOf(worth);
  }

  @Override
  public String label() {
    return String.format(Locale.ROOT, "router, %.0f %% to %s, else %s", 100 * share, then, first);
  }

  @Override
  public Passage run(CheckedCase on) {
    StageAnswer later = on.then().orElse(on.alone());
    double seems = worth.getOrDefault(on.given().id(), Double.POSITIVE_INFINITY);
    if (seems > threshold) {
      return new Passage(later, Passage.End.SENT, "");
    }
    return on.first().served()
        ? new Passage(on.first(), Passage.End.KEPT, "")
        : new Passage(later, Passage.End.DOWN, "down");
  }
}
