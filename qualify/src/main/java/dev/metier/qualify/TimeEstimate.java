package dev.metier.qualify;

import dev.metier.run.Endpoint;
import dev.metier.run.Endpoints;
import dev.metier.run.TimeLeft;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How long a run may still take. Servers work beside each other, each at its own pace, so the
/// slowest of them tells. Used by one thread.
///
/// The upper end counts every call that an open verdict may ask for, so that it moves back only
/// when calls take longer; then that is said.
final class TimeEstimate {
  /// Answers of a server that its pace is taken from.
  private static final int ENOUGH = 5;

  /// By how much the end may move back before it is told.
  private static final double TOLERANCE = 1.1;

  private static final double TOLERATED_SECONDS = 5;

  /// So long the reason is shown; then the new end is what later ones are compared with.
  private static final double TOLD_SECONDS = 30;

  private final Board board;
  private final Endpoints endpoints;
  private double earliestEnd = Double.POSITIVE_INFINITY;
  private double slowerSince = Double.POSITIVE_INFINITY;

  TimeEstimate(Board board, Endpoints endpoints) {
    this.board = board;
    this.endpoints = endpoints;
  }

  /// Calls to come.
  private record Calls(double low, double high) {
    static final Calls NONE = new Calls(0, 0);

    Calls plus(Calls more) {
      return new Calls(low + more.low, high + more.high);
    }
  }

  /// The estimate; empty until every server that is expected to be asked has answered a few times,
  /// and when nothing is left.
  Optional<TimeLeft> left(Duration elapsed) {
    double low = 0;
    double high = 0;
    for (Map.Entry<Endpoint, Calls> each : calls().entrySet()) {
      Calls calls = each.getValue();
      Endpoint endpoint = each.getKey();
      if (endpoint.answers() >= ENOUGH) {
        low = Math.max(low, calls.low() * endpoint.secondsPerAnswer());
        high = Math.max(high, calls.high() * endpoint.secondsPerAnswer());
      } else if (calls.low() > 0) {
        return Optional.empty();
      }
    }
    return high <= 0 ? Optional.empty() : Optional.of(told(seconds(elapsed), low, high));
  }

  private TimeLeft told(double elapsed, double low, double high) {
    double end = elapsed + high;
    boolean slower = end > TOLERANCE * earliestEnd + TOLERATED_SECONDS;
    double shown = slower ? high : Math.min(end, Math.max(earliestEnd, elapsed)) - elapsed;
    slowerSince = slower ? Math.min(slowerSince, elapsed) : Double.POSITIVE_INFINITY;
    boolean told = elapsed - slowerSince > TOLD_SECONDS;
    earliestEnd = told ? end : Math.min(earliestEnd, end);
    return new TimeLeft(duration(Math.min(low, shown)), duration(shown), slower);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private Map<Endpoint, Calls> calls() {
    Map<Endpoint, Calls> calls = new HashMap<>();
    for (Track track : board.tracks()) {
      Calls answers = calls(track);
      calls.merge(endpoints.of(track.model()), answers, Calls::plus);
      board
          .grading(track.job())
          .judge()
          .ifPresent(judge -> {
            int waiting = track.unjudged().size();
            var judgements = answers.plus(new Calls(waiting, waiting));
            calls.merge(endpoints.of(judge.model()), judgements, Calls::plus);
          });
    }
    return calls;
  }

  private Calls calls(Track track) {
    if (track.trouble().isPresent()) {
      return Calls.NONE;
    }
    double left = track.possible() - track.kept();
    double low = 0;
    boolean may = false;
    for (Cell cell : board.lookingAt(track)) {
      low = Math.max(low, Math.min(left, cell.expected()));
      may |= cell.mayAsk();
    }
    return new Calls(low, may ? left : 0);
  }
}
