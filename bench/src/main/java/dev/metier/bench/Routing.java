package dev.metier.bench;

import dev.metier.bench.RoutingData.Grades;
import dev.metier.bench.RoutingData.Samples;
import dev.metier.hybrid.ScoreFit;
import dev.metier.job.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// What choosing models by rules brings on recorded outcomes: cascades, the choice for each job,
/// and the choice of the cheapest model. What is learned is [RoutingLearned].
///
/// Arguments: the folder of the data sets, and the parts to measure (all by default).
final class Routing {
  private static final String SONNET = "anthropic/claude-sonnet-4";
  private static final String QWQ = "qwen/qwq-32b";
  private static final List<String> FIRST =
      List.of(
          "google/gemma-3-27b-it",
          "meta-llama/llama-3.3-70b-instruct",
          "mistralai/mistral-small-3.1-24b-instruct",
          QWQ);

  private Routing() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    var parts = List.of(args).subList(1, args.length);
    if (parts.isEmpty() || parts.contains("cascades")) {
      cascades(folder);
    }
    if (parts.isEmpty() || parts.contains("jobs")) {
      jobs(folder);
    }
    if (parts.isEmpty() || parts.contains("choice")) {
      RoutingChoice.run(folder);
    }
    RoutingLearned.run(folder, parts);
  }

  /// First answers of open models, kept or not, before one that is always right to ask.
  private static void cascades(Path folder) throws IOException {
    var models = RoutingData.samples(folder.resolve("reasoning-gym/samples_easy.csv"));
    var then = models.get(SONNET);
    System.out.println("\ncascades before " + SONNET + " (reasoning-gym easy)");
    System.out.println(
        "first                                     check      score  escalated | false accepts "
            + " false rejects");
    for (String first : FIRST) {
      var cases = models.get(first).keySet().stream().filter(then::containsKey).toList();
      var samples = models.get(first);
      row(first, "none", cases, samples, then, _ -> 0);
      row(first, "complete", cases, samples, then, s -> s.groups().getFirst() > 0 ? 0 : -1);
      row(first, "agree 2/3", cases, samples, then, Samples::agreed);
      row(
          first,
          "agree 3/3",
          cases,
          samples,
          then,
          s -> s.groups().stream().distinct().count() == 1 && s.groups().getFirst() > 0 ? 0 : -1);
      scored(first, cases, samples, then);
    }
    System.out.printf(
        "%-42s alone %8.3f%n",
        SONNET, then.values().stream().mapToDouble(Samples::mean).average().orElseThrow());
  }

  /// A score of length and agreement, by weights and bars that were found without each case's fold.
  private static void scored(
      String first, List<String> cases, Map<String, Samples> samples, Map<String, Samples> then) {
    var score =
        new Check.Score(
            List.of(
                Check.Signal.Measure.LENGTH, new Check.Signal.Says(new Check.Agree(3, 2, 0.7))));
    var seen = cases.stream().map(id -> seen(id, samples.get(id))).toList();
    var fit = ScoreFit.of(score, seen);
    for (double bar : fit.bars()) {
      var kept = new IdentityHashMap<Samples, Integer>();
      for (String id : cases) {
        kept.put(samples.get(id), fit.passes(id, 0, bar).orElseThrow() ? 0 : -1);
      }
      row(first, String.format("score %.2f", bar), cases, samples, then, kept::get);
    }
  }

  private static ScoreFit.Seen seen(String id, Samples own) {
    int group = own.groups().getFirst();
    long same = own.groups().stream().skip(1).filter(other -> other == group).count();
    double agreed = group == 0 ? 0 : same / (own.groups().size() - 1.0);
    double[] signals = {Math.log1p(own.chars().getFirst()), agreed};
    return new ScoreFit.Seen(id, 0, id, signals, own.scores().getFirst() >= 0.5);
  }

  /// @param kept the number of the sample that is kept, -1 when none is
  private static void row(
      String first,
      String check,
      List<String> cases,
      Map<String, Samples> samples,
      Map<String, Samples> then,
      ToIntFunction<Samples> kept) {
    double score = 0;
    int escalated = 0;
    double wrongKept = 0;
    double wrong = 0;
    double rightLost = 0;
    for (String id : cases) {
      var own = samples.get(id);
      int at = kept.applyAsInt(own);
      double grade = own.scores().get(Math.max(0, at));
      wrong += 1 - grade;
      if (at < 0) {
        escalated++;
        score += then.get(id).mean();
        rightLost += grade;
      } else {
        score += grade;
        wrongKept += 1 - grade;
      }
    }
    int n = cases.size();
    System.out.printf(
        "%-42s %-9s %6.3f %9.1f%% | %12.1f%% %13.1f%%%n",
        first,
        check,
        score / n,
        100.0 * escalated / n,
        100 * wrongKept / wrong,
        100 * rightLost / (n - wrong));
  }

  /// The best of five models for each job by some of its cases, on the others.
  private static void jobs(Path folder) throws IOException {
    var names = List.of(FIRST.get(1), FIRST.get(2), QWQ, SONNET, "anthropic/claude-3.5-sonnet");
    var file = folder.resolve("reasoning-gym/outcomes_easy.csv");
    var all = RoutingData.grades(file, "mean_score", names);
    int[] five = IntStream.range(0, all.models().size()).toArray();
    var byJob = new TreeMap<String, List<Integer>>();
    for (int i = 0; i < all.cases().size(); i++) {
      byJob.computeIfAbsent(job(all.cases().get(i)), _ -> new ArrayList<>()).add(i);
    }
    System.out.println("\nchoice for each job, 3 open and 2 Claude models (reasoning-gym easy)");
    int[] every = IntStream.range(0, all.cases().size()).toArray();
    double single = Arrays.stream(five).mapToDouble(m -> all.mean(m, every)).max().orElseThrow();
    System.out.printf("one model for all %.3f%n", single);
    for (int known : new int[] {5, 10, 20, 40}) {
      double sum = 0;
      for (int seed = 0; seed < 20; seed++) {
        sum += perJob(all, five, byJob, known, seed);
      }
      System.out.printf("%2d cases a job    %.3f (mean of 20 draws)%n", known, sum / 20);
    }
  }

  /// The middle part of `easy/JOB/number`.
  private static String job(String id) {
    return id.substring(id.indexOf('/') + 1, id.lastIndexOf('/'));
  }

  private static double perJob(
      Grades all, int[] five, Map<String, List<Integer>> byJob, int known, int seed) {
    double sum = 0;
    int held = 0;
    for (List<Integer> cases : byJob.values()) {
      var drawn = new ArrayList<>(cases);
      Collections.shuffle(drawn, new Random(seed));
      int n = Math.min(known, drawn.size() - 5);
      int[] seen = drawn.subList(0, n).stream().mapToInt(Integer::intValue).toArray();
      int[] rest = drawn.subList(n, drawn.size()).stream().mapToInt(Integer::intValue).toArray();
      int most = five[0];
      for (int model : five) {
        most = all.mean(model, seen) > all.mean(most, seen) ? model : most;
      }
      sum += all.mean(most, rest) * rest.length;
      held += rest.length;
    }
    return sum / held;
  }

  static int[] drawn(SplittableRandom random, int from, int count) {
    int[] all = IntStream.range(0, from).toArray();
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(from - i);
      int kept = all[i];
      all[i] = all[other];
      all[other] = kept;
    }
    return Arrays.copyOf(all, count);
  }
}
