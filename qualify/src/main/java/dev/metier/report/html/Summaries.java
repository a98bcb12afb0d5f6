package dev.metier.report.html;

import dev.metier.core.text.DurationText;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.report.html.ReportView.CostRow;
import dev.metier.report.html.ReportView.RouteRow;
import dev.metier.report.html.ReportView.Summary;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.Cell;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.FormEvidence;
import dev.metier.report.view.MatrixViews;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Summarises a matrix on one page: which host can do which job, by which model, and what that
/// costs beside one model for everything.
final class Summaries {
  private static final String NONE = "–";

  /// Answers that a cost is told for.
  private static final String EACH = "1,000 answers of each job";

  private Summaries() {}

  static Summary of(FitMatrix matrix) {
    List<JobRow> jobs = matrix.jobs();
    List<JobRow> priced =
        jobs.stream().filter(row -> chosen(row).flatMap(Summaries::cost).isPresent()).toList();
    List<RouteRow> routes = jobs.stream().map(Summaries::route).toList();
    return new Summary(
        headline(jobs),
        hosts(jobs),
        routes,
        routes.stream().anyMatch(row -> !row.cost().equals(NONE)),
        routes.stream().anyMatch(row -> !row.tail().equals(NONE)),
        priced.isEmpty() ? List.of() : costs(jobs, priced),
        priced.size() == jobs.size()
            ? EACH + "."
            : EACH + " whose cost was measured (" + priced.size() + " of " + jobs.size() + ").");
  }

  private static String headline(List<JobRow> jobs) {
    long fit = jobs.stream().filter(JobRow::hasFit).count();
    long open = jobs.stream().filter(row -> !row.hasFit() && isOpen(row)).count();
    long none = jobs.size() - fit - open;
    var text = new StringBuilder();
    long form = jobs.stream().filter(row -> row.isByForm(_ -> true)).count();
    text.append(Figures.share(fit, jobs.size(), "job")).append(" a FIT model");
    text.append(FormEvidence.clause((int) fit, (int) form)).append('.');
    if (open > 0) {
      text.append(" For ").append(open).append(" it is not decided yet.");
    }
    if (none > 0) {
      text.append(" For ").append(none).append(" no model that was tried is FIT.");
    }
    return text.toString();
  }

  private static boolean isOpen(JobRow row) {
    return row.cells().stream()
        .map(Cell::verdict)
        .anyMatch(v -> v instanceof Verdict.Undecided || v instanceof Verdict.Expired);
  }

  /// For each host the jobs that it has a FIT model for, in the order of the project.
  private static List<String> hosts(List<JobRow> jobs) {
    Map<String, Set<String>> able = new LinkedHashMap<>();
    for (JobRow row : jobs) {
      for (Cell cell : row.cells()) {
        var host = cell.model().host();
        String name =
            host.name() + " (cleared for " + host.clearance().name().toLowerCase(Locale.ROOT) + ")";
        Set<String> own = able.computeIfAbsent(name, _ -> new LinkedHashSet<>());
        if (cell.verdict() instanceof Verdict.Fit) {
          own.add(row.job().name() + (cell.formOnly() ? " (" + FormEvidence.BRIEF + ")" : ""));
        }
      }
    }
    var lines = new ArrayList<String>();
    able.forEach((host, own) ->
        lines.add(
            host
                + " can do "
                + own.size()
                + " of "
                + jobs.size()
                + (own.isEmpty() ? "." : ": " + String.join(", ", own) + ".")));
    return lines;
  }

  private static RouteRow route(JobRow row) {
    Optional<Cell> first = chosen(row);
    return new RouteRow(
        row.job().name().text(),
        row.job().data().name().toLowerCase(Locale.ROOT),
        first.map(Summaries::named).orElseGet(() -> "none: " + standing(row)),
        first.map(cell -> cell.model().host().name()).orElse(NONE),
        row.fit().size() < 2
            ? NONE
            : String.join(", ", row.fit().stream().skip(1).map(ModelName::text).toList()),
        first.flatMap(Summaries::cost).map(MatrixViews::billed).orElse(NONE),
        first.flatMap(cell -> cell.facts().totalP95()).map(DurationText::rounded).orElse(NONE));
  }

  private static String named(Cell cell) {
    return cell.model().name() + (cell.formOnly() ? ", " + FormEvidence.BRIEF : "");
  }

  /// `1 UNFIT, 2 UNDECIDED`.
  private static String standing(JobRow row) {
    Map<String, Integer> words = new LinkedHashMap<>();
    row.cells().forEach(cell -> words.merge(cell.verdict().word(), 1, Integer::sum));
    var parts = new ArrayList<String>();
    words.forEach((word, count) -> parts.add(count + " " + word));
    return parts.isEmpty() ? "no candidate" : String.join(", ", parts);
  }

  private static List<CostRow> costs(List<JobRow> jobs, List<JobRow> priced) {
    var rows = new ArrayList<CostRow>();
    rows.add(
        new CostRow(
            "the first FIT model of each job",
            sum(priced.stream().map(row -> chosen(row).flatMap(Summaries::cost)).toList())
                .map(MatrixViews::billed)
                .orElse(NONE),
            priced.size() + " of " + priced.size()));
    for (ModelName model : models(jobs)) {
      var cells = priced.stream().map(row -> cell(row, model)).toList();
      var sum = sum(cells.stream().map(cell -> cell.flatMap(Summaries::cost)).toList());
      long fit =
          cells.stream()
              .flatMap(Optional::stream)
              .filter(cell -> cell.verdict() instanceof Verdict.Fit)
              .count();
      sum.ifPresent(money ->
          rows.add(
              new CostRow(
                  model + " for everything",
                  MatrixViews.billed(money),
                  fit + " of " + priced.size())));
    }
    return rows;
  }

  /// Empty when one of them is not known.
  private static Optional<Money> sum(List<Optional<Money>> costs) {
    return costs.stream().allMatch(Optional::isPresent)
        ? Optional.of(costs.stream().flatMap(Optional::stream).reduce(Money.ZERO, Money::plus))
        : Optional.empty();
  }

  private static Optional<Money> cost(Cell cell) {
    return cell.facts().perThousand();
  }

  private static Optional<Cell> chosen(JobRow row) {
    return row.fit().stream().findFirst().flatMap(model -> cell(row, model));
  }

  private static Optional<Cell> cell(JobRow row, ModelName model) {
    return row.cells().stream().filter(cell -> cell.model().name().equals(model)).findFirst();
  }

  private static Set<ModelName> models(List<JobRow> jobs) {
    var models = new LinkedHashSet<ModelName>();
    jobs.forEach(row -> row.cells().forEach(cell -> models.add(cell.model().name())));
    return models;
  }
}
