package dev.metier.report.html;

import dev.metier.catalog.Model;
import dev.metier.core.text.NumberText;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.qualify.CellResult;
import dev.metier.report.html.ReportView.AssignmentRow;
import dev.metier.report.html.ReportView.JobPart;
import dev.metier.report.html.ReportView.WorkflowPart;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.TemplateEvidence;
import dev.metier.report.matrix.WorkflowFigures;
import dev.metier.report.view.ChangesView;
import dev.metier.report.view.FailedCases;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.WhyViews;
import dev.metier.workflow.search.WorkflowResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Makes what a report shows.
final class ReportViews {
  private final ReportEvidence evidence;
  private final CaseDisclosure disclosure;
  private final int casesRead;

  private ReportViews(ReportEvidence evidence, CaseDisclosure disclosure) {
    this.evidence = evidence;
    this.disclosure = disclosure;
    this.casesRead = ReportRoom.casesWorthReading(evidence.results().size());
  }

  static ReportView of(ReportEvidence evidence, CaseDisclosure disclosure) {
    return new ReportViews(evidence, disclosure).view();
  }

  private ReportView view() {
    FitMatrix matrix = evidence.matrix();
    return new ReportView(
        Figures.moment(matrix.at()),
        calls(matrix),
        MatrixViews.of(matrix, MatrixQuery.ALL, evidence.routes()),
        Summaries.of(matrix),
        matrix.changes().map(ChangesView::of),
        matrix.jobs().stream().map(this::part).toList(),
        matrix.workflows().stream().map(ReportViews::workflow).toList(),
        models(matrix).stream().map(Setups::model).toList(),
        disclosure,
        jobs(job -> !disclosure.showsPrompt(job.data())).stream()
            .map(job -> job.name().text())
            .toList(),
        jobs(job -> disclosure.showsPrompt(job.data())).stream()
            .map(Job::data)
            .max(Comparator.naturalOrder()),
        casesRead);
  }

  private List<Job> jobs(Predicate<Job> which) {
    return evidence.matrix().jobs().stream().map(JobRow::job).filter(which).toList();
  }

  private static List<Model> models(FitMatrix matrix) {
    Map<ModelName, Model> models = new LinkedHashMap<>();
    matrix.jobs().stream()
        .flatMap(row -> row.cells().stream())
        .forEach(cell -> models.putIfAbsent(cell.model().name(), cell.model()));
    return List.copyOf(models.values());
  }

  private JobPart part(JobRow row) {
    Job job = row.job();
    List<CellResult> results = results(job.name());
    return new JobPart(
        job.name().text(),
        VisibleText.of(job.purpose()),
        TemplateEvidence.badge(job),
        word(job.data()),
        job.needs().stream().map(ReportViews::sentence).toList(),
        results.stream()
            .map(result -> WhyViews.of(evidence.matrix(), evidence.results(), result))
            .toList(),
        disclosure.showsPrompt(job.data()) ? Setups.prompt(job) : List.of(),
        Setups.settings(job.settings()),
        FailedCases.of(
            results,
            casesRead,
            disclosure.shows(job.data()) ? Optional.of(evidence.answers()) : Optional.empty()),
        Optional.ofNullable(evidence.routes().get(job.name().text())));
  }

  private List<CellResult> results(JobName job) {
    return evidence.results().stream().filter(r -> r.job().name().equals(job)).toList();
  }

  private static String sentence(Requirement need) {
    String words = need.inWords();
    return words.substring(0, 1).toUpperCase(Locale.ROOT)
        + words.substring(1)
        + " ("
        + Figures.percent(need.confidence())
        + " confidence)";
  }

  static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }

  private static WorkflowPart workflow(WorkflowResult result) {
    return new WorkflowPart(
        result.workflow().name().text(),
        WorkflowFigures.needs(result.workflow()),
        WorkflowFigures.stages(result.workflow()),
        result.rows().stream()
            .map(row ->
                new AssignmentRow(
                    WorkflowFigures.models(row.models()),
                    new Mark(
                        row.cell().verdict().word().toLowerCase(Locale.ROOT),
                        row.cell().verdict().word()),
                    WorkflowFigures.runs(row),
                    row.cell().verdict().reason()))
            .toList(),
        WorkflowFigures.ending(result));
  }

  private static String calls(FitMatrix matrix) {
    var calls = matrix.calls();
    var parts = new ArrayList<String>();
    parts.add(
        NumberText.count(calls.made())
            + " of "
            + NumberText.count(calls.grid(), "call")
            + Figures.saving(calls).map(s -> " (" + s + ")").orElse(""));
    matrix.spent().ifPresent(money -> parts.add(money + " spent"));
    return String.join(", ", parts);
  }
}
