package dev.metier.terminal;

import dev.metier.job.Money;
import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.RunState;
import dev.metier.report.matrix.Figures;
import dev.metier.run.TimeLeft;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Progress for programs: one JSON object a line, with `event` `moved` (at most once a second),
/// `decided`, `ending` or `ended`. Times are milliseconds, money is US dollars.
final class JsonProgress implements Progress {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PrintStream out;
  private final Clock clock;
  private Optional<Instant> last = Optional.empty();

  JsonProgress(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void moved(RunState run) {
    Instant now = clock.instant();
    if (last.isPresent() && now.isBefore(last.get().plus(PAUSE))) {
      return;
    }
    last = Optional.of(now);
    say(run(event("moved"), run));
  }

  @Override
  public void decided(CellState cell, RunState run) {
    ObjectNode event = event("decided");
    event.put("job", cell.job().text());
    event.put("model", cell.model().text());
    event.put("verdict", cell.verdict().word());
    event.put("reason", cell.verdict().reason());
    event.put("cases", cell.cases());
    event.put("available", cell.available());
    event.put("calls", cell.calls());
    Optional<Finding> telling = Figures.telling(cell.verdict());
    if (telling.isPresent()) {
      event.put("need", telling.get().need().label());
      interval(event, telling.get().interval());
    }
    say(event);
  }

  @Override
  public void ending(RunState run, Duration grace) {
    say(run(event("ending").put("grace_ms", grace.toMillis()), run));
  }

  @Override
  public void ended(RunState run, boolean stopped) {
    say(run(event("ended").put("stopped", stopped), run));
  }

  private ObjectNode event(String name) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    return event.put("event", name).put("at", clock.instant().toString());
  }

  private static ObjectNode run(ObjectNode event, RunState run) {
    event.put(
        "decided", run.cells().stream().filter(c -> LineProgress.isDecided(c.verdict())).count());
    event.put("verdicts", run.cells().size());
    event.putObject("calls").put("made", run.callsMade()).put("grid", run.callsPossible());
    event.put("new_calls", run.newCalls());
    event.put("spent", run.spent().dollars());
    event.put("budget", run.budget().map(Money::dollars).orElse(null));
    event.put("elapsed_ms", run.elapsed().toMillis());
    event.put("left_ms", run.left().map(left -> left.high().toMillis()).orElse(null));
    event.put("left_least_ms", run.left().map(left -> left.low().toMillis()).orElse(null));
    event.put("slower", run.left().map(TimeLeft::slower).orElse(false));
    event.put("in_flight", run.inFlight());
    ArrayNode waiting = event.putArray("waiting");
    run.waiting().forEach(waiting::add);
    return event;
  }

  private static void interval(ObjectNode event, Interval interval) {
    ArrayNode ends = event.putArray("interval");
    for (double end : new double[] {interval.low(), interval.high()}) {
      if (Double.isFinite(end)) {
        ends.add(end);
      } else {
        ends.addNull();
      }
    }
  }

  private void say(ObjectNode event) {
    out.println(event);
    out.flush();
  }
}
