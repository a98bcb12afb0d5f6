package dev.metier.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.hybrid.Chain;
import dev.metier.hybrid.search.Estimate;
import dev.metier.hybrid.search.Point;
import dev.metier.hybrid.search.SearchedFirst;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.policy.CascadeProof;
import dev.metier.stats.Interval;
import dev.metier.stats.Proportions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Where the shares lie that are followed while a chain serves: an alarm at nothing starts with a
/// range that does not hold the true share.
class FollowedSharesTest {
  private static final int DRAWS = 400;
  private static final double KEPT = 0.7;
  private static final List<Check> CHECKS = List.of(new Check.Complete());
  private static final Chain PAIR =
      new Chain(
          new ModelName("small"), Optional.of(new ModelName("large")), CHECKS, CascadeRules.USUAL);
  private static final Chain THREE =
      PAIR.with(new Chain.Middle(new ModelName("mid"), List.of(new Check.Complete())));

  private static Point point(Map<String, Integer> ends, int cases, double perDraw) {
    var estimate = new Estimate(1, new Interval(0, 1), 1, 1, 1);
    int kept = cases - total(ends, "failed:") - total(ends, "broken:") - total(ends, "down");
    return new Point(
        "chain",
        Point.Kind.CASCADE,
        estimate,
        (double) kept / cases,
        Optional.empty(),
        Map.of(),
        ends,
        perDraw,
        0,
        "FIT",
        "");
  }

  private static int total(Map<String, Integer> ends, String begin) {
    return ends.entrySet().stream()
        .filter(end -> end.getKey().startsWith(begin))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static SearchedFirst searched(int cases, boolean whole) {
    return new SearchedFirst(
        new ModelName("small"),
        Optional.empty(),
        List.of(),
        cases,
        0,
        whole,
        0,
        List.of(),
        List.of(),
        List.of(),
        "",
        "",
        true);
  }

  private static boolean holds(CascadeProof proof) {
    return holds(proof.kept(), KEPT) && holds(end(proof, "failed:complete"), 1 - KEPT);
  }

  private static CascadeProof.Share end(CascadeProof proof, String name) {
    return Optional.ofNullable(proof.ends().get(name)).orElseThrow();
  }

  private static boolean holds(CascadeProof.Share share, double truth) {
    return share.least() <= truth && truth <= share.most();
  }

  /// How often ends of clusters, all of whose cases end alike, were seen.
  ///
  /// @param sizes of the clusters; takes them
  private static Map<String, Integer> clusters(Random random, int cases, List<Integer> sizes) {
    var ends = new HashMap<String, Integer>(Map.of("kept", 0, "failed:complete", 0));
    for (int n = 0; n < cases; n += sizes.getLast()) {
      sizes.add(Math.min(cases - n, 1 + random.nextInt(6)));
      ends.merge(
          random.nextDouble() < KEPT ? "kept" : "failed:complete", sizes.getLast(), Integer::sum);
    }
    return ends;
  }

  @Test
  void casesOfAClusterCountAsTheirDrawsDo() {
    var random = new Random(29);
    int cases = 300;
    int chains = 0;
    int stages = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      var sizes = new ArrayList<Integer>();
      var ends = clusters(random, cases, sizes);
      double perDraw = Proportions.perDraw(sizes);
      assertThat(perDraw).isBetween(1.0, 6.0);
      var failed = Map.of("failed:complete", total(ends, "failed:"));
      var chain = ProvedChains.proof(PAIR, searched(cases, true), point(failed, cases, perDraw));
      chains += holds(chain) ? 0 : 1;
      stages += holds(ProvedChains.proof("", CHECKS, ends, perDraw)) ? 0 : 1;
    }
    assertThat(chains).as("5 %% of %d, and luck", DRAWS).isLessThanOrEqualTo(33);
    assertThat(stages).as("5 %% of %d, and luck", DRAWS).isLessThanOrEqualTo(33);
  }

  /// Asked until what is kept looks least like the truth, as no verdict would ask.
  @Test
  void rangesHoldWheneverAskingStopped() {
    var random = new Random(31);
    int missed = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      int kept = 0;
      int cases = 0;
      double furthest = 0;
      var ends = Map.of("failed:complete", 0);
      for (int n = 1; n <= 300; n++) {
        kept += random.nextDouble() < KEPT ? 1 : 0;
        double far = Math.abs(kept - n * KEPT) / Math.sqrt(n);
        if (n >= 20 && far > furthest) {
          furthest = far;
          cases = n;
          ends = Map.of("failed:complete", n - kept);
        }
      }
      var proof = ProvedChains.proof(PAIR, searched(cases, false), point(ends, cases, 1));
      missed += holds(proof) ? 0 : 1;
    }
    assertThat(missed).as("5 %% of %d, and luck", DRAWS).isLessThanOrEqualTo(33);
  }

  /// Where what cannot be checked is refused, the middle model is asked of what fails alone.
  @Test
  void sharesOfTheMiddleModelAreOfWhatItIsAsked() {
    var ends =
        Map.of(
            "failed:complete", 100,
            "broken:complete", 100,
            "middle:kept", 80,
            "middle:failed:complete", 20);
    var proof = ProvedChains.proof(THREE, searched(400, true), point(ends, 400, 1));
    assertThat(holds(end(proof, "middle:kept"), 0.8)).isTrue();
    assertThat(holds(end(proof, "middle:failed:complete"), 0.2)).isTrue();
    assertThat(holds(end(proof, "failed:complete"), 0.25)).isTrue();
  }
}
