package dev.metier.report.matrix;

import dev.metier.catalog.ProviderKind;
import dev.metier.compile.PolicyCompiler;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.SettingInfo;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts a fit matrix together from verdicts and what the ledger keeps.
public final class FitMatrixSource {
  private final Ledger ledger;
  private final Clock clock;

  public FitMatrixSource(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// The matrix of these results.
  ///
  /// @param results by job, then by model
  public FitMatrix matrix(String project, List<CellResult> results, List<String> notes) {
    Map<JobName, List<CellResult>> byJob =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    cell -> cell.job().name(), LinkedHashMap::new, Collectors.toList()));
    var spent = new Spending();
    Map<String, Instant> last =
        ledger.settings().stream()
            .collect(
                Collectors.toMap(
                    SettingInfo::setting,
                    SettingInfo::last,
                    BinaryOperator.maxBy(Comparator.naturalOrder())));
    List<FitMatrix.JobRow> rows =
        byJob.values().parallelStream().map(cells -> row(cells, cell -> cell(cell, last))).toList();
    var asked =
        distinct(results).stream()
            .filter(r -> !(r.verdict() instanceof Verdict.Forbidden))
            .toList();
    asked.forEach(spent::add);
    long made = asked.stream().mapToLong(CellResult::kept).sum();
    long grid = asked.stream().mapToLong(CellResult::possible).sum();
    var decided = FitMatrix.Decided.NONE;
    for (CellResult cell : asked) {
      decided = decided.plus(cell.verdict(), cell.kept(), cell.possible(), cell.cutShort());
    }
    var calls = new FitMatrix.Calls(made, grid, decided);
    var told = new ArrayList<>(notes);
    TemplateEvidence.note(rows).ifPresent(told::add);
    FormEvidence.note(rows).ifPresent(told::add);
    rows.forEach(row ->
        row.job()
            .reviewed()
            .ifPresent(said -> told.add("Job " + row.job().name() + ": " + said + ".")));
    return new FitMatrix(project, clock.instant(), rows, calls, spent.money(), told);
  }

  private FitMatrix.JobRow row(List<CellResult> cells, Function<CellResult, FitMatrix.Cell> shown) {
    Job job = cells.getFirst().job();
    return new FitMatrix.JobRow(
        job, cells.stream().map(shown).toList(), PolicyCompiler.fit(job, cells));
  }

  /// Without a second name of what was asked once: such models share their trials.
  private static List<CellResult> distinct(List<CellResult> results) {
    var seen = new HashSet<String>();
    return results.stream()
        .filter(result ->
            result.setting().isEmpty() || seen.add(result.job().name() + " " + result.setting()))
        .toList();
  }

  private static FitMatrix.Cell cell(CellResult result, Map<String, Instant> last) {
    List<Outcome> outcomes = result.outcomes();
    return new FitMatrix.Cell(
        result.model(),
        result.verdict(),
        CellFacts.facts(result, outcomes, Optional.ofNullable(last.get(result.setting()))),
        result.told());
  }

  /// What all kept trials cost by the prices of their days; nothing when no price was known. For
  /// what was recorded nothing was paid here.
  private static final class Spending {
    private Money sum = Money.ZERO;
    private boolean known;

    void add(CellResult result) {
      if (result.model().kind() == ProviderKind.RECORDED) {
        return;
      }
      for (Outcome outcome : result.outcomes()) {
        if (outcome.billedNanos() >= 0) {
          sum = sum.plus(new Money(outcome.billedNanos()));
          known = true;
        }
      }
    }

    Optional<Money> money() {
      return known ? Optional.of(sum) : Optional.empty();
    }
  }
}
