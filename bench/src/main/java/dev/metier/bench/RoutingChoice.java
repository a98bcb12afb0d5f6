package dev.metier.bench;

import dev.metier.bench.RoutingData.Grades;
import dev.metier.stats.ExactPairs;
import dev.metier.stats.KnownMean;
import dev.metier.stats.Transforms;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// The cheapest of five models at random that is proven no more than 5 points worse than a
/// reference named beforehand, on recorded outcomes: how often it is found, and how often what was
/// chosen is worse by more.
final class RoutingChoice {
  private static final double MARGIN = 0.05;
  private static final int DRAWS = 2_000;

  /// What the models of a draw are held against, and what each costs.
  private enum Reference {
    /// The truly highest; the order of the draw is that of price.
    HIGHEST("highest"),
    /// The last of the draw; its order is that of price.
    DEAREST("dearest of a random order"),
    /// The dearest by price list, of models that it names.
    LISTED("dearest by price list");

    private final String name;

    Reference(String name) {
      this.name = name;
    }
  }

  /// A way to prove that a model is no more than 5 points worse than another.
  private record Proving(String name, Proof proof) {}

  private interface Proof {
    /// @param pairs halves of the differences of grades, 0.5 where both are alike
    /// @param worse how many of the four are truly worse, which nobody knows
    boolean proves(double[] pairs, int worse);
  }

  private final String set;
  private final Grades all;
  private final Reference reference;
  private final double[] price;
  private final double[] truth;

  /// @param price of each model; empty where the order of a draw is that of price
  private RoutingChoice(String set, Grades all, Reference reference, double... price) {
    this.set = set;
    this.all = all;
    this.reference = reference;
    this.price = price;
    int[] every = IntStream.range(0, all.cases().size()).toArray();
    this.truth =
        IntStream.range(0, all.models().size()).mapToDouble(m -> all.mean(m, every)).toArray();
  }

  static void run(Path folder) throws IOException {
    for (String set : List.of("gsm", "crux", "math-l5")) {
      var file = folder.resolve("zeroeval/outcomes_" + set + ".csv");
      var all = RoutingData.grades(file, "correct");
      Map<String, Double> list = prices();
      var named = all.models().stream().filter(list::containsKey).sorted().toList();
      var priced = RoutingData.grades(file, "correct", named);
      var listed =
          new RoutingChoice(
              set,
              priced,
              Reference.LISTED,
              priced.models().stream().mapToDouble(list::get).toArray());
      for (int n : new int[] {100, 300}) {
        for (Proving by : proofs(n)) {
          new RoutingChoice(set, all, Reference.HIGHEST).measure(n, by);
          new RoutingChoice(set, all, Reference.DEAREST).measure(n, by);
          listed.measure(n, by);
        }
      }
    }
  }

  /// Dollars for a million tokens read and a million written, of the models that a list names.
  private static Map<String, Double> prices() {
    try (var in = RoutingChoice.class.getResourceAsStream("list-prices.csv");
        var read = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setCommentMarker('#')
          .get()
          .parse(read)
          .stream()
          .collect(
              Collectors.toMap(row -> row.get("model"), row -> usd(row, "in") + usd(row, "out")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double usd(CSVRecord row, String column) {
    return Double.parseDouble(row.get(column));
  }

  private static List<Proving> proofs(int n) {
    var exact = new ExactPairs(n, MARGIN);
    var known = new HashMap<ExactPairs.Seen, Double>();
    ToDoubleFunction<double[]> p =
        pairs -> known.computeIfAbsent(RoutingData.passes(pairs), exact::p);
    return List.of(
        new Proving("known means, alpha / 4", (pairs, _) -> noWorse(pairs, 0.05 / 4)),
        new Proving("known means, alpha", (pairs, _) -> noWorse(pairs, 0.05)),
        new Proving("exact, alpha / 4", (pairs, _) -> p.applyAsDouble(pairs) <= 0.05 / 4),
        new Proving(
            "exact, alpha / as many as are truly worse",
            (pairs, worse) -> p.applyAsDouble(pairs) <= 0.05 / Math.max(1, worse)),
        new Proving("exact, alpha", (pairs, _) -> p.applyAsDouble(pairs) <= 0.05));
  }

  private void measure(int n, Proving by) {
    var random = new SplittableRandom(20261128);
    var counts = new int[4];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] five = Routing.drawn(random, all.models().size(), 5);
      int[] rows = Routing.drawn(random, all.cases().size(), n);
      count(ordered(five), rows, by, counts);
    }
    System.out.printf(
        "choice %-8s %3d cases beside the %-25s, %-41s: breaks the bar in %.2f %% of choices, finds"
            + " a cheaper model in %.1f %% (there is one in %.1f %%); the cheapest within 5 points"
            + " by its score breaks it in %.2f %%%n",
        set,
        n,
        reference.name,
        by.name(),
        100.0 * counts[0] / DRAWS,
        100.0 * counts[1] / DRAWS,
        100.0 * counts[2] / DRAWS,
        100.0 * counts[3] / DRAWS);
  }

  /// The cheapest first.
  private int[] ordered(int... five) {
    return price.length == 0
        ? five
        : Arrays.stream(five)
            .boxed()
            .sorted(Comparator.comparingDouble(model -> price[model]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /// The rule by scores has no reference but the highest score.
  private void count(int[] five, int[] rows, Proving by, int[] counts) {
    double[] shown = Arrays.stream(five).mapToDouble(m -> all.mean(m, rows)).toArray();
    double[] true5 = Arrays.stream(five).mapToDouble(m -> truth[m]).toArray();
    int most = highest(shown);
    int highest = highest(true5);
    int named = reference == Reference.HIGHEST ? highest : 4;
    double bar = true5[named] - MARGIN;
    int worse = (int) Arrays.stream(true5).filter(each -> each <= bar).count();
    int chosen = named;
    int byScore = most;
    for (int i = 4; i >= 0; i--) {
      boolean proved = i != named && by.proof().proves(pairs(five[i], five[named], rows), worse);
      chosen = proved ? i : chosen;
      byScore = shown[i] >= shown[most] - MARGIN ? i : byScore;
    }
    counts[0] += true5[chosen] < bar ? 1 : 0;
    counts[1] += chosen != named ? 1 : 0;
    counts[2] += IntStream.range(0, 5).anyMatch(i -> i != named && true5[i] >= bar) ? 1 : 0;
    counts[3] += true5[byScore] < true5[highest] - MARGIN ? 1 : 0;
  }

  private static int highest(double... of) {
    int most = 0;
    for (int i = 1; i < of.length; i++) {
      most = of[i] > of[most] ? i : most;
    }
    return most;
  }

  private double[] pairs(int model, int than, int... rows) {
    return Arrays.stream(rows)
        .mapToDouble(
            row -> Transforms.pairedScore(all.grades()[row][model], all.grades()[row][than]))
        .toArray();
  }

  private static boolean noWorse(double[] pairs, double alpha) {
    var equal = new double[pairs.length];
    Arrays.fill(equal, 1);
    return KnownMean.proves(
        KnownMean.above(pairs, equal, Transforms.pairedBar(MARGIN)), alpha, true);
  }
}
