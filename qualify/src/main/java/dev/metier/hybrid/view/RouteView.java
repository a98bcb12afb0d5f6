package dev.metier.hybrid.view;

import dev.metier.hybrid.search.Estimate;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.Point;
import dev.metier.job.Money;
import java.util.List;
import java.util.Locale;

/// What would do a job, and what else was tried, as `metier frontier` tells it.
///
/// @param kind whether a chain or a router does it, or one model, or nothing
/// @param route what answers, stage by stage with its checks; empty when nothing would
/// @param models of a chain or router, the first one first
/// @param reason why: what is proved of it, what it is compared with
/// @param cost of 1,000 requests; empty when it is not known
/// @param rows all that was looked at, the rows of comparison last; none where no hybrid was tried
public record RouteView(
    String job,
    Kind kind,
    String route,
    List<String> models,
    String reason,
    String cost,
    List<Row> rows) {
  /// The cost of what nobody bills.
  public static final String FREE = Money.usd(0).toString();

  public RouteView {
    models = List.copyOf(models);
    rows = List.copyOf(rows);
  }

  /// What a route is.
  public enum Kind {
    MODEL,
    CASCADE,
    ROUTER,
    NONE
  }

  /// A way to do the job; figures that are not known are a dash.
  ///
  /// @param word FIT, UNFIT and so on; empty for a row of comparison
  /// @param range of the quality, with 95 % confidence
  /// @param kept share that is checked and kept
  /// @param lacks what it would take to win; empty when nothing does
  /// @param dominated whether another is better or cheaper, and neither worse nor dearer
  public record Row(
      String name,
      String word,
      String quality,
      String range,
      String cost,
      String kept,
      String lacks,
      boolean dominated) {}

  /// What a job's route is.
  ///
  /// @param models of a chain or router
  /// @param perThousand dollars for 1,000 requests; NaN when it is not known
  public record Chosen(
      Kind kind, String route, List<String> models, String reason, double perThousand) {}

  /// Of one job.
  public static RouteView of(Frontier frontier, Chosen chosen) {
    boolean tried = frontier.points().stream().anyMatch(point -> point.kind() != Point.Kind.MODEL);
    return new RouteView(
        frontier.job().name().text(),
        chosen.kind(),
        chosen.route(),
        chosen.models(),
        chosen.reason(),
        Double.isNaN(chosen.perThousand()) ? "" : Money.usd(chosen.perThousand()).toString(),
        tried ? frontier.points().stream().map(point -> row(frontier, point)).toList() : List.of());
  }

  private static Row row(Frontier frontier, Point point) {
    Estimate seen = point.estimate();
    return new Row(
        point.name(),
        point.word(),
        String.format(Locale.ROOT, "%.3f", seen.quality()),
        String.format(Locale.ROOT, "%.3f..%.3f", seen.interval().low(), seen.interval().high()),
        Double.isNaN(seen.perThousand()) ? "–" : dollars(seen.perThousand()),
        Double.isNaN(point.kept())
            ? "–"
            : String.format(Locale.ROOT, "%.0f %%", 100 * point.allKept()),
        Shortfall.of(frontier, point),
        frontier.dominated(point));
  }

  private static String dollars(double amount) {
    return String.format(Locale.ROOT, "$%.3f", amount);
  }
}
