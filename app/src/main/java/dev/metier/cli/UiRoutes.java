package dev.metier.cli;

import dev.metier.compile.JobRoutes;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.hybrid.view.RouteView;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.ledger.Ledger;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.web.RouteSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The routes of jobs, each searched for once and kept while the job's evidence is the same. What
/// is not known yet is searched for behind the page that asks for all, a job at a time.
/// Thread-safe.
final class UiRoutes {
  private final Function<Project, Ledger> ledgers;
  private final BiFunction<Project, Ledger, HybridSearch.Sources> sources;
  private final Map<JobName, Held> held = new HashMap<>();
  private boolean searching;

  /// @param evidence what the route was found from
  private record Held(List<Object> evidence, RouteView route) {}

  /// @param ledgers opens the kept evidence
  /// @param sources what the search reads of it
  UiRoutes(
      Function<Project, Ledger> ledgers,
      BiFunction<Project, Ledger, HybridSearch.Sources> sources) {
    this.ledgers = ledgers;
    this.sources = sources;
  }

  /// Those of one moment.
  ///
  /// @param results by job, then by model
  RouteSource at(Project project, List<CellResult> results) {
    return new RouteSource() {
      @Override
      public Map<String, RouteView> known() {
        return new Moment(project, results).known();
      }

      @Override
      public Optional<RouteView> of(JobName name) {
        return project.job(name).flatMap(new Moment(project, results)::searched);
      }
    };
  }

  private final class Moment {
    private final Project project;
    private final List<CellResult> results;

    Moment(Project project, List<CellResult> results) {
      this.project = project;
      this.results = results;
    }

    Map<String, RouteView> known() {
      Map<String, RouteView> known = new HashMap<>();
      boolean whole = true;
      for (Job job : project.jobs()) {
        Optional<RouteView> one = held(job);
        whole &= one.isPresent() || own(job).isEmpty();
        one.ifPresent(route -> known.put(job.name().text(), route));
      }
      if (!whole && begins()) {
        Thread.ofVirtual().name("routes").start(this::searchAll);
      }
      return known;
    }

    private void searchAll() {
      try {
        project.jobs().forEach(this::searched);
      } finally {
        ended();
      }
    }

    Optional<RouteView> searched(Job job) {
      Optional<RouteView> known = held(job);
      if (known.isPresent() || own(job).isEmpty()) {
        return known;
      }
      try (var ledger = ledgers.apply(project)) {
        RouteView route = JobRoutes.of(project, job, own(job), sources.apply(project, ledger));
        hold(job, new Held(evidence(job), route));
        return Optional.of(route);
      }
    }

    private Optional<RouteView> held(Job job) {
      List<Object> evidence = evidence(job);
      return UiRoutes.this
          .held(job.name())
          .filter(one -> one.evidence().equals(evidence))
          .map(Held::route);
    }

    private List<CellResult> own(Job job) {
      return results.stream().filter(r -> r.job().name().equals(job.name())).toList();
    }

    /// What changes when the evidence of a job, or how it is judged, does.
    private List<Object> evidence(Job job) {
      var all = new ArrayList<>();
      all.add(job.needs());
      all.add(job.prefer());
      all.add(project.hybrid(job.name()));
      for (CellResult result : own(job)) {
        all.add(result.model());
        all.add(result.setting());
        all.add(result.grading());
        all.add(result.kept());
        all.add(result.verdict().word());
      }
      return all;
    }
  }

  private synchronized Optional<Held> held(JobName name) {
    return Optional.ofNullable(held.get(name));
  }

  private synchronized void hold(Job job, Held found) {
    held.put(job.name(), found);
  }

  /// Whether nobody else searches behind.
  private synchronized boolean begins() {
    boolean free = !searching;
    searching = true;
    return free;
  }

  private synchronized void ended() {
    searching = false;
  }
}
