package dev.metier.report.lesson;

import dev.metier.report.view.MatrixView.Mark;
import java.util.List;
import java.util.Optional;

/// A few verdicts of a team that are hidden until it has said what it expects.
///
/// @param shown whether the guesses were made, so that the verdicts may be seen
/// @param ignored what the address asked for and is no guess
public record GuessView(
    String project, Optional<String> at, List<Hidden> cells, boolean shown, List<String> ignored) {

  /// Stands in an address for no guess.
  public static final String PASS = "none";

  /// A verdict.
  ///
  /// @param key its name in the address
  /// @param guess `fit` or `unfit`; empty for none
  /// @param reason in the team's words; empty for none
  public record Hidden(
      String key,
      String job,
      String purpose,
      List<String> needs,
      int cases,
      String model,
      Mark mark,
      Optional<String> guess,
      String reason) {
    /// Whether the team expected something else.
    public boolean surprises() {
      return guess.filter(expected -> !expected.equals(mark.tone())).isPresent();
    }

    public boolean expected() {
      return guess.filter(mark.tone()::equals).isPresent();
    }
  }
}
