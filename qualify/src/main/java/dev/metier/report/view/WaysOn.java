package dev.metier.report.view;

import dev.metier.job.ModelName;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.view.WhyView.Other;
import dev.metier.report.view.WhyView.Ways;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds what would settle a verdict, or change it.
record WaysOn(JobRow row, FitMatrix.Cell cell, List<CellResult> others) {
  Ways ways() {
    Verdict verdict = cell.verdict();
    Optional<Finding> telling = Figures.telling(verdict).filter(f -> f.seen() > 0);
    Optional<Finding> open = telling.filter(f -> f.status() == Finding.Status.UNDECIDED);
    Optional<MoreResults> more = open.flatMap(Finding::more);
    int left = open.map(f -> f.available() - f.seen()).orElse(0);
    return new Ways(
        verdict.word().toLowerCase(Locale.ROOT),
        verdict instanceof Verdict.Undecided undecided
            ? Optional.of(undecided.doubt())
            : Optional.empty(),
        row.fit().stream()
            .filter(name -> !name.equals(cell.model().name()))
            .map(this::other)
            .toList(),
        more.filter(range -> range.low().isPresent()).map(MoreResults::words),
        more.filter(range -> range.low().isEmpty() || range.high().isEmpty()).isPresent(),
        more.flatMap(this::money),
        open.filter(_ -> left > 0).map(f -> Figures.percent(f.chance())),
        left,
        VisibleText.of(cell.model().readingHost().name()),
        MatrixViews.word(cell.model().readingHost().clearance()));
  }

  private Other other(ModelName name) {
    return new Other(
        name.text(),
        MatrixViews.cell(row, name.text())
            .flatMap(c -> Figures.main(c.verdict().findings()))
            .map(Figures::interval)
            .orElse(""));
  }

  /// What the fewest of them would cost.
  private Optional<String> money(MoreResults range) {
    if (range.low().isEmpty()) {
      return Optional.empty();
    }
    double callsPerCase = row.job().repeats();
    int fewest = MoreResults.rounded(range.low().getAsInt());
    return cell.facts()
        .perThousand()
        .filter(money -> money.nanos() > 0)
        .map(money -> money.times(fewest * callsPerCase / 1000).toString());
  }
}
