package dev.metier.web;

import dev.metier.core.problem.ProblemsException;
import dev.metier.hybrid.view.RouteView;
import dev.metier.label.Labeller;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.report.view.RunStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads a project for the pages, and looks for changes by itself while somebody listens. What any
/// look finds is published. Thread-safe; its methods may block.
final class SnapshotWatch implements SnapshotSource {
  /// How often is looked at most, and so how often a part can change in a page.
  static final Duration PAUSE = Duration.ofMillis(250);

  /// Files besides the ledger are looked at less often: that takes a walk through the folder.
  static final Duration FILES = Duration.ofSeconds(2);

  /// A look at much evidence takes long; so much longer than it nothing is looked at again.
  private static final int REST = 3;

  private final SnapshotSource source;
  private final RunControl runs;
  private final EventStreams streams;
  private final Clock clock;
  private Optional<RunStatus> run = Optional.empty();
  private Optional<ProjectSnapshot> seen = Optional.empty();
  private final Map<String, RouteView> routes = new HashMap<>();
  private boolean broken;
  private Instant next = Instant.MIN;
  private Instant files = Instant.MIN;
  private Instant searched = Instant.MIN;

  SnapshotWatch(SnapshotSource source, RunControl runs, EventStreams streams, Clock clock) {
    this.source = source;
    this.runs = runs;
    this.streams = streams;
    this.clock = clock;
  }

  /// Looks once, if it is time to; called about every [#PAUSE].
  void look() {
    Instant now = clock.instant();
    streams.beat(now);
    if (streams.isEmpty()) {
      return;
    }
    run();
    if (!now.isBefore(searched)) {
      searched = now.plus(FILES);
      routes();
    }
    if (now.isBefore(next)) {
      return;
    }
    if (source.changed() || !now.isBefore(files)) {
      files = now.plus(FILES);
      lookAnew();
      next = now.plus(Duration.between(now, clock.instant()).multipliedBy(REST));
    }
  }

  /// Where the runs of the project stand; what any look finds is published, as of the evidence.
  RunStatus run() {
    RunStatus status = runs.status();
    note(status);
    return status;
  }

  private synchronized void note(RunStatus status) {
    boolean moved = run.filter(known -> !known.equals(status)).isPresent();
    run = Optional.of(status);
    if (moved) {
      streams.publish(List.of(new ScreenChange.Run()), clock.instant());
    }
  }

  /// Routes that were found since the last look, from what was read last. Looked for as seldom as
  /// files: it compares the evidence of all jobs, and begins a search that failed anew.
  private synchronized void routes() {
    Map<String, RouteView> known =
        broken ? Map.of() : seen.map(read -> read.routes().known()).orElse(Map.of());
    List<ScreenChange> found =
        known.entrySet().stream()
            .filter(each -> !each.getValue().equals(routes.get(each.getKey())))
            .<ScreenChange>map(each -> new ScreenChange.Route(each.getKey()))
            .toList();
    routes.putAll(known);
    streams.publish(found, clock.instant());
  }

  private void lookAnew() {
    try {
      read();
    } catch (ProblemsException e) {
      // the pages tell it
    }
  }

  @Override
  public ProjectSnapshot read() {
    try {
      ProjectSnapshot read = source.read();
      note(Optional.of(read));
      return read;
    } catch (ProblemsException e) {
      note(Optional.empty());
      throw e;
    }
  }

  /// @param read empty when the project could not be read
  private synchronized void note(Optional<ProjectSnapshot> read) {
    boolean turned = broken == read.isPresent() && (broken || seen.isPresent());
    List<ScreenChange> changes =
        turned
            ? List.of(new ScreenChange.Project())
            : read.isPresent() && seen.isPresent()
                ? ScreenChange.between(seen.get(), read.get())
                : List.of();
    broken = read.isEmpty();
    seen = read.or(() -> seen);
    streams.publish(changes, clock.instant());
  }

  /// The number of the newest change.
  String last() {
    return streams.last();
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void answers(Filter filter, Consumer<KeptAnswer> each) {
    source.answers(filter, each);
  }

  @Override
  public Optional<Labeller> reader() {
    return source.reader();
  }

  @Override
  public Instant now() {
    return source.now();
  }

  @Override
  public <T> T kept(Function<Ledger, T> look) {
    return source.kept(look);
  }

  @Override
  public PastChanges changes(Optional<String> since) {
    return source.changes(since);
  }

  @Override
  public boolean changed() {
    return source.changed();
  }
}
