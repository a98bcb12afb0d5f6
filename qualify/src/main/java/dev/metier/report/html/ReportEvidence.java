package dev.metier.report.html;

import dev.metier.hybrid.view.RouteView;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.FitMatrix;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a report is made from.
///
/// @param results by job, then by model; those of the matrix
/// @param answers reads kept answers
/// @param routes what would do each job, by its name, as far as it was searched for
public record ReportEvidence(
    FitMatrix matrix,
    List<CellResult> results,
    Function<Filter, List<KeptAnswer>> answers,
    Map<String, RouteView> routes) {
  public ReportEvidence {
    results = List.copyOf(results);
    routes = Map.copyOf(routes);
  }

  /// Without a search for routes.
  public ReportEvidence(
      FitMatrix matrix, List<CellResult> results, Function<Filter, List<KeptAnswer>> answers) {
    this(matrix, results, answers, Map.of());
  }
}
