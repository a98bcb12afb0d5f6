package dev.metier.hybrid.view;

import dev.metier.hybrid.Tried;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.Point;
import dev.metier.job.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What would have to change for a route to win the job, in one sentence.
final class Shortfall {
  private final Frontier frontier;
  private final Optional<Point> winner;

  private Shortfall(Frontier frontier) {
    this.frontier = frontier;
    String name =
        frontier.points().stream()
            .filter(point -> served(frontier).contains(point.name()))
            .min(Comparator.comparingDouble(this::rank))
            .map(Point::name)
            .or(() ->
                frontier.points().stream()
                    .filter(p -> p.kind() == Point.Kind.ROUTER && p.word().equals("FIT"))
                    .map(Point::name)
                    .findFirst())
            .or(() -> frontier.alone().map(Object::toString))
            .orElse("");
    this.winner = frontier.points().stream().filter(point -> point.name().equals(name)).findFirst();
  }

  private static List<String> served(Frontier frontier) {
    return frontier.served().stream().map(tried -> tried.chain().label()).toList();
  }

  /// The smaller, the more the job prefers it.
  private double rank(Point point) {
    double figure = figure(point);
    return Double.isNaN(figure) ? Double.MAX_VALUE : figure;
  }

  /// The sentence; empty for rows of comparison, which cannot win.
  static String of(Frontier frontier, Point point) {
    return new Shortfall(frontier).sentence(point);
  }

  private String sentence(Point point) {
    if (winner.filter(point::equals).isPresent()) {
      return "Wins as it is.";
    }
    return switch (point.kind()) {
      case COMPARISON -> "";
      case CASCADE ->
          frontier.searched().stream()
              .flatMap(first -> first.ladder().stream())
              .filter(tried -> tried.chain().label().equals(point.name()))
              .findFirst()
              .map(tried -> chain(tried, point))
              .orElse("");
      case ROUTER ->
          switch (point.word()) {
            case "FIT" -> preferred(point);
            case "UNFIT" -> "Disproved; that takes another pair of models.";
            default -> "Would have to be proved, on more cases.";
          };
      case MODEL ->
          switch (point.word()) {
            case "FIT" -> preferred(point);
            case "UNFIT" -> "Would have to meet the needs first.";
            case "FORBIDDEN" -> "Its host would have to be cleared for the job's data.";
            default -> "Would have to be proved to meet the needs, on more cases.";
          };
    };
  }

  private String chain(Tried tried, Point point) {
    if (tried.proved()) {
      return preferred(point);
    }
    String lacks = tried.lacks();
    if (lacks.isEmpty()) {
      return "What is tried before it would have to be proved too.";
    }
    return !tried.word().equals("UNFIT")
        ? "Would have to be proved: "
            + lacks
            + (tried.more().isPresent()
                ? ", on about " + tried.more().getAsInt() + " more cases."
                : ".")
        : "Disproved to be: " + lacks + "; that takes another first model or other checks.";
  }

  /// It may do the job, and another one is preferred.
  private String preferred(Point point) {
    double own = figure(point);
    double bar = winner.map(this::figure).orElse(Double.NaN);
    if (Double.isNaN(own)) {
      return frontier.job().prefer() == Job.Prefer.COST
          ? "Its price would have to be known."
          : "Its figures would have to be known.";
    }
    if (Double.isNaN(bar) || own < bar) {
      return "Would have to be preferred by more than luck.";
    }
    return switch (frontier.job().prefer()) {
      case COST ->
          String.format(
              Locale.ROOT,
              "Would have to take less than $%.3f per 1,000 requests; it takes $%.3f.",
              bar,
              own);
      case LATENCY ->
          String.format(
              Locale.ROOT, "Would have to answer within %.2f s (p95); it takes %.2f s.", bar, own);
      case LOCAL -> "More of the answers would have to stay on your own machines.";
    };
  }

  private double figure(Point point) {
    return switch (frontier.job().prefer()) {
      case COST -> point.estimate().perThousand();
      case LATENCY -> point.estimate().p95();
      case LOCAL -> Double.isNaN(point.kept()) ? 0 : -point.staying();
    };
  }
}
