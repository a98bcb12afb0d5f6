package dev.metier.learn.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.learn.Lot;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RoutingCurveTest {
  /// Against numpy: the trapezoid rule over cumulated differences, and straight lines between.
  @Test
  void agreesWithTheReference() {
    double[] scores = new Lot(11).next(200);
    double[] strong = new Lot(12).next(200);
    double[] weak = new Lot(13).next(200);
    var differences = new double[200];
    Arrays.setAll(
        differences,
        i -> (strong[i] < 0.8 ? 1 : 0) - (weak[i] < 0.3 + 0.5 * (1 - scores[i]) ? 1 : 0));
    var curve = new RoutingCurve(scores, differences);
    assertThat(curve.area()).isCloseTo(0.6565, within(1e-9));
    assertThat(curve.gainAt(0.3)).isCloseTo(0.425, within(1e-9));
    assertThat(curve.shareFor(0.5)).isCloseTo(0.265, within(1e-9));
    assertThat(curve.shareFor(0.8)).isCloseTo(0.49, within(1e-9));
  }

  @Test
  void oneScoreForAllIsChance() {
    var curve = new RoutingCurve(new double[10], new double[] {1, 1, 1, 0, 0, 0, 0, 0, 0, 0});
    assertThat(curve.area()).isCloseTo(0.5, within(1e-12));
    assertThat(curve.gainAt(0.3)).isCloseTo(0.3, within(1e-12));
    assertThat(curve.shareFor(0.5)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void theAreaIsTheDifferencesWeighedByTheirPlaces() {
    double[] scores = {3, 1, 1, 0};
    double[] places = RoutingCurve.places(scores);
    assertThat(places).containsExactly(0.875, 0.5, 0.5, 0.125);
    double[] differences = {1, 0, 1, 0};
    assertThat(new RoutingCurve(scores, differences).area())
        .isCloseTo((0.875 + 0.5) / 2, within(1e-12));
  }
}
