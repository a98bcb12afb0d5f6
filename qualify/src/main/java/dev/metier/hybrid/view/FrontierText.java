package dev.metier.hybrid.view;

import dev.metier.hybrid.Chain;
import dev.metier.hybrid.search.CheckValue;
import dev.metier.hybrid.search.Estimate;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.Point;
import dev.metier.hybrid.search.SearchedFirst;
import dev.metier.hybrid.search.SearchedRouter;
import dev.metier.job.Check;
import dev.metier.job.Requirement;
import dev.metier.learn.router.RouterVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A frontier in lines of text, with a picture of characters.
public final class FrontierText {
  private static final int WIDTH = 56;
  private static final int HEIGHT = 12;

  private final Frontier frontier;
  private final StringBuilder text = new StringBuilder();

  private FrontierText(Frontier frontier) {
    this.frontier = frontier;
  }

  /// All there is to say.
  public static String of(Frontier frontier) {
    return new FrontierText(frontier).all();
  }

  private String all() {
    line(
        "Job %s, %s; %s.",
        frontier.job().name(),
        cases(frontier),
        frontier
            .alone()
            .map(name -> "alone it is done by " + name)
            .orElse("no model meets the needs alone"));
    line("");
    table();
    line("");
    picture();
    frontier.searched().forEach(this::searched);
    frontier.routers().forEach(this::router);
    if (!frontier.notes().isEmpty()) {
      line("");
      frontier.notes().forEach(note -> line("! %s", note));
    }
    return text.toString();
  }

  @SuppressWarnings("AnnotateFormatMethod") // every format stands beside its values
  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  static char letter(int index) {
    return (char) (index < 26 ? 'A' + index : 'a' + index - 26);
  }

  private void table() {
    line(
        "     %-9s %-15s %10s %10s %8s %6s %7s  %s",
        "quality", "", "$/1,000", "$/1,000", "p95", "kept", "skill", "");
    line(
        "     %-9s %-15s %10s %10s %8s %6s %7s  %s",
        "", "95 %", "requests", "right", "", "", "", "");
    List<Point> points = frontier.points();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      Estimate seen = point.estimate();
      line(
          "  %s%s %-9.3f %-15s %10s %10s %8s %6s %7s  %s%s",
          letter(i),
          frontier.dominated(point) ? "." : " ",
          seen.quality(),
          String.format(Locale.ROOT, "%.3f to %.3f", seen.interval().low(), seen.interval().high()),
          number("%.3f", seen.perThousand()),
          number("%.3f", seen.perThousandRight()),
          number("%.2f s", seen.p95()),
          number("%.0f %%", 100 * point.allKept()),
          number("%+.3f", point.skill()),
          point.word().isEmpty() ? "" : point.word() + " ",
          point.name());
      point.middle().ifPresent(middle -> line("       %s", shares(point.kept(), middle)));
      if (!point.stopped().isEmpty()) {
        line("       %s", reasons(point.stopped()));
      }
    }
    line("  (a dot: another is better or cheaper, and neither worse nor dearer)");
    line("");
    line("  To win");
    for (int i = 0; i < points.size(); i++) {
      String lacks = Shortfall.of(frontier, points.get(i));
      if (!lacks.isEmpty()) {
        line("  %s  %s", letter(i), lacks);
      }
    }
  }

  /// Which cases the rows rest on.
  static String cases(Frontier frontier) {
    boolean halved = frontier.points().stream().anyMatch(point -> point.middle().isPresent());
    return "the same cases for all" + (halved ? ", half of them for chains of three" : "");
  }

  /// `on 233 cases: kept by the first model 41 %, by the middle one 33 %, by neither 26 %`.
  static String shares(double first, Point.Middle middle) {
    return String.format(
        Locale.ROOT,
        "on %d cases: kept by the first model %.0f %%, by the middle one %.0f %%, by neither %.0f"
            + " %%",
        middle.cases(),
        100 * first,
        100 * middle.kept(),
        100 * (1 - first - middle.kept()));
  }

  private static String reasons(Map<String, Integer> stopped) {
    return "not kept: "
        + stopped.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
  }

  static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  // The picture -----------------------------------------------------------------------------------

  private void picture() {
    var priced =
        frontier.points().stream()
            .filter(point -> !Double.isNaN(point.estimate().perThousand()))
            .toList();
    double dearest =
        priced.stream().mapToDouble(point -> point.estimate().perThousand()).max().orElse(0);
    if (dearest <= 0) {
      line("  (no picture: prices are not known)");
      return;
    }
    var grid = new ArrayList<char[]>();
    for (int row = 0; row < HEIGHT; row++) {
      grid.add(" ".repeat(WIDTH).toCharArray());
    }
    double lowest =
        priced.stream().mapToDouble(point -> point.estimate().quality()).min().orElse(0);
    double floor = Math.max(0, Math.floor(10 * lowest - 1) / 10);
    bars(grid, floor, dearest);
    for (int i = 0; i < frontier.points().size(); i++) {
      Point point = frontier.points().get(i);
      if (!Double.isNaN(point.estimate().perThousand())) {
        int column = column(point.estimate().perThousand(), dearest);
        char[] row = grid.get(row(point.estimate().quality(), floor));
        while (column < WIDTH - 1 && Character.isLetter(row[column])) {
          column++;
        }
        row[column] = letter(i);
      }
    }
    line("  quality");
    for (int row = 0; row < HEIGHT; row++) {
      double quality = floor + (1 - floor) * (HEIGHT - 1 - row) / (HEIGHT - 1);
      line("  %.2f |%s", quality, new String(grid.get(row)));
    }
    line("       +%s", "-".repeat(WIDTH));
    line("        0%" + (WIDTH - 1) + "s", String.format(Locale.ROOT, "$%.3f per 1,000", dearest));
  }

  /// What the job needs, as lines.
  private void bars(List<char[]> grid, double floor, double dearest) {
    for (Requirement need : frontier.job().needs()) {
      if (need instanceof Requirement.Quality(var bar, _, var slice) && slice.isEmpty()) {
        java.util.Arrays.fill(grid.get(row(bar, floor)), '-');
      }
      if (need instanceof Requirement.Cost cost && cost.barValue() <= dearest) {
        int column = column(cost.barValue(), dearest);
        grid.forEach(row -> row[column] = '|');
      }
    }
  }

  private static int row(double quality, double floor) {
    double share = Math.clamp((quality - floor) / (1 - floor), 0.0, 1.0);
    return (int) Math.round((HEIGHT - 1) * (1 - share));
  }

  private static int column(double cost, double dearest) {
    return (int) Math.round((WIDTH - 1) * Math.clamp(cost / dearest, 0.0, 1.0));
  }

  // Each first model ------------------------------------------------------------------------------

  private void searched(SearchedFirst first) {
    line("");
    line(
        "%s%s",
        models(first),
        first.ladder().isEmpty()
            ? ": not tried."
            : ", on "
                + first.cases()
                + (first.whole() ? " cases" : " cases, asked until a verdict")
                + (first.ordered() == 0
                    ? ":"
                    : ", in an order that the other " + first.ordered() + " fixed:"));
    for (var tried : first.ladder()) {
      line("  %-10s %s", tried.word(), tried.chain().checkWords());
      line("    %s", tried.reason());
    }
    first.proved().ifPresent(proved -> line("  May run: %s.", proved.chain().label()));
    for (CheckValue value : first.checks()) {
      check(value, first.middle().isPresent() ? value.model() + ", " : "");
    }
    if (!first.guarantee().isEmpty()) {
      line("  %s", first.guarantee());
    }
    if (!first.breakEven().isEmpty()) {
      line("  %s", first.breakEven());
    }
    if (first.down() > 0) {
      line("  %d first answers never came: its server's failure, not the model's.", first.down());
    }
    first.notes().forEach(note -> line("  ! %s", note));
  }

  /// `qwen first`, and who stands in the middle.
  static String models(SearchedFirst first) {
    return first.first()
        + " first"
        + first.middle().map(name -> ", " + name + " in the middle").orElse("");
  }

  private void router(SearchedRouter router) {
    line("");
    line(
        "router between %s and %s, on %d cases%s",
        router.first(),
        router.then(),
        router.cases(),
        router.whole() ? ":" : ", asked until a verdict:");
    line(
        "  %-10s %s", router.word(), router.shown().map(SearchedRouter.Step::label).orElse("none"));
    line("    %s", router.reason());
    if (router.verdict() instanceof RouterVerdict.TooFew few) {
      line("    %d more cases would do to learn one.", few.missing());
    }
    router
        .proved()
        .flatMap(_ -> router.shown())
        .ifPresent(step -> line("  May run: %s.", step.label()));
    skill(router);
    if (!router.guarantee().isEmpty()) {
      line("  %s", router.guarantee());
    }
  }

  private void skill(SearchedRouter router) {
    router
        .skill()
        .ifPresent(skill ->
            line(
                "  Of what %s is worth it gains %.0f %%, chance %.0f %%%s at that share.",
                router.then(),
                100 * skill.gain(),
                100 * skill.share(),
                skill.sliced()
                    ? String.format(
                        Locale.ROOT, ", the choice per slice %.0f %%", 100 * skill.bySlice())
                    : ""));
    if (!router.flips().isEmpty()) {
      line(
          "  Decisions that change with %s (10 %% at most may).",
          router.flips().entrySet().stream()
              .map(each ->
                  String.format(
                      Locale.ROOT, "%s %.1f %%", each.getKey().words(), 100 * each.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  private void check(CheckValue value, String whose) {
    line(
        "  %s%s: passes %d of %d wrong answers (%s), holds back %d of %d right ones (%s)%s; $%s per"
            + " 1,000, %s ms.",
        whose,
        Chain.words(value.check()),
        value.accepted(),
        value.wrong(),
        range(value.falseAccepts()),
        value.rejected(),
        value.right(),
        range(value.falseRejects()),
        value.broken() == 0 ? "" : ", could not run on " + value.broken(),
        number("%.4f", value.perThousand()),
        number("%.1f", value.millis()));
    weights(value).ifPresent(weighs -> line("    %s", weighs));
    if (!value.alone()) {
      line(
          "    Without it: mean grade %+.3f, cost %s.%s",
          value.gradeWithout(),
          number("%+.4f USD per 1,000", value.costWithout()),
          value.earns() ? "" : " It costs more than it catches: leave it out.");
    }
  }

  /// What a score weighs.
  static Optional<String> weights(CheckValue value) {
    if (!(value.check() instanceof Check.Score(var signals, var weighed)) || weighed.isEmpty()) {
      return Optional.empty();
    }
    var weights = new ArrayList<String>();
    for (int i = 0; i < signals.size(); i++) {
      weights.add(
          String.format(
              Locale.ROOT,
              "%s %+.2f",
              signals.get(i).word(),
              weighed.get().terms().get(i).weight()));
    }
    return Optional.of(
        "Each standard deviation more adds to the log odds of being right: "
            + String.join(", ", weights)
            + ". What is told of an answer was learned without it.");
  }

  private static String range(dev.metier.stats.Interval interval) {
    return String.format(
        Locale.ROOT, "%.0f to %.0f %%", 100 * interval.low(), 100 * interval.high());
  }
}
