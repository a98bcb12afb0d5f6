package dev.metier.pipeline.route;

import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckSource;
import dev.metier.job.Check;
import dev.metier.upstream.Servers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What executors of routes share. Thread-safe.
public final class RouteServices {
  private final Servers servers;
  private final CheckSource source;
  private final Map<Check, AnswerCheck> checks = new ConcurrentHashMap<>();
  private final Conversations conversations = new Conversations();

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

  Conversations conversations() {
    return conversations;
  }
}
