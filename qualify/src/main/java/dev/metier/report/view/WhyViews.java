package dev.metier.report.view;

import dev.metier.core.text.DurationText;
import dev.metier.core.text.NumberText;
import dev.metier.job.BarUnit;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.Scale;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.WhyView.Candidate;
import dev.metier.report.view.WhyView.Count;
import dev.metier.report.view.WhyView.Failure;
import dev.metier.report.view.WhyView.Luck;
import dev.metier.report.view.WhyView.Need;
import dev.metier.report.view.WhyView.Slice;
import dev.metier.report.view.WhyView.Tested;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.Proportions;
import dev.metier.verdict.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Makes the page of one job and model.
public final class WhyViews {
  private static final int FAILURES = 50;
  private static final int TEAMS = 20;

  private final FitMatrix matrix;
  private final JobRow row;
  private final FitMatrix.Cell cell;
  private final CellResult result;
  private final List<CellResult> others;
  private final Map<String, Case> cases = new HashMap<>();
  private final Optional<Finding> main;

  /// @param results those of the job, the one of the model included
  private WhyViews(FitMatrix matrix, JobRow row, CellResult result, List<CellResult> results) {
    this.matrix = matrix;
    this.row = row;
    this.result = result;
    this.cell = MatrixViews.cell(row, result.model().name().text()).orElseThrow();
    this.others =
        results.stream().filter(r -> !r.model().name().equals(result.model().name())).toList();
    Job job = row.job();
    job.cases().forEach(given -> cases.put(Hashes.content(job, given), given));
    this.main = Figures.main(result.verdict().findings()).filter(f -> boundary(f).isPresent());
  }

  /// The page of one result.
  ///
  /// @param results all of the project
  /// @param result the one to explain; one of them
  public static WhyView of(FitMatrix matrix, List<CellResult> results, CellResult result) {
    var job = result.job().name();
    JobRow row =
        matrix.jobs().stream().filter(r -> r.job().name().equals(job)).findFirst().orElseThrow();
    var ofJob = results.stream().filter(r -> r.job().name().equals(job)).toList();
    return new WhyViews(matrix, row, result, ofJob).view();
  }

  private WhyView view() {
    Job job = row.job();
    List<Outcome> failed = failed();
    return new WhyView(
        VisibleText.of(matrix.project()),
        last(),
        job.name().text(),
        VisibleText.of(job.purpose()),
        MatrixViews.word(job.data()),
        job.cases().size(),
        cell.model().name().text(),
        CellViews.mark(cell),
        main.filter(f -> f.seen() > 0).map(this::count),
        VisibleText.of(cell.verdict().reason()),
        cell.notes().stream().map(VisibleText::of).toList(),
        cell.verdict().findings().stream().map(this::need).toList(),
        main.filter(f -> f.seen() > 0).map(this::path),
        narrowing(),
        main.flatMap(this::luck),
        new WaysOn(row, cell, others).ways(),
        slices(),
        tested(),
        failed.size(),
        failures(failed.stream().limit(FAILURES).toList()),
        row.cells().stream().map(this::candidate).toList());
  }

  /// When it was last asked, else when any candidate of the job was.
  private Optional<String> last() {
    return cell.facts()
        .last()
        .or(() ->
            row.cells().stream()
                .flatMap(other -> other.facts().last().stream())
                .max(Comparator.naturalOrder()))
        .map(Figures::moment);
  }

  private Optional<ExactBoundary> boundary(Finding finding) {
    return Optional.ofNullable(result.boundaries().get(finding.need()));
  }

  static int passed(Finding finding) {
    return (int) Math.round(finding.estimate().orElse(0) * finding.seen());
  }

  private Count count(Finding finding) {
    return new Count(
        passed(finding),
        finding.seen(),
        finding.available(),
        Figures.bar(finding),
        Figures.percent(finding.need().confidence()));
  }

  private Need need(Finding finding) {
    Requirement need = finding.need();
    List<Finding> all =
        row.cells().stream()
            .flatMap(c -> c.verdict().findings().stream())
            .filter(f -> f.need().equals(need) && f.seen() > 0)
            .toList();
    Optional<Scale> scale = all.isEmpty() ? Optional.empty() : Optional.of(Scale.around(all));
    boolean measured = finding.seen() > 0;
    return new Need(
        MatrixViews.brief(need),
        Figures.percent(need.confidence()),
        new Mark(RangePicture.tone(finding.status()), finding.status().name()),
        scale.filter(_ -> measured).map(axis -> RangePicture.of(finding, axis)),
        scale.filter(_ -> measured).map(axis -> RangePicture.Axis.of(finding, axis)),
        measured ? Figures.interval(finding) : "",
        finding.estimate().isPresent() ? value(need, finding.estimate().getAsDouble()) : "",
        VisibleText.of(finding.reason()));
  }

  private static String value(Requirement need, double value) {
    return need.unit() == BarUnit.SECONDS
        ? DurationText.rounded(Duration.ofNanos(Math.round(value * 1e9)))
        : Figures.value(need, value);
  }

  /// The outcomes that a need over plain passes and failures counted, in their order.
  private List<Outcome> counted(Finding finding) {
    return result.outcomes().stream()
        .filter(outcome -> concerns(finding.need(), outcome))
        .limit(finding.seen())
        .toList();
  }

  private boolean concerns(Requirement need, Outcome outcome) {
    Case given = cases.get(outcome.content());
    return given != null && need.slice().stream().allMatch(given.slices()::contains);
  }

  private PathPicture path(Finding finding) {
    List<Outcome> counted = counted(finding);
    var failures = new ArrayList<PathPicture.Failed>();
    for (int i = 0; i < counted.size(); i++) {
      if (counted.get(i).score() < 1) {
        failures.add(new PathPicture.Failed(id(counted.get(i)), i + 1));
      }
    }
    return PathPicture.of(
        RangePicture.tone(finding.status()),
        finding.seen(),
        finding.available(),
        failures,
        boundary(finding).orElseThrow());
  }

  private Optional<NarrowingPicture> narrowing() {
    return Figures.main(result.verdict().findings())
        .filter(finding -> finding.seen() > 0)
        .flatMap(finding ->
            Optional.ofNullable(result.histories().get(finding.need()))
                .map(history -> NarrowingPicture.of(finding, history)));
  }

  private Optional<Luck> luck(Finding finding) {
    boolean open = finding.status() == Finding.Status.UNDECIDED && finding.seen() >= 10;
    if (!open || finding.estimate().orElse(0) < finding.bar() || finding.bar() >= 1) {
      return Optional.empty();
    }
    int passed = passed(finding);
    double chance = 1 - Proportions.atMost(passed - 1, finding.seen(), finding.bar());
    return Optional.of(
        new Luck(
            (int) Math.round(chance * TEAMS), TEAMS, passed, finding.seen(), Figures.bar(finding)));
  }

  private String id(Outcome outcome) {
    Case given = cases.get(outcome.content());
    return given == null ? outcome.content() : given.id();
  }

  /// One for each case that failed, of cases that the job still has.
  private List<Outcome> failed() {
    var failed = new TreeMap<Integer, Outcome>();
    Map<String, Integer> places = new HashMap<>();
    for (Outcome outcome : result.outcomes()) {
      int place = places.computeIfAbsent(outcome.content(), _ -> places.size());
      if (outcome.score() < 1 && cases.containsKey(outcome.content())) {
        failed.merge(place, outcome, (one, other) -> one.score() <= other.score() ? one : other);
      }
    }
    return List.copyOf(failed.values());
  }

  private List<Failure> failures(List<Outcome> failed) {
    List<String> asked =
        Excerpts.of(failed.stream().map(outcome -> asked(row.job(), given(outcome))).toList());
    return IntStream.range(0, failed.size())
        .mapToObj(i -> failure(failed.get(i), asked.get(i)))
        .toList();
  }

  private Case given(Outcome outcome) {
    return Objects.requireNonNull(cases.get(outcome.content()));
  }

  private Failure failure(Outcome outcome, String asked) {
    return new Failure(
        id(outcome),
        asked,
        given(outcome).expected().map(Excerpts::of),
        others.stream().map(other -> standing(other, outcome.content())).toList(),
        outcome.score() > 0 ? OptionalDouble.of(outcome.score()) : OptionalDouble.empty());
  }

  /// What a case asks: its variables in the prompt's order, the end of the longest where it is cut.
  private static String asked(Job job, Case given) {
    var texts = new ArrayList<String>();
    for (String name : job.prompt().variables()) {
      given.value(name).ifPresent(texts::add);
    }
    return texts.isEmpty() ? String.join(" · ", given.vars().values()) : String.join(" · ", texts);
  }

  private static String standing(CellResult other, String content) {
    var known = other.outcomes().stream().filter(o -> o.content().equals(content)).toList();
    if (known.isEmpty()) {
      return "";
    }
    return known.stream().allMatch(o -> o.score() >= 1) ? "pass" : "fail";
  }

  private List<Slice> slices() {
    var seen = new TreeMap<String, int[]>();
    cases.values().stream()
        .flatMap(given -> given.slices().stream())
        .forEach(slice -> seen.computeIfAbsent(slice, _ -> new int[3])[2]++);
    for (Outcome outcome : result.outcomes()) {
      Case given = cases.get(outcome.content());
      if (given != null && outcome.repeat() == 0) {
        for (String slice : given.slices()) {
          int[] counts = seen.computeIfAbsent(slice, _ -> new int[3]);
          counts[0] += outcome.score() >= 1 ? 1 : 0;
          counts[1]++;
        }
      }
    }
    return seen.entrySet().stream()
        .map(e ->
            new Slice(
                VisibleText.of(e.getKey()), e.getValue()[0], e.getValue()[1], e.getValue()[2]))
        .toList();
  }

  private Tested tested() {
    var facts = cell.facts();
    var model = cell.model();
    return new Tested(
        facts.fingerprint().map(f -> f.substring(0, Math.min(8, f.length()))),
        VisibleText.of(
            model.kind().word() + "/" + model.id().substring(model.id().lastIndexOf('/') + 1)),
        VisibleText.of(model.readingHost().name()),
        Excerpts.of(
            String.join(
                " ", row.job().prompt().turns().stream().map(t -> t.template().text()).toList())),
        facts.trials(),
        facts.available(),
        facts.notServed(),
        unserved(),
        facts.perThousand().map(MatrixViews::perThousand),
        facts.firstTokenP50().map(DurationText::rounded),
        facts.totalP95().map(DurationText::rounded),
        facts.tokensPerSecond().isPresent()
            ? Optional.of(NumberText.count(Math.round(facts.tokensPerSecond().getAsDouble())))
            : Optional.empty());
  }

  private List<WhyView.Unserved> unserved() {
    Map<String, List<String>> words = new TreeMap<>();
    for (var each : result.unserved()) {
      words.computeIfAbsent(each.cause(), _ -> new ArrayList<>()).add(each.why());
    }
    return words.entrySet().stream()
        .map(e -> new WhyView.Unserved(e.getKey(), e.getValue().size(), commonest(e.getValue())))
        .sorted(Comparator.comparingInt(WhyView.Unserved::calls).reversed())
        .toList();
  }

  private static String commonest(List<String> words) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    words.forEach(each -> counts.merge(each, 1, Integer::sum));
    int most = Collections.max(counts.values());
    return counts.entrySet().stream()
        .filter(e -> e.getValue() == most)
        .map(e -> Excerpts.of(e.getKey()))
        .findFirst()
        .orElseThrow();
  }

  private Candidate candidate(FitMatrix.Cell other) {
    return new Candidate(
        other.model().name().text(),
        CellViews.mark(other),
        other.model().name().equals(cell.model().name()));
  }
}
