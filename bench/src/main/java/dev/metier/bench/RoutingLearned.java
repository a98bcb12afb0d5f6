package dev.metier.bench;

import dev.metier.learn.ContentFolds;
import dev.metier.learn.Example;
import dev.metier.learn.Isotonic;
import dev.metier.learn.LearnedRouter;
import dev.metier.learn.NgramCounts;
import dev.metier.learn.TextRegression;
import dev.metier.learn.TextRegression.Learner;
import dev.metier.learn.router.PairedCase;
import dev.metier.learn.router.RouterTraining;
import dev.metier.learn.router.RouterVerdict;
import dev.metier.learn.router.RoutingCurve;
import dev.metier.stats.ThresholdCalibration;
import dev.metier.stats.ThresholdCalibration.Loss;
import dev.metier.stats.ThresholdCalibration.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What learned routers bring on recorded outcomes, and how often calibrated thresholds break their
/// limit.
final class RoutingLearned {
  private static final ContentFolds FOLDS = new ContentFolds(5, "bench");

  private RoutingLearned() {}

  static void run(Path folder, List<String> parts) throws IOException {
    if (parts.isEmpty() || parts.contains("bfcl")) {
      bfcl(folder);
    }
    if (parts.isEmpty() || parts.contains("gsm8k")) {
      var cases = RoutingData.pairs(folder.resolve("routellm/gsm8k.csv"));
      curves("GSM8K", examples(cases));
      partings(examples(cases));
      verdict("GSM8K", cases);
    }
    if (parts.contains("labels")) {
      var examples = examples(RoutingData.pairs(folder.resolve("routellm/mmlu.csv")));
      row("ridge", outOfFold(examples, new Learner.Linear(10)), differences(examples));
      fewLabels(examples);
      newSubjects(examples);
    }
    if (parts.contains("times")) {
      times(RoutingData.pairs(folder.resolve("routellm/mmlu.csv")));
    }
    if (parts.isEmpty() || parts.contains("mmlu")) {
      mmlu(RoutingData.pairs(folder.resolve("routellm/mmlu.csv")));
    }
  }

  private static List<Example> examples(List<PairedCase> cases) {
    return cases.stream().map(c -> Example.of(c.text(), c.slice(), c.difference())).toList();
  }

  private static double[] differences(List<Example> examples) {
    return examples.stream().mapToDouble(Example::target).toArray();
  }

  private static double[] curves(String set, List<Example> examples) {
    double[] differences = differences(examples);
    System.out.printf("%n%s, %d cases, five folds (APGR / CPT50 / CPT80)%n", set, examples.size());
    row("chance", new double[differences.length], differences);
    row("oracle", differences, differences);
    double[] lengths = examples.stream().mapToDouble(e -> e.text().length()).toArray();
    row("longer prompt", lengths, differences);
    row("slice", outOfFold(examples, new Learner.Slice()), differences);
    row("neighbours", outOfFold(examples, new Learner.Nearest(100)), differences);
    row("ridge", outOfFold(examples, new Learner.Linear(10)), differences);
    double[] learned = ranked(examples, FOLDS, TextRegression.outOfFold(examples, FOLDS));
    row("learned", learned, differences);
    return learned;
  }

  private static double[] outOfFold(List<Example> examples, Learner learner) {
    return ranked(examples, FOLDS, TextRegression.outOfFold(examples, FOLDS, learner));
  }

  private static double[] ranked(List<Example> examples, ContentFolds folds, double[] scores) {
    return folds.ranks(examples.stream().map(Example::text).toList(), scores);
  }

  /// The mean over several partings into folds.
  private static void partings(List<Example> examples) {
    var areas = new double[5];
    for (int i = 0; i < areas.length; i++) {
      var folds = new ContentFolds(5, "parting " + i);
      double[] learned = TextRegression.outOfFold(examples, folds);
      areas[i] = area(ranked(examples, folds, learned), differences(examples));
    }
    System.out.printf(
        "  learned, five other partings: %s, mean %.3f%n",
        Arrays.stream(areas).mapToObj("%.3f"::formatted).toList(),
        Arrays.stream(areas).average().orElseThrow());
  }

  private static void row(String name, double[] scores, double[] differences) {
    var curve = new RoutingCurve(scores, differences);
    System.out.printf(
        "  %-14s %.3f / %.1f / %.1f%n",
        name, curve.area(), 100 * curve.shareFor(0.5), 100 * curve.shareFor(0.8));
  }

  private static double area(double[] scores, double[] differences) {
    return new RoutingCurve(scores, differences).area();
  }

  private static void mmlu(List<PairedCase> cases) {
    var examples = examples(cases);
    double[] learned = curves("MMLU", examples);
    fewLabels(examples);
    newSubjects(examples);
    violations(cases, learned);
    verdict("MMLU", cases);
    times(cases);
  }

  /// Subjects are in one fold as a whole, and none is told: what helps within known ones is of no
  /// use for new ones.
  private static void newSubjects(List<Example> examples) {
    double[] differences = differences(examples);
    var unseen = new double[differences.length];
    for (int fold = 0; fold < 5; fold++) {
      int held = fold;
      var rest =
          examples.stream()
              .filter(e -> FOLDS.of(e.slice()) != held)
              .map(e -> new Example(e.text(), e.counts(), "", e.target()))
              .toList();
      var model = TextRegression.fit(rest, new Learner.Linear(30));
      for (int i = 0; i < unseen.length; i++) {
        var each = examples.get(i);
        unseen[i] = FOLDS.of(each.slice()) == held ? model.at(each.counts(), "") : unseen[i];
      }
    }
    row("new subjects", unseen, differences);
  }

  /// Learned from 100 cases, on all others.
  private static void fewLabels(List<Example> examples) {
    var random = new SplittableRandom(14);
    var areas = new double[400];
    for (int run = 0; run < areas.length; run++) {
      var chosen = new boolean[examples.size()];
      for (int i : Routing.drawn(random, examples.size(), 100)) {
        chosen[i] = true;
      }
      var few = all(chosen.length, i -> chosen[i]).mapToObj(examples::get).toList();
      var rest = all(chosen.length, i -> !chosen[i]).mapToObj(examples::get).toList();
      var model = TextRegression.fit(few);
      double[] scores = rest.stream().mapToDouble(e -> model.at(e.counts(), e.slice())).toArray();
      areas[run] = area(scores, differences(rest));
    }
    double mean = Arrays.stream(areas).average().orElseThrow();
    double spread =
        Math.sqrt(
            Arrays.stream(areas).map(a -> (a - mean) * (a - mean)).sum() / (areas.length - 1));
    System.out.printf(
        "  100 labels     %.3f (mean of %d draws, standard deviation %.3f)%n",
        mean, areas.length, spread);
  }

  private static IntStream all(int n, java.util.function.IntPredicate which) {
    return IntStream.range(0, n).filter(which);
  }

  /// How often a threshold calibrated on 300 cases breaks its limit on all others.
  private static void violations(List<PairedCase> cases, double[] worth) {
    double[] sorted = Arrays.stream(worth).map(w -> -w).sorted().toArray();
    double[] grid =
        IntStream.rangeClosed(0, 50)
            .mapToDouble(i -> sorted[(50 - i) * (sorted.length - 1) / 50])
            .toArray();
    var rows =
        IntStream.range(0, worth.length)
            .mapToObj(i -> new Row(-worth[i], cases.get(i).weak(), cases.get(i).strong()))
            .toList();
    for (Loss loss : List.of(Loss.KEPT_WRONG, Loss.GIVEN_UP)) {
      for (double limit : new double[] {0.05, 0.1}) {
        var random = new SplittableRandom(14);
        int broken = 0;
        double kept = 0;
        for (int run = 0; run < 1_000; run++) {
          var drawn = Arrays.stream(Routing.drawn(random, rows.size(), 300)).mapToObj(rows::get);
          var proven = ThresholdCalibration.proven(drawn.toList(), grid, loss, limit, 0.1);
          double at = proven.isEmpty() ? Double.POSITIVE_INFINITY : proven.getLast().threshold();
          broken += truth(rows, at, loss) > limit ? 1 : 0;
          kept += rows.stream().filter(r -> r.score() >= at).count() / (double) rows.size();
        }
        System.out.printf(
            "  threshold from 300 cases, %s at most %.2f: broken in %.1f %% of 1,000, keeps %.2f%n",
            loss, limit, broken / 10.0, kept / 1_000);
      }
    }
  }

  private static double truth(List<Row> rows, double at, Loss loss) {
    return rows.stream()
            .filter(row -> row.score() >= at)
            .mapToDouble(
                row -> loss == Loss.KEPT_WRONG ? 1 - row.kept() : row.instead() - row.kept())
            .sum()
        / rows.size();
  }

  private static void verdict(String set, List<PairedCase> cases) {
    var verdict = new RouterTraining(0.05, 0.1).learn(cases);
    System.out.printf("  %s, margin 5 points: %s%n", set, verdict.reason());
    if (verdict instanceof RouterVerdict.Learned learned) {
      var skill = learned.skill();
      System.out.printf(
          "  gain %.3f at share %.3f; by slice %.3f; p against chance %.1e, against the slice"
              + " %.1e%n",
          skill.gain(), skill.share(), skill.bySlice(), skill.pChance(), skill.pSlice());
      System.out.println("  flips " + learned.flips());
    }
  }

  /// From what is read of a request to the decision, as the gateway takes it.
  private static void times(List<PairedCase> cases) {
    for (var family : List.of(TextRegression.Family.RIDGE, TextRegression.Family.NEIGHBOURS)) {
      for (int learned : new int[] {1_000, 3_000}) {
        times(cases, family, learned);
      }
    }
  }

  private static void times(List<PairedCase> cases, TextRegression.Family family, int learned) {
    var some = examples(cases.subList(0, learned));
    double[] differences = differences(some);
    var router =
        new LearnedRouter(
            TextRegression.fit(some, family), 0, Isotonic.fit(differences, differences), List.of());
    var micros = new ArrayList<Double>();
    for (int round = 0; round < 10; round++) {
      micros.clear();
      for (PairedCase each : cases.subList(3_000, 8_000)) {
        long start = System.nanoTime();
        router.decide(each.read().counts());
        micros.add((System.nanoTime() - start) / 1_000.0);
      }
    }
    micros.sort(Double::compare);
    System.out.printf(
        "  a decision by %s of %d cases takes %.1f us (median), %.1f us (p99)%n",
        family, learned, micros.get(micros.size() / 2), micros.get(micros.size() * 99 / 100));
  }

  /// A router between the two models that do most, or the static route when there is none.
  private static void bfcl(Path folder) throws IOException {
    var all = RoutingData.grades(folder.resolve("bfcl-2024-08/outcomes.csv"), "correct");
    var texts = RoutingData.cases(folder.resolve("bfcl-2024-08/cases.jsonl"), "category");
    int n = all.cases().size();
    double worst = 1;
    int routers = 0;
    for (int seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      int[] order = Routing.drawn(random, n, n);
      int[] train = Arrays.copyOf(order, n * 4 / 5);
      int[] test = Arrays.copyOfRange(order, n * 4 / 5, n);
      int[] models =
          IntStream.range(0, all.models().size())
              .boxed()
              .sorted((a, b) -> Double.compare(all.mean(b, train), all.mean(a, train)))
              .mapToInt(Integer::intValue)
              .toArray();
      var cases =
          Arrays.stream(train)
              .mapToObj(i -> {
                var text = texts.get(all.cases().get(i));
                double[] grades = all.grades()[i];
                return new PairedCase(
                    text.getFirst(), text.get(1), grades[models[1]], grades[models[0]]);
              })
              .toList();
      var verdict = new RouterTraining(0.005, 0.1).learn(cases);
      double score = all.mean(models[0], test);
      if (verdict instanceof RouterVerdict.Learned learned) {
        routers++;
        score =
            Arrays.stream(test)
                .mapToDouble(i -> {
                  var text = texts.get(all.cases().get(i));
                  boolean strong =
                      learned
                          .router()
                          .decide(NgramCounts.of(text.getFirst()), text.get(1))
                          .strong();
                  return all.grades()[i][models[strong ? 0 : 1]];
                })
                .average()
                .orElseThrow();
      }
      double highest =
          IntStream.range(0, models.length).mapToDouble(m -> all.mean(m, test)).max().orElseThrow();
      double single = all.mean(models[0], test);
      worst = Math.min(worst, score - single);
      if (seed == 0) {
        System.out.printf("%nBFCL, %d models, %d cases%n", models.length, n);
      }
      System.out.printf(
          "  seed %2d: %.3f, one model %.3f, in hindsight %.3f: %s%n",
          seed, score, single, highest, verdict.reason());
    }
    System.out.printf(
        "  routers in %d of 20; at worst %.4f beside the one model%n", routers, worst);
  }
}
