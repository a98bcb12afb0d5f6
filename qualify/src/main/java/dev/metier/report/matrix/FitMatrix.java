package dev.metier.report.matrix;

import dev.metier.catalog.Model;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import dev.metier.workflow.search.WorkflowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/// Every job against every model, with what the evidence says; the data behind every medium.
///
/// @param project what the team calls the project, for titles
/// @param at when the matrix was put together
/// @param spent what all kept trials cost together, when known
/// @param notes sentences that a reader must know first, for example that a run was stopped
/// @param changes what is different since an earlier moment, if that was asked for
/// @param workflows what is known of the workflows that were asked for
public record FitMatrix(
    String project,
    Instant at,
    List<JobRow> jobs,
    Calls calls,
    Optional<Money> spent,
    List<String> notes,
    Optional<Changes> changes,
    List<WorkflowResult> workflows) {
  public FitMatrix {
    jobs = List.copyOf(jobs);
    notes = List.copyOf(notes);
    workflows = List.copyOf(workflows);
  }

  /// Of today and of jobs alone.
  public FitMatrix(
      String project,
      Instant at,
      List<JobRow> jobs,
      Calls calls,
      Optional<Money> spent,
      List<String> notes) {
    this(project, at, jobs, calls, spent, notes, Optional.empty(), List.of());
  }

  /// The same beside an earlier moment.
  public FitMatrix with(Changes since) {
    return new FitMatrix(project, at, jobs, calls, spent, notes, Optional.of(since), workflows);
  }

  /// The same with what failed, by job and model.
  FitMatrix with(Map<List<String>, FailureSummary> failures) {
    var rows = jobs.stream().map(row -> row.with(failures)).toList();
    return new FitMatrix(project, at, rows, calls, spent, notes, changes, workflows);
  }

  /// The same with what is known of workflows.
  public FitMatrix with(List<WorkflowResult> known) {
    return new FitMatrix(project, at, jobs, calls, spent, notes, changes, known);
  }

  /// Calls that were needed, against those of the full grid (every model on every case).
  ///
  /// @param decided those of the cells that are FIT or UNFIT
  public record Calls(long made, long grid, Decided decided) {
    /// Where every cell is decided.
    public Calls(long made, long grid) {
      this(made, grid, new Decided(made, grid));
    }
  }

  /// Calls of what is decided. What was not asked for want of a decision, time, money or a server
  /// is not saved.
  public record Decided(long made, long grid) {
    public static final Decided NONE = new Decided(0, 0);

    /// With those of one more cell, if it is decided.
    ///
    /// @param cutShort whether more of them were to be made
    public Decided plus(Verdict verdict, long made, long grid, boolean cutShort) {
      return switch (verdict) {
        case Verdict.Fit _, Verdict.Unfit _ ->
            cutShort ? this : new Decided(this.made + made, this.grid + grid);
        case Verdict.Undecided _, Verdict.Forbidden _, Verdict.Expired _ -> this;
      };
    }
  }

  /// One job and how every candidate stands.
  ///
  /// @param cells in the order of the project; a model without a cell is no candidate of this job
  /// @param fit the models that are FIT, in the order that the job prefers
  public record JobRow(Job job, List<Cell> cells, List<ModelName> fit) {
    public JobRow {
      fit = List.copyOf(fit);
      cells = List.copyOf(cells);
    }

    /// With the FIT models in the order of the cells.
    public JobRow(Job job, List<Cell> cells) {
      this(
          job,
          cells,
          cells.stream()
              .filter(cell -> cell.verdict() instanceof Verdict.Fit)
              .map(cell -> cell.model().name())
              .toList());
    }

    private JobRow with(Map<List<String>, FailureSummary> failures) {
      var shown =
          cells.stream()
              .map(cell ->
                  new Cell(
                      cell.model,
                      cell.verdict,
                      cell.facts,
                      cell.notes,
                      Optional.ofNullable(
                          failures.get(List.of(job.name().text(), cell.model.name().text())))))
              .toList();
      return new JobRow(job, shown, fit);
    }

    /// Whether some model is FIT for the job.
    public boolean hasFit() {
      return cells.stream().anyMatch(cell -> cell.verdict() instanceof Verdict.Fit);
    }

    /// Whether some of these models are FIT for the job, and all of them by form alone.
    public boolean isByForm(Predicate<Model> among) {
      List<Cell> counted =
          cells.stream()
              .filter(cell -> cell.verdict() instanceof Verdict.Fit && among.test(cell.model()))
              .toList();
      return !counted.isEmpty() && counted.stream().allMatch(Cell::formOnly);
    }
  }

  /// One job and one model.
  ///
  /// @param notes sentences that stand before the verdict's reason
  /// @param failures why its cases failed, where that was asked for
  public record Cell(
      Model model,
      Verdict verdict,
      Facts facts,
      List<String> notes,
      Optional<FailureSummary> failures) {
    public Cell {
      notes = List.copyOf(notes);
    }

    /// Whether it is FIT by the form of its answers alone.
    public boolean formOnly() {
      return CellResult.formOnly(notes).isPresent();
    }

    /// Without what failed.
    public Cell(Model model, Verdict verdict, Facts facts, List<String> notes) {
      this(model, verdict, facts, notes, Optional.empty());
    }
  }

  /// What was measured of a model on a job, whatever the needs are.
  ///
  /// @param trials calls kept
  /// @param available calls possible: cases times repeats
  /// @param notServed calls that brought no usable answer; counted as failed
  /// @param perThousand full cost of a thousand answers
  /// @param perThousandError its standard error in dollars; NaN where fewer than two were priced
  /// @param firstTokenP50 median time to the first token
  /// @param tokensPerSecond median decode speed
  /// @param last when the latest trial began
  /// @param fingerprint which build was asked
  public record Facts(
      int trials,
      int available,
      int notServed,
      Optional<Money> perThousand,
      double perThousandError,
      Optional<Duration> firstTokenP50,
      Optional<Duration> totalP50,
      Optional<Duration> totalP95,
      OptionalDouble tokensPerSecond,
      Optional<Instant> last,
      Optional<String> fingerprint) {
    /// Nothing measured yet of so many possible calls.
    public static Facts none(int available) {
      return new Facts(
          0,
          available,
          0,
          Optional.empty(),
          Double.NaN,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }
}
