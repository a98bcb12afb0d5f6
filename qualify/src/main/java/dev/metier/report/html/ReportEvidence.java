package dev.metier.report.html;

import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.FitMatrix;
import java.util.List;
import java.util.function.Function;

/// What a report is made from.
///
/// @param results by job, then by model; those of the matrix
/// @param answers reads kept answers
public record ReportEvidence(
    FitMatrix matrix, List<CellResult> results, Function<Filter, List<KeptAnswer>> answers) {
  public ReportEvidence {
    results = List.copyOf(results);
  }
}
