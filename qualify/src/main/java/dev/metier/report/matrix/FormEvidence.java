package dev.metier.report.matrix;

import java.util.List;
import java.util.Optional;

/// Says in every medium which models are FIT by the form of their answers alone.
public final class FormEvidence {
  /// What stands in small places beside FIT.
  public static final String BRIEF = "by form alone";

  private FormEvidence() {}

  /// What a sentence that counts jobs with a FIT model says of them before its end; empty where
  /// something looked at what is right for all of them.
  ///
  /// @param all jobs that are counted
  /// @param form those for which every FIT model is so by form alone
  public static String clause(int all, int form) {
    if (form == 0) {
      return "";
    }
    return form < all ? ", " + form + " of them " + BRIEF : ", " + BRIEF;
  }

  static Optional<String> note(List<FitMatrix.JobRow> rows) {
    List<String> told =
        rows.stream()
            .flatMap(row -> models(row).stream().map(each -> each + " for " + row.job().name()))
            .toList();
    return told.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "FIT by form alone: "
                + String.join(", ", told)
                + ". Only the form of those answers is graded; no grader looks at what is right for"
                + " a case, so that a model that always says the same could be FIT too.");
  }

  private static List<String> models(FitMatrix.JobRow row) {
    return row.cells().stream()
        .filter(FitMatrix.Cell::formOnly)
        .map(cell -> cell.model().name().text())
        .toList();
  }
}
