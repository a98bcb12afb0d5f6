package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.hybrid.view.RouteView;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.project.Project;
import dev.metier.qualify.Again;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleResults;
import dev.metier.report.view.RunStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// When is looked, and what is told of it.
class SnapshotWatchTest {
  private static final Project PROJECT =
      new Project(Path.of("metier.yaml"), List.of(), List.of(), List.of(), List.of());

  /// Stands still unless it is moved.
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-11-28T14:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /// Evidence that is set by hand, and takes a while to be read.
  private final class Source implements SnapshotSource {
    private ProjectSnapshot snapshot = snapshot(4);
    private boolean changed;
    private boolean broken;
    private Duration takes = Duration.ZERO;
    private int reads;

    @Override
    public String name() {
      return "acme";
    }

    @Override
    public ProjectSnapshot read() {
      reads++;
      clock.now = clock.now.plus(takes);
      if (broken) {
        throw new ProblemsException("Broken.", "Mend it.");
      }
      return snapshot;
    }

    @Override
    public boolean changed() {
      return changed;
    }

    @Override
    public PastChanges changes(Optional<String> since) {
      return new PastChanges(Optional.empty(), "", true, List.of());
    }

    @Override
    public void answers(Filter filter, Consumer<KeptAnswer> each) {}
  }

  private static final class Runs implements RunControl {
    private RunStatus status = new RunStatus.Idle(Optional.empty());

    @Override
    public RunStatus status() {
      return status;
    }

    @Override
    public void start(Set<String> jobs, Optional<Money> budget, Again again) {}

    @Override
    public void raise(Money budget) {}

    @Override
    public void stop() {}
  }

  private final Hand clock = new Hand();
  private final Source source = new Source();
  private final Runs runs = new Runs();
  private final EventStreams streams = new EventStreams(new EventLog("a"));
  private final SnapshotWatch watch = new SnapshotWatch(source, runs, streams, clock);
  private final List<String> heard = new ArrayList<>();

  private static ProjectSnapshot snapshot(int asked) {
    var results = new ArrayList<CellResult>();
    results.add(SampleResults.result(SampleResults.JOB, "qwen", 20, n -> n % 6 != 5));
    results.add(SampleResults.result(SampleResults.JOB, "gemma", asked, _ -> false));
    return new ProjectSnapshot(PROJECT, results, SampleResults.matrix(results));
  }

  private void open() {
    var page =
        new EventStreams.Sink() {
          @Override
          public boolean write(String text) {
            heard.add(text);
            return true;
          }

          @Override
          public void end() {}
        };
    streams.open(page, Optional.of(streams.last()), clock.now);
    heard.clear();
  }

  private void look() {
    clock.now = clock.now.plus(SnapshotWatch.PAUSE);
    watch.look();
  }

  @Test
  void whatAPageShowsAndWhatChangesThenIsToldByItsCellAlone() {
    watch.read();
    source.snapshot = snapshot(5);
    source.changed = true;
    open();
    look();

    assertThat(heard).singleElement().asString().contains("\"model\":\"gemma\"").contains("cell");
    look();
    assertThat(heard).as("nothing new").hasSize(1);
  }

  @Test
  void aRouteThatIsFoundBehindAPageIsToldOnce() {
    Map<String, RouteView> found = new HashMap<>();
    var routes =
        new RouteSource() {
          @Override
          public Map<String, RouteView> known() {
            return Map.copyOf(found);
          }

          @Override
          public Optional<RouteView> of(JobName job) {
            return Optional.empty();
          }
        };
    ProjectSnapshot plain = source.snapshot;
    source.snapshot = new ProjectSnapshot(plain.project(), plain.results(), plain.matrix(), routes);
    watch.read();
    open();
    look();
    assertThat(heard).isEmpty();
    found.put("triage", route("qwen, then opus"));
    look();
    assertThat(heard).as("all jobs are not compared at every look").isEmpty();
    clock.now = clock.now.plus(SnapshotWatch.FILES);
    look();
    clock.now = clock.now.plus(SnapshotWatch.FILES);
    look();
    assertThat(heard)
        .singleElement()
        .asString()
        .contains("event: route\n", "data: {\"job\":\"triage\"}\n");
    found.put("triage", route("opus"));
    clock.now = clock.now.plus(SnapshotWatch.FILES);
    look();
    assertThat(heard).as("another one, by other evidence").hasSize(2);
  }

  private static RouteView route(String words) {
    return new RouteView(
        "triage", RouteView.Kind.CASCADE, words, List.of("qwen", "opus"), "", "$1.00", List.of());
  }

  @Test
  void nobodyLooksWhileNobodyListens() {
    source.changed = true;
    look();

    assertThat(source.reads).isZero();
  }

  @Test
  void filesAreLookedAtNowAndThenThoughTheLedgerIsStill() {
    open();
    look();
    look();
    assertThat(source.reads).isEqualTo(1);
    clock.now = clock.now.plus(SnapshotWatch.FILES);
    look();
    assertThat(source.reads).isEqualTo(2);
  }

  @Test
  void aLongLookIsFollowedByALongerRest() {
    source.changed = true;
    source.takes = Duration.ofSeconds(1);
    open();
    look();
    for (int i = 0; i < 7; i++) {
      look();
    }
    assertThat(source.reads).as("less than three seconds later").isEqualTo(1);
    clock.now = clock.now.plusSeconds(2);
    look();
    assertThat(source.reads).isEqualTo(2);
  }

  @Test
  void aProjectThatBreaksOrIsMendedIsToldOnce() {
    watch.read();
    source.changed = true;
    open();
    source.broken = true;
    look();
    look();
    assertThat(heard).singleElement().asString().contains("event: project\n");
    assertThatThrownBy(watch::read).isInstanceOf(ProblemsException.class);
    source.broken = false;
    look();
    look();
    assertThat(heard).hasSize(2);
  }

  @Test
  void aRunThatMovesIsToldAtMostAtEachLook() {
    open();
    look();
    heard.clear();
    runs.status = new RunStatus.Starting(clock.now, false);
    look();
    look();

    assertThat(heard).singleElement().asString().contains("event: run\n").contains("data: {}\n");
  }
}
