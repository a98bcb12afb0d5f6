package dev.metier.terminal;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.qualify.CellState;
import dev.metier.qualify.RunState;
import dev.metier.report.SampleMatrix;
import dev.metier.run.TimeLeft;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Finding.Status;
import dev.metier.verdict.Verdict;
import dev.metier.verdict.Verdict.Doubt;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A run made up for tests; as a program, it plays one on this terminal.
public final class SampleRun {
  private static final List<String> JOBS =
      List.of("ticket-triage", "clause-extraction", "reply-draft", "commit-titles");
  private static final List<String> MODELS = List.of("qwen", "gemma", "opus");

  private SampleRun() {}

  static RunState state(List<CellState> cells, List<String> waiting) {
    return new RunState(
        cells,
        1234,
        9000,
        800,
        Money.usd(0.4137),
        Optional.of(Money.usd(2)),
        Duration.ofSeconds(134),
        Optional.of(new TimeLeft(Duration.ofSeconds(40), Duration.ofSeconds(190), false)),
        8,
        waiting);
  }

  /// Every kind of cell.
  static RunState middle() {
    return state(
        List.of(
            cell("ticket-triage", "qwen", fit(44, 0.93), 44),
            cell("ticket-triage", "gemma", open(120, 0.86, 0.94), 120),
            cell("ticket-triage", "opus", unfit(26), 26),
            cell("clause-extraction", "qwen", open(12, 0.41, 0.99), 12),
            cell("clause-extraction", "gemma", doubt(Doubt.BORDERLINE, 150), 150),
            cell("clause-extraction", "opus", new Verdict.Forbidden("not cleared"), 0),
            cell("reply-draft", "qwen", doubt(Doubt.NO_EVIDENCE, 0), 0),
            cell("reply-draft", "gemma", doubt(Doubt.UNREACHABLE, 0), 0),
            cell("commit-titles", "qwen", new Verdict.Expired(List.of(), "another build"), 0)),
        List.of("ollama loads qwen (27 s so far)"));
  }

  static CellState cell(String job, String model, Verdict verdict, int cases) {
    return new CellState(
        new JobName(job), new ModelName(model), verdict, cases, 200, cases, 200, false);
  }

  static Verdict fit(int seen, double low) {
    return new Verdict.Fit(
        List.of(SampleMatrix.quality(Status.MET, seen, 1, low, 1)), "quality is met");
  }

  static Verdict unfit(int seen) {
    return new Verdict.Unfit(
        List.of(SampleMatrix.quality(Status.UNMET, seen, 0.69, 0.48, 0.89)), "quality is not met");
  }

  static Verdict open(int seen, double low, double high) {
    Finding finding = SampleMatrix.undecided(seen, (low + high) / 2, low, high);
    return new Verdict.Undecided(List.of(finding), Doubt.RUNNING, "still running");
  }

  static Verdict doubt(Doubt doubt, int seen) {
    return new Verdict.Undecided(
        List.of(SampleMatrix.undecided(seen, 0.9, 0.87, 0.93)), doubt, "see the doubt");
  }

  /// Plays a run of a few seconds: `java ... dev.metier.cli.SampleRun [seconds]`.
  public static void main(String[] args) throws Exception {
    int frames = 10 * (args.length > 0 ? Integer.parseInt(args[0]) : 6);
    try (Terminal terminal = TerminalBuilder.builder().system(true).build();
        var live = new LiveMatrix(terminal, Clock.system(ZoneOffset.UTC), true, true)) {
      for (int frame = 0; frame < frames; frame++) {
        live.moved(played(frame));
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
      live.ended(played(frames), false);
    }
  }

  private static RunState played(int frame) {
    var cells = new ArrayList<CellState>();
    for (int j = 0; j < JOBS.size(); j++) {
      for (int m = 0; m < MODELS.size(); m++) {
        int seen = Math.max(0, Math.min(200, frame * (2 + m) - 25 * j));
        double truth = 0.97 - 0.05 * m - 0.01 * j;
        double half = seen == 0 ? 1 : 1.6 * Math.sqrt(truth * (1 - truth) / seen) + 0.4 / seen;
        double low = Math.max(0, truth - half);
        double high = Math.min(1, truth + half);
        Verdict verdict =
            seen == 0
                ? doubt(Doubt.NO_EVIDENCE, 0)
                : low > 0.9
                    ? fit(seen, low)
                    : high < 0.9
                        ? unfit(seen)
                        : seen == 200 ? doubt(Doubt.CASES_EXHAUSTED, 200) : open(seen, low, high);
        cells.add(cell(JOBS.get(j), MODELS.get(m), verdict, seen));
      }
    }
    return state(cells, frame % 40 > 30 ? List.of("anthropic asks for a pause of 2 s") : List.of());
  }
}
