package dev.metier.verdict;

import java.util.List;
import java.util.Locale;

/// The sentences for verdicts that are still open.
public final class Doubts {
  private Doubts() {}

  /// Why it is undecided and what would help; ends in a space.
  static String sentence(Verdict.Doubt doubt, List<Finding> findings) {
    return switch (doubt) {
      case RUNNING -> "";
      case BORDERLINE ->
          "Too close to the bar to be worth more calls; about "
              + more(findings)
              + " further cases would decide. ";
      case CASES_EXHAUSTED ->
          "All cases are used; about " + more(findings) + " further cases would decide. ";
      case BUDGET ->
          "The budget is spent; about " + more(findings) + " further cases would decide. ";
      case NOT_NEEDED -> "Not looked at further: a model that is preferred is FIT. ";
      case UNREACHABLE -> "The model could not be asked. ";
      case NO_EVIDENCE -> "Never tried. ";
    };
  }

  private static String more(List<Finding> findings) {
    double most =
        findings.stream()
            .filter(f -> f.status() == Finding.Status.UNDECIDED)
            .mapToDouble(Finding::remaining)
            .max()
            .orElse(0);
    return String.format(Locale.ROOT, "%,d", (long) Math.ceil(Math.max(1, most)));
  }
}
