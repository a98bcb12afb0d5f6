package dev.metier.web;

import dev.metier.hybrid.view.RouteView;
import dev.metier.job.JobName;
import java.util.Map;
import java.util.Optional;

/// What would do each job by the evidence of one moment. Thread-safe.
public interface RouteSource {
  /// Where nothing is known of routes.
  RouteSource NONE =
      new RouteSource() {
        @Override
        public Map<String, RouteView> known() {
          return Map.of();
        }

        @Override
        public Optional<RouteView> of(JobName job) {
          return Optional.empty();
        }
      };

  /// Those that are known by now, by job; does not wait.
  Map<String, RouteView> known();

  /// That of one job; waits until it is known. Empty when there is no such job.
  Optional<RouteView> of(JobName job);
}
