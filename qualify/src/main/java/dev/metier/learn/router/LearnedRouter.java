package dev.metier.learn.router;

import dev.metier.learn.Isotonic;
import dev.metier.learn.NgramCounts;
import dev.metier.learn.TextRegression;

/// Sends a text to the strong model when that is worth enough for it.
///
/// @param worth predicts what the strong model is worth
/// @param threshold from which predicted worth on the strong model answers
/// @param calibration what a predicted worth really is, on average
public record LearnedRouter(TextRegression worth, double threshold, Isotonic calibration) {
  /// A decision.
  ///
  /// @param gain what the strong model is worth here on average
  public record Decision(boolean strong, double gain) {}

  public Decision decide(String text, String slice) {
    double predicted = worth.at(NgramCounts.of(text), slice);
    return new Decision(predicted > threshold, calibration.at(predicted));
  }
}
