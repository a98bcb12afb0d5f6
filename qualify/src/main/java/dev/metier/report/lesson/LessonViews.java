package dev.metier.report.lesson;

import dev.metier.job.DataClass;
import dev.metier.qualify.CellResult;
import dev.metier.report.lesson.Lessons.Crossing;
import dev.metier.report.lesson.Lessons.Destinations;
import dev.metier.report.lesson.Lessons.NoRanking;
import dev.metier.report.lesson.Lessons.NotYet;
import dev.metier.report.lesson.Lessons.Reader;
import dev.metier.report.lesson.Lessons.Stay;
import dev.metier.report.lesson.Lessons.Verdicts;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.PathPicture.Step;
import dev.metier.report.view.WhyView;
import dev.metier.report.view.WhyViews;
import dev.metier.stats.Proportions;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Makes the lessons of a project, from the same views that the other screens show.
public final class LessonViews {
  private static final int TEAMS = 20;
  private static final int SEVERAL = 4;
  private static final Pattern RATE = Pattern.compile("0\\.\\d+");

  private final FitMatrix matrix;
  private final List<CellResult> results;
  private final MatrixView view;

  private LessonViews(FitMatrix matrix, List<CellResult> results) {
    this.matrix = matrix;
    this.results = results;
    this.view = MatrixViews.of(matrix, MatrixQuery.ALL);
  }

  public static Lessons of(FitMatrix matrix, List<CellResult> results) {
    var views = new LessonViews(matrix, results);
    return new Lessons(
        KindViews.of(matrix),
        views.notYet(),
        views.noRanking(),
        CostViews.of(matrix),
        views.destinations(),
        SpeedViews.of(matrix),
        CaseViews.pair(matrix, results),
        CaseViews.cases(matrix, results));
  }

  /// Of the open cells that passed often enough the one that saw most cases, if luck alone brings
  /// several teams so far; else the likeliest. Among equals one above its bar, by as little as can
  /// be: there luck misleads most.
  private Optional<NotYet> notYet() {
    return results.stream()
        .filter(result -> result.verdict() instanceof Verdict.Undecided)
        .map(result -> WhyViews.of(matrix, results, result))
        .filter(why -> why.luck().filter(luck -> RATE.matcher(luck.bar()).matches()).isPresent())
        .map(LessonViews::notYet)
        .max(
            Comparator.comparingInt((NotYet it) -> Math.min(it.teams(), SEVERAL))
                .thenComparingInt(NotYet::seen)
                .thenComparing(it -> it.passed() > it.seen() * Double.parseDouble(it.bar()) + 1e-9)
                .thenComparingInt(NotYet::teams));
  }

  private static NotYet notYet(WhyView why) {
    WhyView.Count count = why.count().orElseThrow();
    double bar = Double.parseDouble(count.bar());
    var law = BinomialDistribution.of(count.seen(), bar);
    var dots = new ArrayList<Integer>();
    for (int i = 0; i < TEAMS; i++) {
      dots.add(law.inverseCumulativeProbability((i + 0.5) / TEAMS));
    }
    int teams = (int) dots.stream().filter(passes -> passes >= count.passed()).count();
    double chance = 1 - Proportions.atMost(count.passed() - 1, count.seen(), bar);
    double confidence = Double.parseDouble(count.confidence().replace(" %", "")) / 100;
    int allowed = why.path().map(path -> allowed(path.fit(), count.seen())).orElse(-1);
    return new NotYet(
        why.job(),
        why.model(),
        count.passed(),
        count.seen(),
        Figures.score(count.passed() / (double) count.seen()),
        count.bar(),
        Figures.percent(1 - confidence),
        Math.round(100 * chance) + " %",
        dots,
        teams,
        allowed < 0 ? OptionalInt.empty() : OptionalInt.of(count.seen() - allowed));
  }

  /// The most failures with which so many cases are FIT; below 0 for none.
  private static int allowed(List<Step> fit, int seen) {
    return fit.stream()
        .filter(step -> step.from() <= seen)
        .reduce((_, last) -> last)
        .map(Step::failures)
        .orElse(-1);
  }

  private Optional<NoRanking> noRanking() {
    List<String> models =
        view.hosts().stream().flatMap(h -> h.columns().stream()).map(c -> c.model()).toList();
    var rows = new ArrayList<Verdicts>();
    for (int i = 0; i < models.size(); i++) {
      int column = i;
      rows.add(
          new Verdicts(
              models.get(i),
              view.rows().stream()
                  .map(row -> row.cells().get(column).mark().map(MatrixView.Mark::tone).orElse(""))
                  .toList()));
    }
    List<String> jobs = view.rows().stream().map(MatrixView.Row::job).toList();
    return crossing(jobs, rows).map(crossing -> new NoRanking(jobs, rows, crossing));
  }

  private static Optional<Crossing> crossing(List<String> jobs, List<Verdicts> models) {
    for (int a = 0; a < models.size(); a++) {
      for (int b = models.size() - 1; b > a; b--) {
        OptionalInt up = first(models.get(a), models.get(b));
        OptionalInt down = first(models.get(b), models.get(a));
        if (up.isPresent() && down.isPresent()) {
          return Optional.of(
              new Crossing(
                  models.get(a).model(),
                  models.get(b).model(),
                  jobs.get(up.getAsInt()),
                  jobs.get(down.getAsInt())));
        }
      }
    }
    return Optional.empty();
  }

  /// The first job for which one is FIT and the other UNFIT.
  private static OptionalInt first(Verdicts one, Verdicts other) {
    for (int job = 0; job < one.tones().size(); job++) {
      if (one.tones().get(job).equals("fit") && other.tones().get(job).equals("unfit")) {
        return OptionalInt.of(job);
      }
    }
    return OptionalInt.empty();
  }

  private Optional<Destinations> destinations() {
    if (view.hosts().isEmpty()) {
      return Optional.empty();
    }
    List<DataClass> classes = Arrays.asList(DataClass.values());
    var readers =
        matrix.jobs().stream()
            .flatMap(row -> row.cells().stream())
            .map(FitMatrix.Cell::model)
            .map(model ->
                new Reader(
                    model.readingHost().name(),
                    MatrixViews.isOwn(model),
                    MatrixViews.word(model.readingHost().clearance()),
                    classes.stream().map(model::mayRead).toList()))
            .distinct()
            .sorted(Comparator.comparing(reader -> !reader.own()))
            .toList();
    Optional<DataClass> most =
        matrix.jobs().stream()
            .flatMap(row -> row.cells().stream())
            .map(FitMatrix.Cell::model)
            .filter(model -> !MatrixViews.isOwn(model))
            .map(model -> model.readingHost().clearance())
            .max(Comparator.naturalOrder());
    List<Stay> stay =
        matrix.jobs().stream()
            .filter(row -> most.stream().noneMatch(row.job().data()::readableWith))
            .map(row ->
                new Stay(
                    row.job().name().text(),
                    MatrixViews.word(row.job().data()),
                    most.map(MatrixViews::word)))
            .toList();
    return Optional.of(
        new Destinations(
            classes.stream().map(MatrixViews::word).toList(),
            readers,
            stay,
            matrix.jobs().size(),
            classes.stream().map(this::jobs).toList()));
  }

  private int jobs(DataClass data) {
    return (int) matrix.jobs().stream().filter(row -> row.job().data() == data).count();
  }
}
