package dev.metier.report.view;

import dev.metier.catalog.Pricing;
import dev.metier.core.text.DurationText;
import dev.metier.job.Money;
import dev.metier.ledger.RunInfo;
import dev.metier.plan.Allocation;
import dev.metier.qualify.Forecast;
import dev.metier.qualify.RunState;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.RunView.Choice;
import dev.metier.report.view.RunView.Form;
import dev.metier.report.view.RunView.Open;
import dev.metier.report.view.RunView.Reached;
import dev.metier.report.view.RunView.Rest;
import dev.metier.report.view.RunView.Share;
import dev.metier.report.view.RunView.Stage;
import dev.metier.report.view.RunView.Unserved;
import dev.metier.run.TimeLeft;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes the view of runs.
public final class RunViews {
  private static final int FIRST_CASES = 10;
  private static final int ENOUGH_CALLS = 5;

  private final FitMatrix matrix;
  private final List<Forecast> left;
  private final List<Forecast> unserved;
  private final RunStatus status;

  private RunViews(FitMatrix matrix, Left left, RunStatus status) {
    this.matrix = matrix;
    this.left = left.open();
    this.unserved = left.unserved();
    this.status = status;
  }

  /// What a run could ask.
  ///
  /// @param open what is left to be asked, see [Forecast#left]
  /// @param unserved what was not served, see [Forecast#unserved]
  public record Left(List<Forecast> open, List<Forecast> unserved) {
    public Left {
      open = List.copyOf(open);
      unserved = List.copyOf(unserved);
    }
  }

  /// The view.
  ///
  /// @param chosen jobs that were chosen in the form; empty for all that have something open
  public static RunView of(
      FitMatrix matrix, Left left, RunStatus status, Form form, Set<String> chosen) {
    return new RunViews(matrix, left, status).view(form, Form.EMPTY, chosen);
  }

  /// The view where a larger budget was asked for in vain.
  public static RunView refused(FitMatrix matrix, Left left, RunStatus status, Form raise) {
    return new RunViews(matrix, left, status).view(Form.EMPTY, raise, Set.of());
  }

  private RunView view(Form form, Form raise, Set<String> chosen) {
    var cells = matrix.jobs().stream().flatMap(row -> row.cells().stream()).toList();
    return new RunView(
        VisibleText.of(matrix.project()),
        MatrixViews.last(matrix).map(Figures::moment),
        stage(),
        moment().map(Figures::moment),
        status instanceof RunStatus.Elsewhere(long process, _, _)
            ? Optional.of(process)
            : Optional.empty(),
        run().map(run -> going(run.now())),
        new Share(cells.stream().filter(c -> isDecided(c.verdict())).count(), cells.size()),
        open(),
        reached(),
        rest(left),
        jobs(chosen),
        unserved(form.again()),
        form,
        status.limit().map(limit -> new RunView.Raise(limit.toString(), raise)),
        status instanceof RunStatus.Failed(_, var messages)
            ? messages.stream().map(VisibleText::of).toList()
            : List.of());
  }

  private Stage stage() {
    return switch (status) {
      case RunStatus.Idle(var last) -> last.map(RunViews::stage).orElse(Stage.NEVER);
      case RunStatus.Starting starting -> starting.stopping() ? Stage.STOPPING : Stage.STARTING;
      case RunStatus.Running running -> running.stopping() ? Stage.STOPPING : Stage.RUNNING;
      case RunStatus.Ended ended -> stage(ended.how());
      case RunStatus.Failed _ -> Stage.FAILED;
      case RunStatus.Elsewhere _ -> Stage.ELSEWHERE;
    };
  }

  private static Stage stage(RunInfo run) {
    return run.how().map(RunViews::stage).orElse(Stage.BROKEN_OFF);
  }

  private static Stage stage(RunInfo.End how) {
    return switch (how) {
      case FINISHED -> Stage.FINISHED;
      case STOPPED -> Stage.STOPPED;
      case BUDGET -> Stage.OUT_OF_MONEY;
    };
  }

  private Optional<Instant> moment() {
    return switch (status) {
      case RunStatus.Idle(var last) -> last.map(run -> run.ended().orElse(run.started()));
      case RunStatus.Starting starting -> Optional.of(starting.since());
      case RunStatus.Running running -> Optional.of(running.since());
      case RunStatus.Ended ended -> Optional.of(ended.at());
      case RunStatus.Failed failed -> Optional.of(failed.at());
      case RunStatus.Elsewhere elsewhere -> elsewhere.since();
    };
  }

  /// The run of this process that goes on, or that ended last.
  private Optional<RunStatus.Running> run() {
    return switch (status) {
      case RunStatus.Running running -> Optional.of(running);
      case RunStatus.Ended ended -> ended.run();
      case RunStatus.Idle _, RunStatus.Starting _, RunStatus.Failed _, RunStatus.Elsewhere _ ->
          Optional.empty();
    };
  }

  private static RunView.Going going(RunState run) {
    long decided = run.cells().stream().filter(c -> isDecided(c.verdict())).count();
    double budget = run.budget().map(Money::dollars).orElse(0.0);
    return new RunView.Going(
        new Share(decided, run.cells().size()),
        run.newCalls(),
        run.spending(),
        run.budget().map(Money::toString),
        budget <= 0 ? 0 : Math.clamp(run.spent().dollars() / budget, 0, 1),
        run.budget().map(all -> all.minus(run.spent()).orZero().toString()),
        DurationText.rounded(run.elapsed()),
        speed(run),
        run.left().map(TimeLeft::range),
        run.inFlight(),
        run.waiting().stream().map(VisibleText::of).toList());
  }

  /// Calls a minute, once there are enough to tell.
  private static Optional<String> speed(RunState run) {
    double minutes = run.elapsed().toMillis() / (double) Duration.ofMinutes(1).toMillis();
    return run.newCalls() < ENOUGH_CALLS || minutes <= 0
        ? Optional.empty()
        : Optional.of(Long.toString(Math.max(1, Math.round(run.newCalls() / minutes))));
  }

  static boolean isDecided(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Fit _, Verdict.Unfit _, Verdict.Forbidden _ -> true;
      case Verdict.Undecided _, Verdict.Expired _ -> false;
    };
  }

  /// In the order of the project, so that nothing moves under a reader's eyes.
  private List<Open> open() {
    Set<Forecast> next = next();
    return left.stream()
        .flatMap(each -> cell(each).map(cell -> open(each, cell, next.contains(each))).stream())
        .toList();
  }

  /// The one that each host is probably asked next; servers that swap models may ask another one.
  private Set<Forecast> next() {
    var next = new LinkedHashMap<String, Forecast>();
    left.stream()
        .sorted(Comparator.comparing(this::allocation))
        .forEach(each -> next.putIfAbsent(each.model().host().name(), each));
    return Set.copyOf(next.values());
  }

  private Optional<FitMatrix.Cell> cell(Forecast forecast) {
    return matrix.jobs().stream()
        .filter(row -> row.job().name().equals(forecast.job().name()))
        .findFirst()
        .flatMap(row -> MatrixViews.cell(row, forecast.model().name().text()));
  }

  private Allocation allocation(Forecast forecast) {
    Optional<Finding> telling = cell(forecast).flatMap(cell -> Figures.telling(cell.verdict()));
    double price =
        forecast.mostMoney().map(m -> m.dollars() / Math.max(1, forecast.most())).orElse(0.0);
    return new Allocation(
        telling.map(Finding::seen).orElse(0),
        telling.map(Finding::remaining).orElse((double) forecast.most()),
        price);
  }

  private static Open open(Forecast forecast, FitMatrix.Cell cell, boolean next) {
    MatrixView.Cell shown = CellViews.of(cell);
    int seen = Figures.telling(cell.verdict()).map(Finding::seen).orElse(0);
    return new Open(
        forecast.job().name().text(),
        forecast.model().name().text(),
        CellViews.mark(cell),
        shown.picture(),
        shown.line(),
        new Share(seen, forecast.job().cases().size()),
        new Share(forecast.fewest(), forecast.most()),
        forecast.mostMoney().map(Money::toString),
        Pricing.isBilled(forecast.model()),
        next,
        seen < FIRST_CASES,
        cell.facts().notServed());
  }

  /// What is decided now and was not when the run began.
  private List<Reached> reached() {
    return run().stream()
        .flatMap(run -> {
          var before = Set.copyOf(decided(run.first()));
          return decided(run.now()).stream().filter(names -> !before.contains(names));
        })
        .flatMap(names -> reached(names).stream())
        .toList();
  }

  private Optional<Reached> reached(List<String> names) {
    return matrix.jobs().stream()
        .filter(row -> row.job().name().text().equals(names.getFirst()))
        .findFirst()
        .flatMap(row -> MatrixViews.cell(row, names.getLast()))
        .filter(cell -> isDecided(cell.verdict()))
        .map(cell ->
            new Reached(
                names.getFirst(),
                names.getLast(),
                CellViews.mark(cell),
                CellViews.of(cell).line()));
  }

  private static List<List<String>> decided(RunState run) {
    return run.cells().stream()
        .filter(cell -> isDecided(cell.verdict()))
        .map(cell -> List.of(cell.job().text(), cell.model().text()))
        .distinct()
        .toList();
  }

  private static Rest rest(List<Forecast> forecasts) {
    return new Rest(
        new Share(
            forecasts.stream().mapToLong(Forecast::fewest).sum(),
            forecasts.stream().mapToLong(Forecast::most).sum()),
        Forecast.total(forecasts).map(Money::toString));
  }

  private Optional<Unserved> unserved(boolean chosen) {
    return unserved.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Unserved(
                calls(unserved.stream()), Forecast.total(unserved).map(Money::toString), chosen));
  }

  private static long calls(Stream<Forecast> forecasts) {
    return forecasts.mapToLong(Forecast::most).sum();
  }

  private List<Choice> jobs(Set<String> chosen) {
    var choices = new ArrayList<Choice>();
    for (FitMatrix.JobRow row : matrix.jobs()) {
      String name = row.job().name().text();
      List<Forecast> ofJob =
          left.stream().filter(forecast -> forecast.job().name().equals(row.job().name())).toList();
      long again =
          calls(unserved.stream().filter(each -> each.job().name().equals(row.job().name())));
      if (!ofJob.isEmpty() || again > 0) {
        choices.add(
            new Choice(
                name,
                ofJob.size(),
                rest(ofJob).money(),
                again,
                chosen.isEmpty() ? !ofJob.isEmpty() : chosen.contains(name)));
      }
    }
    return choices;
  }
}
