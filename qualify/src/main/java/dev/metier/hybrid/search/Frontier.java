package dev.metier.hybrid.search;

import dev.metier.hybrid.Tried;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import java.util.List;
import java.util.Optional;

/// The ways to do a job, on the same cases: single models, chains, and rows to compare them with.
///
/// @param alone the model that does the job alone, when one meets the needs
/// @param searched each model that might answer first
/// @param routers each router between two models that was searched
/// @param notes what holds for the whole search, a sentence each
public record Frontier(
    Job job,
    Optional<ModelName> alone,
    List<Point> points,
    List<SearchedFirst> searched,
    List<SearchedRouter> routers,
    List<String> notes) {
  public Frontier {
    points = List.copyOf(points);
    searched = List.copyOf(searched);
    routers = List.copyOf(routers);
    notes = List.copyOf(notes);
  }

  /// The chains that may run, one for each first model at most.
  public List<Tried> proved() {
    return searched.stream().flatMap(each -> each.proved().stream()).toList();
  }

  /// Those of them to which no one model is preferred.
  public List<Tried> served() {
    return searched.stream().flatMap(each -> each.served().stream()).toList();
  }

  /// Whether anything does the job in place of one model.
  public boolean mayRun() {
    return !served().isEmpty() || routers.stream().anyMatch(each -> each.proved().isPresent());
  }

  /// Whether another point is better or cheaper, and neither worse nor dearer.
  public boolean dominated(Point point) {
    return points.stream()
        .filter(other -> other.kind() != Point.Kind.COMPARISON)
        .anyMatch(point::dominatedBy);
  }
}
