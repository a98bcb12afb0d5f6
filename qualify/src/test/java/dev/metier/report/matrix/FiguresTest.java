package dev.metier.report.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.FitMatrix.Calls;
import dev.metier.report.matrix.FitMatrix.Decided;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Finding.Status;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Requirement LATENCY =
      new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(1500), 0.95);
  private static final Requirement QUALITY = new Requirement.Quality(0.9, 0.95, Optional.empty());
  private static final Requirement COST = new Requirement.Cost(Money.usd(2), 0.95);

  private static Finding finding(Requirement need, double bar, double low, double high) {
    return new Finding(
        need,
        Status.UNDECIDED,
        10,
        20,
        new Interval(low, high),
        bar,
        OptionalDouble.empty(),
        "",
        0.5,
        5);
  }

  private static Finding quality(double bar, double low, double high) {
    return finding(new Requirement.Quality(bar, 0.95, Optional.empty()), bar, low, high);
  }

  @Test
  void savingIsSaidOnlyWhenThereIsOne() {
    assertThat(Figures.saving(new Calls(1234, 9000))).contains("7.3 times fewer");
    assertThat(Figures.saving(new Calls(100, 2400))).contains("24 times fewer");
    assertThat(Figures.saving(new Calls(100, 100))).isEmpty();
    assertThat(Figures.saving(new Calls(0, 100))).isEmpty();
  }

  @Test
  void savingIsThatOfWhatIsDecided() {
    var fit = new Verdict.Fit(List.of(), "");
    var decided = Decided.NONE.plus(fit, 20, 60, false);
    for (Verdict.Doubt doubt : Verdict.Doubt.values()) {
      var open = new Verdict.Undecided(List.of(), doubt, "why");
      assertThat(Decided.NONE.plus(open, 51, 60, false)).isEqualTo(Decided.NONE);
      assertThat(decided.plus(open, 51, 60, false)).isEqualTo(decided);
    }
    assertThat(decided.plus(fit, 51, 60, true)).isEqualTo(decided);
    assertThat(Figures.saving(new Calls(71, 120, decided)))
        .contains("3.0 times fewer where decided");
    assertThat(Figures.saving(new Calls(51, 120, Decided.NONE))).isEmpty();
  }

  @Test
  void intervalsCarryTheUnitOfTheirNeed() {
    assertThat(Figures.interval(quality(0.9, 0.858, 0.941))).isEqualTo("0.86..0.94");
    assertThat(Figures.interval(finding(LATENCY, 1.5, 1.12, 2.48))).isEqualTo("1.1..2.5 s");
    assertThat(Figures.interval(finding(COST, 2, 1.1, 2.4))).isEqualTo("$1.10..$2.40");
    assertThat(Figures.interval(finding(COST, 2, 1.45, 1.45))).isEqualTo("$1.45");
    assertThat(Figures.interval(finding(LATENCY, 1.5, 1.1, Double.POSITIVE_INFINITY)))
        .isEqualTo("over 1.1 s");
    assertThat(Figures.interval(finding(LATENCY, 1.5, 0, Double.POSITIVE_INFINITY)))
        .isEqualTo("not known yet");
  }

  @Test
  void endsThatDifferReadDifferently() {
    assertThat(Figures.interval(finding(LATENCY, 0.8, 0.1082, 0.1341))).isEqualTo("0.11..0.13 s");
  }

  @Test
  void rangesOfOneNeedHaveOnePrecision() {
    var fine = finding(LATENCY, 0.8, 0.1082, 0.1341);
    var coarse = finding(LATENCY, 0.8, 0.9, 1.4);
    int digits = Figures.digits(List.of(fine, coarse));
    assertThat(Figures.interval(coarse, digits)).isEqualTo("0.90..1.40 s");
    assertThat(Figures.interval(fine, digits)).isEqualTo("0.11..0.13 s");
  }

  @Test
  void aRoundNumberOfAnAxisIsToldExactly() {
    var random = new Random(5);
    for (int i = 0; i < 500; i++) {
      double low = random.nextDouble();
      var scale = new Scale(low, low + Math.pow(10, -2 + 4 * random.nextDouble()));
      for (double tick : scale.ticks()) {
        assertThat(Double.parseDouble(Figures.value(COST, tick, scale).substring(1)))
            .isCloseTo(tick, offset(1e-9));
      }
    }
    var quarters = new Scale(0, 1);
    assertThat(quarters.ticks().stream().map(t -> Figures.value(QUALITY, t, quarters)))
        .containsExactly("0.00", "0.25", "0.50", "0.75", "1.00");
  }

  @Test
  void roundingNeverMovesAnEndAcrossTheBar() {
    assertThat(Figures.interval(quality(0.9, 0.8991, 0.94))).isEqualTo("0.899..0.940");
    assertThat(Figures.interval(quality(0.9, 0.81, 0.8996))).isEqualTo("0.8100..0.8996");
    var random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      double bar = Math.round(random.nextDouble() * 100) / 100.0;
      double low = bar + (random.nextDouble() - 0.5) * 0.05 + 0.0002;
      String shown = Figures.interval(quality(bar, low, 2));
      double end = Double.parseDouble(shown.substring(0, shown.indexOf("..")));
      if (Math.abs(low - bar) > 0.0001) {
        assertThat(end >= bar).as("%s against %s", shown, bar).isEqualTo(low >= bar);
      }
    }
  }

  @Test
  void theTellingFindingIsTheOneThatMadeTheVerdict() {
    Finding met = SampleMatrix.quality(Status.MET, 9, 1, 0.95, 1);
    Finding slow =
        new Finding(
            LATENCY, Status.UNMET, 9, 9, new Interval(2, 3), 1.5, OptionalDouble.empty(), "", 0, 0);
    assertThat(Figures.telling(new Verdict.Unfit(List.of(met, slow), ""))).contains(slow);
    assertThat(Figures.telling(new Verdict.Unfit(List.of(met), ""))).isEmpty();
    assertThat(Figures.telling(new Verdict.Fit(List.of(slow, met), ""))).contains(met);
    assertThat(Figures.telling(new Verdict.Forbidden(""))).isEmpty();
    assertThat(Figures.claim(slow)).isEqualTo("latency >= 2.0 s at 95 %");
    assertThat(Figures.claim(met)).isEqualTo("quality >= 0.95 at 95 %");
  }

  @Test
  void anUnmetNeedIsNeverSaidToReachItsBar() {
    Finding atBar =
        new Finding(
            LATENCY,
            Status.UNMET,
            9,
            9,
            new Interval(1.5, 3),
            1.5,
            OptionalDouble.empty(),
            "",
            0,
            0);
    assertThat(Figures.claim(atBar)).isEqualTo("latency > 1.5 s at 95 %");
  }

  @Test
  void everyPlaceOnAnAxisIsOnThePicture() {
    var random = new Random(3);
    for (Requirement need :
        List.of(LATENCY, COST, new Requirement.Quality(0.9, 0.95, Optional.empty()))) {
      for (int i = 0; i < 500; i++) {
        double bar = random.nextDouble() + 0.01;
        double low = random.nextDouble() * bar;
        var finding =
            finding(
                need, bar, low, i % 7 == 0 ? Double.POSITIVE_INFINITY : low + random.nextDouble());
        for (Scale scale : List.of(Scale.glance(finding), Scale.around(List.of(finding)))) {
          assertThat(scale.place(finding.interval().low())).isBetween(0.0, 1.0);
          assertThat(scale.place(finding.interval().high())).isBetween(0.0, 1.0);
          assertThat(scale.place(Double.NaN)).isZero();
        }
        assertThat(Scale.around(List.of(finding)).ticks()).hasSizeBetween(2, 6);
      }
    }
  }
}
