package dev.metier.web;

import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.FitMatrix;
import java.util.List;

/// A project and what its evidence says, at one moment.
///
/// @param results by job, then by model
public record ProjectSnapshot(
    Project project, List<CellResult> results, FitMatrix matrix, RouteSource routes) {
  public ProjectSnapshot {
    results = List.copyOf(results);
  }

  /// Without routes.
  public ProjectSnapshot(Project project, List<CellResult> results, FitMatrix matrix) {
    this(project, results, matrix, RouteSource.NONE);
  }
}
