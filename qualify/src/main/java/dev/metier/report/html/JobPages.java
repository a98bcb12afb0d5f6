package dev.metier.report.html;

import dev.metier.core.text.DurationText;
import dev.metier.core.text.NumberText;
import dev.metier.job.Direction;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.report.html.Page.Axis;
import dev.metier.report.html.Page.Bar;
import dev.metier.report.html.Page.FactRow;
import dev.metier.report.html.Page.FindingRow;
import dev.metier.report.html.Page.Glance;
import dev.metier.report.html.Page.JobPart;
import dev.metier.report.html.Page.Mark;
import dev.metier.report.html.Page.NeedPart;
import dev.metier.report.html.Page.Sentence;
import dev.metier.report.html.Page.Tick;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix.Cell;
import dev.metier.report.matrix.FitMatrix.Facts;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.Scale;
import dev.metier.report.matrix.Sign;
import dev.metier.report.matrix.TemplateEvidence;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Turns the jobs of a matrix into sections of the page.
final class JobPages {
  private static final String NONE = "–";

  private final List<ModelName> columns;
  private final CasePages cases;

  JobPages(List<ModelName> columns, CasePages cases) {
    this.columns = columns;
    this.cases = cases;
  }

  JobPart part(JobRow row) {
    Job job = row.job();
    return new JobPart(
        job.name().text(),
        job.purpose(),
        TemplateEvidence.badge(job),
        job.data().name().toLowerCase(Locale.ROOT),
        job.needs().stream().map(JobPages::brief).collect(Collectors.joining(", ")),
        job.needs().stream().map(JobPages::sentence).toList(),
        columns.stream().map(model -> glance(row, model)).toList(),
        row.cells().stream().map(JobPages::sentence).toList(),
        job.needs().stream().flatMap(need -> findings(row, need).stream()).toList(),
        row.cells().stream().filter(c -> c.facts().trials() > 0).map(JobPages::facts).toList(),
        Setups.prompt(job),
        Setups.settings(job.settings()),
        cases.part(row));
  }

  private static String sentence(Requirement need) {
    return capitalised(need.inWords()) + " (" + Figures.percent(need.confidence()) + " confidence)";
  }

  private static String brief(Requirement need) {
    return need.brief().replace(">=", "≥").replace("<=", "≤");
  }

  private static String capitalised(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static Mark mark(Verdict verdict) {
    return new Mark(verdict.word().toLowerCase(Locale.ROOT), verdict.word());
  }

  private static Mark mark(Finding.Status status) {
    return new Mark(Sign.of(status).name().toLowerCase(Locale.ROOT), status.name());
  }

  private static Glance glance(JobRow row, ModelName model) {
    return row.cells().stream()
        .filter(c -> c.model().name().equals(model))
        .findFirst()
        .map(JobPages::glance)
        .orElseGet(() -> new Glance(model.text(), Optional.empty(), Optional.empty(), "", ""));
  }

  private static Glance glance(Cell cell) {
    Optional<Finding> telling = Figures.telling(cell.verdict()).filter(f -> f.seen() > 0);
    String figure =
        telling
            .map(f -> f.need().subject().map(s -> s + " ").orElse("") + Figures.interval(f))
            .or(() -> Figures.silence(cell))
            .orElse("");
    Mark mark = mark(cell.verdict());
    return new Glance(
        cell.model().name().text(),
        Optional.of(mark),
        telling.map(f -> bar(f, Scale.glance(f), mark.kind())),
        figure,
        Figures.calls(cell).orElse(""));
  }

  private static String calls(Facts facts) {
    return NumberText.count(facts.trials()) + " of " + NumberText.count(facts.available());
  }

  private static Sentence sentence(Cell cell) {
    return new Sentence(
        cell.model().name().text(),
        mark(cell.verdict()),
        cell.notes(),
        cell.verdict().reason(),
        Figures.outlook(cell).stream().toList());
  }

  private static Bar bar(Finding finding, Scale scale, String kind) {
    double low = Math.min(99, place(scale, finding.interval().low()));
    double high = Math.max(place(scale, finding.interval().high()), low + 1);
    String text =
        finding.need().subject().orElse("quality")
            + " "
            + Figures.interval(finding)
            + ", bar "
            + Figures.bar(finding);
    return new Bar(
        kind,
        percent(low),
        percent(high - low),
        percent(place(scale, finding.bar())),
        finding.estimate().isPresent()
            ? Optional.of(percent(place(scale, finding.estimate().getAsDouble())))
            : Optional.empty(),
        text);
  }

  private static double place(Scale scale, double value) {
    return 100 * scale.place(value);
  }

  private static String percent(double place) {
    return String.format(Locale.ROOT, "%.2f", place);
  }

  private static Optional<NeedPart> findings(JobRow row, Requirement need) {
    List<Finding> findings = row.cells().stream().flatMap(c -> found(c, need).stream()).toList();
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    Scale scale = Scale.around(findings);
    int digits = Figures.digits(findings);
    List<FindingRow> rows =
        row.cells().stream()
            .flatMap(c -> found(c, need).map(f -> row(c, f, scale, digits)).stream())
            .toList();
    return Optional.of(
        new NeedPart(
            capitalised(need.inWords()),
            Figures.percent(need.confidence()),
            axis(findings.getFirst(), scale),
            need.direction() == Direction.AT_LEAST,
            rows));
  }

  private static Optional<Finding> found(Cell cell, Requirement need) {
    return cell.verdict().findings().stream()
        .filter(f -> f.need().equals(need) && f.seen() > 0)
        .findFirst();
  }

  private static Axis axis(Finding finding, Scale scale) {
    double limit = scale.place(finding.bar());
    return new Axis(
        percent(limit * 100),
        "bar " + Figures.bar(finding),
        limit < 0.15 ? "start" : limit > 0.85 ? "end" : "middle",
        scale.ticks().stream()
            .map(t -> new Tick(percent(place(scale, t)), Figures.value(finding.need(), t, scale)))
            .toList());
  }

  private static FindingRow row(Cell cell, Finding finding, Scale scale, int digits) {
    boolean open = finding.status() == Finding.Status.UNDECIDED;
    int left = finding.available() - finding.seen();
    String outlook = !open ? NONE : left <= 0 ? "no cases left" : Figures.percent(finding.chance());
    return new FindingRow(
        cell.model().name().text(),
        mark(finding.status()),
        bar(finding, scale, mark(finding.status()).kind()),
        Figures.interval(finding, digits),
        finding.estimate().isPresent()
            ? Figures.value(finding.need(), finding.estimate().getAsDouble())
            : NONE,
        NumberText.count(finding.seen()) + " of " + NumberText.count(finding.available()),
        outlook,
        // A tooltip is bare text: it has no way to show code.
        finding.reason().replace("`", ""));
  }

  private static FactRow facts(Cell cell) {
    Facts facts = cell.facts();
    return new FactRow(
        cell.model().name().text(),
        time(facts.firstTokenP50()),
        time(facts.totalP50()),
        time(facts.totalP95()),
        facts.tokensPerSecond().isPresent()
            ? NumberText.count(Math.round(facts.tokensPerSecond().getAsDouble()))
            : NONE,
        facts.perThousand().map(Object::toString).orElse(NONE),
        calls(facts),
        NumberText.count(facts.notServed()),
        facts.last().map(Figures::moment).orElse(NONE),
        facts.fingerprint().map(f -> f.length() > 8 ? f.substring(0, 8) : f).orElse(NONE));
  }

  private static String time(Optional<Duration> time) {
    return time.map(DurationText::rounded).orElse(NONE);
  }
}
