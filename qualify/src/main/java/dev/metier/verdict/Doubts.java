package dev.metier.verdict;

import dev.metier.job.ModelName;
import java.util.Optional;

/// The sentences for verdicts that are still open.
final class Doubts {
  private static final String MEND =
      "Mend the grader and run `metier qualify`: kept answers are graded anew without a call. ";

  private Doubts() {}

  private static String askAgain(ModelName judge) {
    return "Mend what grades, a judge's rubric or server too; `metier qualify --again "
        + judge
        + "` asks the judge again about what it could not judge, and nobody else. ";
  }

  /// Why no more evidence comes; ends in a space unless empty.
  ///
  /// @param perfect whether what was seen could not be better
  /// @param judge the model that grades answers, where one does
  static String sentence(Verdict.Doubt doubt, boolean perfect, Optional<ModelName> judge) {
    return switch (doubt) {
      case RUNNING -> "";
      case BORDERLINE ->
          perfect
              ? "So few cases cannot prove it, though nothing failed. "
              : "Too close to the bar to be worth more calls. ";
      case CASES_EXHAUSTED -> "All cases are used. ";
      case BUDGET -> "The budget is spent. ";
      case NOT_NEEDED -> "Not looked at further: a model that is preferred is FIT. ";
      case UNREACHABLE -> "The model could not be asked. ";
      case GRADER -> judge.map(Doubts::askAgain).orElse(MEND);
      case JUDGE -> "All cases are judged. ";
      case NO_EVIDENCE -> "Never tried. ";
    };
  }
}
