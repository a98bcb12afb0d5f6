package dev.metier.report;

import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.ledger.RunInfo;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.CellState;
import dev.metier.qualify.Forecast;
import dev.metier.qualify.RunState;
import dev.metier.report.view.RunStatus;
import dev.metier.report.view.RunView;
import dev.metier.report.view.RunView.Form;
import dev.metier.report.view.RunViews;
import dev.metier.run.TimeLeft;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs of the job of fifty questions, in every state.
public final class SampleRuns {
  private static final Instant BEGAN = SampleMatrix.AT.minusSeconds(134);

  private SampleRuns() {}

  /// One that is FIT by itself, one between its borders, one that is hardly begun, one decided.
  private static List<CellResult> results() {
    var opus = SampleResults.result(SampleResults.JOB, "opus", 19, _ -> true);
    return List.of(
        SampleResults.result(SampleResults.JOB, "qwen", 30, n -> n % 6 != 5),
        opus,
        SampleResults.result(SampleResults.JOB, "gemma", 4, _ -> false));
  }

  private static Forecast left(String model, long fewest, long most, Optional<Money> money) {
    return new Forecast(
        SampleResults.JOB, SampleMatrix.model(model), Optional.empty(), fewest, most, money);
  }

  private static final List<Forecast> LEFT =
      List.of(
          left("qwen", 1, 20, Optional.of(Money.ZERO)),
          left("opus", 1, 31, Optional.of(Money.usd(0.42))));

  private static CellState cell(String model, Verdict verdict, int cases) {
    return new CellState(
        SampleResults.JOB.name(), new ModelName(model), verdict, cases, 50, cases, 50, false);
  }

  private static RunState state(boolean begun) {
    var open = new Verdict.Undecided(List.of(), Verdict.Doubt.NO_EVIDENCE, "Never tried.");
    var results = results();
    return new RunState(
        List.of(
            cell("qwen", begun ? results.getFirst().verdict() : open, begun ? 30 : 0),
            cell("opus", results.get(1).verdict(), 19),
            cell("gemma", begun ? results.getLast().verdict() : open, begun ? 4 : 0)),
        begun ? 53 : 19,
        150,
        begun ? 34 : 0,
        begun ? Money.usd(0.4137) : Money.ZERO,
        Optional.of(Money.usd(2)),
        begun ? Duration.ofSeconds(134) : Duration.ZERO,
        begun
            ? Optional.of(new TimeLeft(Duration.ofSeconds(40), Duration.ofSeconds(190), false))
            : Optional.empty(),
        begun ? 8 : 0,
        begun ? List.of("workstation loads qwen (27 s so far)") : List.of());
  }

  public static RunStatus.Running running(boolean stopping) {
    return new RunStatus.Running(BEGAN, state(false), state(true), stopping);
  }

  public static RunStatus idle(RunInfo.End how) {
    return new RunStatus.Idle(
        Optional.of(
            new RunInfo(
                7, BEGAN, Optional.of(SampleMatrix.AT), Optional.of(how), 34, Money.usd(0.4))));
  }

  /// A run that its process did not end.
  public static RunStatus brokenOff() {
    return new RunStatus.Idle(
        Optional.of(new RunInfo(7, BEGAN, Optional.empty(), Optional.empty(), 0, Money.ZERO)));
  }

  public static RunView view(RunStatus status) {
    return view(status, Form.EMPTY, Set.of());
  }

  public static RunView view(RunStatus status, Form form, Set<String> chosen) {
    return RunViews.of(
        SampleResults.matrix(results()), new RunViews.Left(LEFT, List.of()), status, form, chosen);
  }

  /// Where everything is decided.
  public static RunView nothingOpen() {
    var results = List.of(SampleResults.result(SampleResults.JOB, "gemma", 4, _ -> false));
    return RunViews.of(
        SampleResults.matrix(results),
        new RunViews.Left(List.of(), List.of()),
        idle(RunInfo.End.FINISHED),
        Form.EMPTY,
        Set.of());
  }
}
