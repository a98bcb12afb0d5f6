package dev.metier.report.view;

import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.hybrid.view.RouteView;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.view.MatrixView.Column;
import dev.metier.report.view.MatrixView.HostGroup;
import dev.metier.report.view.MatrixView.Hybrid;
import dev.metier.report.view.MatrixView.Place;
import dev.metier.report.view.MatrixView.Price;
import dev.metier.report.view.MatrixView.Row;
import dev.metier.report.view.MatrixView.Selection;
import dev.metier.report.view.MatrixView.Tally;
import dev.metier.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Makes the first screen's view of a fit matrix.
public final class MatrixViews {
  private static final double TWO_SIDED_95 = 1.96;
  private static final String FREE = "nothing billed";

  private MatrixViews() {}

  /// Where no hybrids are known.
  public static MatrixView of(FitMatrix matrix, MatrixQuery query) {
    return of(matrix, query, Map.of());
  }

  /// The view of a matrix and of what is known of routes.
  ///
  /// @param routes what would do each job, by its name, as far as it is known
  public static MatrixView of(FitMatrix matrix, MatrixQuery query, Map<String, RouteView> routes) {
    List<JobRow> chosen = matrix.jobs().stream().filter(row -> isChosen(row, query)).toList();
    List<Model> models = models(chosen);
    List<HostGroup> hosts = hosts(models);
    List<String> columns =
        hosts.stream().flatMap(host -> host.columns().stream()).map(Column::model).toList();
    return new MatrixView(
        VisibleText.of(matrix.project()),
        at(matrix),
        tally(matrix.jobs()),
        price(matrix.jobs(), models(matrix.jobs())),
        hosts,
        chosen.stream()
            .map(row -> row(row, columns, Optional.ofNullable(routes.get(row.job().name().text()))))
            .toList(),
        new Selection(
            VisibleText.of(query.find()),
            query.show(),
            query.data().map(MatrixViews::word),
            query.densityFor(models.size()),
            query.ignored().stream().map(VisibleText::of).toList()),
        matrix.notes());
  }

  /// When the evidence was last added to; empty when there is none.
  public static Optional<String> at(FitMatrix matrix) {
    return last(matrix).map(Figures::moment);
  }

  private static boolean isChosen(JobRow row, MatrixQuery query) {
    return query.finds(row.job().name().text(), row.job().purpose())
        && query.show().stream().allMatch(place(row)::equals)
        && query.data().stream().allMatch(row.job().data()::equals);
  }

  static Optional<Instant> last(FitMatrix matrix) {
    return matrix.jobs().stream()
        .flatMap(row -> row.cells().stream())
        .flatMap(cell -> cell.facts().last().stream())
        .max(Comparator.naturalOrder());
  }

  /// The candidates of some jobs.
  private static List<Model> models(List<JobRow> rows) {
    var models = new LinkedHashMap<ModelName, Model>();
    rows.stream()
        .flatMap(row -> row.cells().stream())
        .forEach(cell -> models.putIfAbsent(cell.model().name(), cell.model()));
    return List.copyOf(models.values());
  }

  /// Own machines first; else in the order of the project.
  private static List<HostGroup> hosts(List<Model> models) {
    Map<String, List<Model>> byHost = new LinkedHashMap<>();
    models.stream()
        .sorted(Comparator.comparing(model -> !isOwn(model)))
        .forEach(model ->
            byHost
                .computeIfAbsent(model.readingHost().name() + isOwn(model), _ -> new ArrayList<>())
                .add(model));
    return byHost.values().stream().map(MatrixViews::group).toList();
  }

  private static HostGroup group(List<Model> models) {
    Model first = models.getFirst();
    return new HostGroup(
        VisibleText.of(first.readingHost().name()),
        word(first.readingHost().clearance()),
        isOwn(first),
        models.stream().map(m -> new Column(m.name().text(), origin(m))).toList());
  }

  private static String origin(Model model) {
    String id = model.id().substring(model.id().lastIndexOf('/') + 1);
    return VisibleText.of(model.kind().word() + " " + id);
  }

  /// Whether it answers on the team's own machines: by its kind, or since whoever declared its
  /// server says that it is this machine. Where a recorded model ran nobody knows; it counts as own
  /// when its host may read everything.
  public static boolean isOwn(Model model) {
    return (model.kind().local() || model.host().name().equals(Locality.THIS_MACHINE))
        && !Locality.isCloud(model.kind(), model.id(), model.address())
        && (model.kind() != ProviderKind.RECORDED
            || model.host().clearance() == DataClass.RESTRICTED);
  }

  private static Tally tally(List<JobRow> rows) {
    return new Tally(
        names(rows, Place.LOCAL),
        names(rows, Place.HOSTED),
        names(rows, Place.OPEN),
        names(rows, Place.NOBODY),
        names(
            rows,
            row ->
                switch (place(row)) {
                  case LOCAL -> row.isByForm(MatrixViews::isOwn);
                  case HOSTED -> row.isByForm(_ -> true);
                  case OPEN, NOBODY -> false;
                }));
  }

  private static List<String> names(List<JobRow> rows, Place place) {
    return names(rows, row -> place(row) == place);
  }

  private static List<String> names(List<JobRow> rows, Predicate<JobRow> which) {
    return rows.stream().filter(which).map(row -> row.job().name().text()).toList();
  }

  private static Place place(JobRow row) {
    boolean own =
        row.cells().stream()
            .anyMatch(cell -> cell.verdict() instanceof Verdict.Fit && isOwn(cell.model()));
    if (row.hasFit()) {
      return own ? Place.LOCAL : Place.HOSTED;
    }
    boolean open =
        row.cells().stream()
            .map(FitMatrix.Cell::verdict)
            .anyMatch(v -> v instanceof Verdict.Undecided || v instanceof Verdict.Expired);
    return open ? Place.OPEN : Place.NOBODY;
  }

  /// A sum over the jobs where both are known; what chance adds to each side is squared.
  private record Sum(
      Money routed,
      Money single,
      double routedChance,
      double singleChance,
      ModelName model,
      int jobs,
      int recorded) {}

  /// Beside the dearest model of those that are known for most jobs.
  private static Optional<Price> price(List<JobRow> rows, List<Model> models) {
    return models.stream()
        .map(model -> sum(rows, model.name()))
        .filter(sum -> sum.jobs() > 1)
        .max(Comparator.comparingInt(Sum::jobs).thenComparing(Sum::single))
        .map(sum ->
            new Price(
                range(sum.routed(), sum.routedChance(), sum.jobs()),
                range(sum.single(), sum.singleChance(), sum.jobs()),
                sum.model().text(),
                sum.jobs(),
                sum.recorded()));
  }

  private static Sum sum(List<JobRow> rows, ModelName single) {
    Money routed = Money.ZERO;
    Money all = Money.ZERO;
    double routedChance = 0;
    double allChance = 0;
    int jobs = 0;
    int recorded = 0;
    for (JobRow row : rows) {
      Optional<ModelName> first = row.fit().stream().findFirst();
      Optional<Money> own = first.flatMap(model -> cost(row, model));
      Optional<Money> other = cost(row, single);
      if (own.isPresent() && other.isPresent()) {
        routed = routed.plus(own.get());
        all = all.plus(other.get());
        routedChance += Math.pow(error(row, first.get()), 2);
        allChance += Math.pow(error(row, single), 2);
        recorded += isRecorded(row, first.get()) || isRecorded(row, single) ? 1 : 0;
        jobs++;
      }
    }
    return new Sum(routed, all, routedChance, allChance, single, jobs, recorded);
  }

  private static boolean isRecorded(JobRow row, ModelName model) {
    return cell(row, model.text())
        .filter(cell -> cell.model().kind() == ProviderKind.RECORDED)
        .isPresent();
  }

  /// Where the mean over the jobs lies, with 95 % confidence, when each is asked as often.
  private static String range(Money sum, double chance, int jobs) {
    double mean = sum.dollars() / jobs;
    double reach = TWO_SIDED_95 * Math.sqrt(chance) / jobs;
    String low = amount(Money.usd(Math.max(0, mean - reach)));
    String high = amount(Money.usd(mean + reach));
    return low.equals(high) ? low : low + ".." + high;
  }

  /// The standard error of a cost; 0 where too little was asked to tell.
  private static double error(JobRow row, ModelName model) {
    return cell(row, model.text())
        .map(cell -> cell.facts().perThousandError())
        .filter(error -> !Double.isNaN(error))
        .orElse(0.0);
  }

  private static Optional<Money> cost(JobRow row, ModelName model) {
    return cell(row, model.text()).flatMap(cell -> cell.facts().perThousand());
  }

  static Optional<FitMatrix.Cell> cell(JobRow row, String model) {
    return row.cells().stream().filter(c -> c.model().name().text().equals(model)).findFirst();
  }

  private static Row row(JobRow row, List<String> columns, Optional<RouteView> route) {
    Job job = row.job();
    Optional<ModelName> first = row.fit().stream().findFirst();
    return new Row(
        job.name().text(),
        VisibleText.of(job.purpose()),
        job.needs().stream().map(MatrixViews::brief).toList(),
        word(job.data()),
        place(row),
        first.map(ModelName::text),
        first.flatMap(model -> cost(row, model)).map(MatrixViews::perThousand),
        route.flatMap(MatrixViews::hybrid),
        columns.stream()
            .map(model ->
                cell(row, model)
                    .map(CellViews::of)
                    .orElseGet(
                        () -> new MatrixView.Cell(model, Optional.empty(), Optional.empty(), "")))
            .toList());
  }

  private static Optional<Hybrid> hybrid(RouteView route) {
    return switch (route.kind()) {
      case CASCADE, ROUTER ->
          Optional.of(
              new Hybrid(
                  route.kind().name().toLowerCase(Locale.ROOT),
                  route.models().getFirst(),
                  behind(route),
                  route.cost()));
      case MODEL, NONE -> Optional.empty();
    };
  }

  private static Optional<String> behind(RouteView route) {
    return Optional.of(route.models().stream().skip(1).collect(Collectors.joining(", then ")))
        .filter(words -> !words.isEmpty());
  }

  public static String perThousand(Money money) {
    return money.equals(Money.ZERO) ? FREE : amount(money) + " per 1,000";
  }

  /// Where a heading says for how many answers.
  public static String billed(Money money) {
    return money.equals(Money.ZERO) ? FREE : money.toString();
  }

  private static String amount(Money money) {
    return money.nanos() > 0 && money.dollars() < 0.01 ? "under $0.01" : money.toString();
  }

  public static String brief(Requirement need) {
    return need.brief().replace(">=", "≥").replace("<=", "≤");
  }

  public static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }
}
