package dev.metier.report.lesson;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.core.text.DurationText;
import dev.metier.job.Money;
import dev.metier.report.lesson.Lessons.Hosted;
import dev.metier.report.lesson.Lessons.LocalCost;
import dev.metier.report.lesson.Lessons.Share;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixViews;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// What a machine's answers cost by how busy it is, beside a hosted model.
final class CostViews {
  /// The machine of docs/guide/cost-of-local-models.md, at 1.15 dollars a euro.
  private static final Price.Hardware MACHINE =
      new Price.Hardware(
          Money.usd(4485),
          Money.usd(575),
          Duration.ofDays(3 * 365),
          OptionalDouble.of(320),
          OptionalDouble.of(95),
          Money.usd(0.3565),
          0.2,
          1);

  private static final Duration ANSWER = Duration.ofSeconds(4);

  /// Below this a time is that of a toy, and a machine is not bought for it.
  private static final Duration SHORT = Duration.ofMillis(100);

  private static final double[] BUSY = {0.05, 0.1, 0.2, 0.4, 0.8};

  private CostViews() {}

  /// A model of one's own with its time.
  private record Own(String job, Model model, Duration time) {}

  static Optional<LocalCost> of(FitMatrix matrix) {
    Optional<Own> own = own(matrix);
    Optional<Hosted> hosted = hosted(matrix, own.map(Own::job));
    if (own.isEmpty() && hosted.isEmpty()) {
      return Optional.empty();
    }
    Duration time = own.map(Own::time).orElse(ANSWER);
    Optional<Price.Hardware> declared =
        own.map(o -> o.model().price())
            .filter(Price.Hardware.class::isInstance)
            .map(Price.Hardware.class::cast);
    Price.Hardware machine = declared.orElse(MACHINE);
    List<Share> shares =
        DoubleStream.of(BUSY).mapToObj(busy -> share(machine, time, busy)).toList();
    return Optional.of(
        new LocalCost(
            own.map(o -> o.model().name().text()),
            DurationText.rounded(time),
            declared.isPresent(),
            shares,
            hosted,
            hosted.isPresent()
                ? OptionalDouble.of(even(shares, hosted.get().dollars()))
                : OptionalDouble.empty()));
  }

  private static Share share(Price.Hardware machine, Duration time, double busy) {
    Money money = dollars(machine, time, busy);
    return new Share(busy, money.dollars(), money.toString());
  }

  private static Money dollars(Price.Hardware of, Duration time, double busy) {
    var machine =
        new Price.Hardware(
            of.price(),
            of.resale(),
            of.life(),
            of.watts(),
            of.idleWatts(),
            of.perKwh(),
            busy,
            of.concurrency());
    return Pricing.of(machine, new Usage(0, 0, 0, true), time)
        .map(Cost::full)
        .orElse(Money.ZERO)
        .times(1000);
  }

  /// Costs go as `a / busy + b`; solved for the hosted price.
  private static double even(List<Share> shares, double hosted) {
    Share low = shares.getFirst();
    Share high = shares.getLast();
    double a = (low.dollars() - high.dollars()) / (1 / low.busy() - 1 / high.busy());
    double b = high.dollars() - a / high.busy();
    return hosted <= b ? Double.MAX_VALUE : a / (hosted - b);
  }

  /// The own model whose median answer takes longest.
  private static Optional<Own> own(FitMatrix matrix) {
    return matrix.jobs().stream()
        .flatMap(row -> row.cells().stream().flatMap(cell -> own(row, cell).stream()))
        .filter(own -> own.time().compareTo(SHORT) > 0)
        .max(Comparator.comparing(Own::time));
  }

  private static Optional<Own> own(FitMatrix.JobRow row, FitMatrix.Cell cell) {
    return cell.facts()
        .totalP50()
        .filter(_ -> MatrixViews.isOwn(cell.model()))
        .map(time -> new Own(row.job().name().text(), cell.model(), time));
  }

  /// The hosted model that was billed for most calls, if possible of the job at hand.
  private static Optional<Hosted> hosted(FitMatrix matrix, Optional<String> job) {
    record Billed(FitMatrix.Cell cell, String job) {}
    return matrix.jobs().stream()
        .flatMap(row -> row.cells().stream().map(c -> new Billed(c, row.job().name().text())))
        .filter(billed -> !MatrixViews.isOwn(billed.cell().model()))
        .filter(
            billed -> billed.cell().facts().perThousand().filter(m -> m.nanos() > 0).isPresent())
        .max(
            Comparator.comparing((Billed billed) -> job.filter(billed.job()::equals).isPresent())
                .thenComparingInt(billed -> billed.cell().facts().trials()))
        .map(billed -> {
          Money cost = billed.cell().facts().perThousand().orElseThrow();
          return new Hosted(
              billed.cell().model().name().text(), billed.job(), cost.dollars(), cost.toString());
        });
  }
}
