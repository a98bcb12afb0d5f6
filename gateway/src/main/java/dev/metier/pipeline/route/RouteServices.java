package dev.metier.pipeline.route;

import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckSource;
import dev.metier.job.Check;
import dev.metier.job.JobName;
import dev.metier.pipeline.cascade.Conversations;
import dev.metier.pipeline.cascade.KeptWatch;
import dev.metier.policy.Route;
import dev.metier.upstream.Servers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What executors of routes share. Thread-safe.
public final class RouteServices {
  private final Servers servers;
  private final CheckSource source;
  private final Map<Check, AnswerCheck> checks = new ConcurrentHashMap<>();
  private final Map<JobName, Watched> watches = new ConcurrentHashMap<>();
  private final Conversations conversations = new Conversations();

  private record Watched(Route.Cascade cascade, KeptWatch watch) {}

  /// @param source makes the checks of cascades
  public RouteServices(Servers servers, CheckSource source) {
    this.servers = servers;
    this.source = source;
  }

  public Servers servers() {
    return servers;
  }

  /// The check; made once.
  ///
  /// @throws IllegalArgumentException when it cannot be used
  AnswerCheck check(Check written) {
    return checks.computeIfAbsent(written, source::open);
  }

  /// What follows the share of answers that a cascade keeps; begun anew with each other cascade.
  KeptWatch watch(JobName job, Route.Cascade cascade) {
    return watches.compute(
            job,
            (name, before) ->
                before != null && before.cascade.equals(cascade)
                    ? before
                    : new Watched(cascade, new KeptWatch(name, cascade.proof())))
        .watch;
  }

  /// Jobs that were stepped back to models that are FIT alone.
  public long steppedBack() {
    return watches.values().stream().filter(each -> each.watch.alarmed()).count();
  }

  Conversations conversations() {
    return conversations;
  }
}
