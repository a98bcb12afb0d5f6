package dev.metier.bench;

import dev.metier.stats.Decision;
import dev.metier.stats.ExactTest;
import dev.metier.stats.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;

/// Real outcomes in many random orders of their cases, one result after the other, without calls in
/// flight: what a rule takes, apart from the luck of one order. All cells of a set share its order.
///
/// Arguments: the folder of the data sets, the number of orders, a seed.
final class ReplayOrders {
  private static final double ALPHA = 0.05;

  /// One set: the outcomes of each model by the place of the case.
  @SuppressWarnings("ArrayRecordComponent") // only read
  private record Outcomes(double[] bars, List<boolean[]> models) {
    static Outcomes read(Path file, double[] bars) throws IOException {
      Map<String, Map<String, Boolean>> byModel = new LinkedHashMap<>();
      var cases = new TreeMap<String, Integer>();
      var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
      try (var parser = format.parse(Files.newBufferedReader(file))) {
        for (var row : parser) {
          cases.putIfAbsent(row.get("case_id"), cases.size());
          byModel
              .computeIfAbsent(row.get("model"), _ -> new LinkedHashMap<>())
              .put(row.get("case_id"), row.get("correct").equals("1"));
        }
      }
      var models = new ArrayList<boolean[]>();
      for (var answers : byModel.values()) {
        if (answers.size() == cases.size()) {
          var passed = new boolean[cases.size()];
          answers.forEach((id, right) -> passed[cases.get(id)] = right);
          models.add(passed);
        }
      }
      return new Outcomes(bars, models);
    }

    int cases() {
      return models.getFirst().length;
    }
  }

  /// What one order took of all cells.
  private static final class Tally {
    private final List<Double> ratios = new ArrayList<>();
    private long cases;
    private long calls;
    private int decided;

    void add(int all, ExactTest test) {
      cases += all;
      calls += test.seen();
      ratios.add(all / (double) test.seen());
      decided += test.decision() == Decision.UNDECIDED ? 0 : 1;
    }

    double median() {
      Collections.sort(ratios);
      int half = ratios.size() / 2;
      return ratios.size() % 2 == 1
          ? ratios.get(half)
          : (ratios.get(half - 1) + ratios.get(half)) / 2;
    }
  }

  private ReplayOrders() {}

  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path folder = Path.of(args[0]);
    int orders = args.length > 1 ? Integer.parseInt(args[1]) : 40;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 20_261_128L;
    var sets =
        List.of(
            Outcomes.read(folder.resolve("zeroeval/outcomes_gsm.csv"), bars(.6, .7, .8, .9)),
            Outcomes.read(folder.resolve("zeroeval/outcomes_crux.csv"), bars(.5, .7, .8, .9)),
            Outcomes.read(folder.resolve("zeroeval/outcomes_math-l5.csv"), bars(.2, .3, .5, .7)),
            Outcomes.read(folder.resolve("bfcl-2024-08/outcomes.csv"), bars(.5, .7, .8, .9)));
    System.out.printf("%d orders, seed %d: pooled, median, decided%n", orders, seed);
    for (Scope scope : Scope.values()) {
      var tallies = new ArrayList<Tally>();
      for (int i = 0; i < orders; i++) {
        tallies.add(order(sets, scope, new Random(seed + i)));
      }
      System.out.printf(
          "%-8s %.3fx  %.2fx  %.1f of %d%n",
          scope.name().toLowerCase(Locale.ROOT),
          tallies.stream().mapToLong(t -> t.cases).sum()
              / (double) tallies.stream().mapToLong(t -> t.calls).sum(),
          tallies.stream().mapToDouble(Tally::median).average().orElseThrow(),
          tallies.stream().mapToInt(t -> t.decided).average().orElseThrow(),
          tallies.getFirst().ratios.size());
    }
  }

  private static double[] bars(double... bars) {
    return bars;
  }

  private static Tally order(List<Outcomes> sets, Scope scope, Random random) {
    var tally = new Tally();
    for (Outcomes set : sets) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < set.cases(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, random);
      for (double bar : set.bars()) {
        for (boolean[] model : set.models()) {
          var test = new ExactTest(set.cases(), bar, ALPHA, ALPHA, scope);
          for (int i : order) {
            test.add(model[i] ? 1 : 0);
            if (test.decision() != Decision.UNDECIDED || test.futile()) {
              break;
            }
          }
          tally.add(set.cases(), test);
        }
      }
    }
    return tally;
  }
}
