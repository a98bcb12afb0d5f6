package dev.metier.web;

import dev.metier.job.Job;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Forecast;
import dev.metier.report.view.RunViews;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is left to be asked, reckoned anew only for jobs whose evidence changed. Thread-safe.
final class RunForecasts {
  private Optional<Project> of = Optional.empty();
  private final Map<String, Known> known = new HashMap<>();

  private record Known(List<Standing> standings, RunViews.Left left) {}

  private record Standing(String model, long kept, Verdict verdict) {}

  synchronized RunViews.Left left(ProjectSnapshot now) {
    if (!of.equals(Optional.of(now.project()))) {
      known.clear();
    }
    of = Optional.of(now.project());
    var open = new ArrayList<Forecast>();
    var unserved = new ArrayList<Forecast>();
    for (Job job : now.project().jobs()) {
      RunViews.Left ofJob = left(now, job);
      open.addAll(ofJob.open());
      unserved.addAll(ofJob.unserved());
    }
    return new RunViews.Left(open, unserved);
  }

  private RunViews.Left left(ProjectSnapshot now, Job job) {
    List<CellResult> ofJob =
        now.results().stream().filter(r -> r.job().name().equals(job.name())).toList();
    List<Standing> standings =
        ofJob.stream()
            .map(r -> new Standing(r.model().name().text(), r.kept(), r.verdict()))
            .toList();
    String name = job.name().text();
    Known before = known.get(name);
    if (before == null || !before.standings().equals(standings)) {
      var assignment = Assignment.of(now.project(), List.of(job), Goal.MATRIX);
      before =
          new Known(
              standings,
              new RunViews.Left(
                  Forecast.left(assignment, ofJob), Forecast.unserved(assignment, ofJob)));
      known.put(name, before);
    }
    return before.left();
  }
}
