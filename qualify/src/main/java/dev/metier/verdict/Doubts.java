package dev.metier.verdict;

/// The sentences for verdicts that are still open.
final class Doubts {
  private static final String MEND =
      "Mend the grader and run `metier qualify`: kept answers are graded anew without a call. ";

  private static final String MEND_JUDGE =
      "Mend what grades, the judge's rubric or its server too, and run `metier qualify`. ";

  private Doubts() {}

  /// Why no more evidence comes; ends in a space unless empty.
  ///
  /// @param perfect whether what was seen could not be better
  /// @param judged whether a model has a part in grading
  static String sentence(Verdict.Doubt doubt, boolean perfect, boolean judged) {
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
      case GRADER -> judged ? MEND_JUDGE : MEND;
      case JUDGE -> "All cases are judged. ";
      case NO_EVIDENCE -> "Never tried. ";
    };
  }
}
