package dev.metier.hybrid;

import dev.metier.check.CheckResult;
import dev.metier.check.ScoredAnswer;
import dev.metier.job.CascadeRules;
import dev.metier.job.Case;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec.NotWorse;
import dev.metier.job.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Real answers of four open-weight models and Claude Sonnet 4 to the easy tasks of reasoning-gym,
/// three to each case, where they are on this machine. A local answer costs 3 % of a remote one.
final class ReasoningGym {
  static final Path FILE = Path.of("../shared/data/reasoning-gym/samples_easy.csv");
  static final String REMOTE = "anthropic/claude-sonnet-4";
  static final List<String> LOCAL =
      List.of(
          "qwen/qwq-32b",
          "google/gemma-3-27b-it",
          "meta-llama/llama-3.3-70b-instruct",
          "mistralai/mistral-small-3.1-24b-instruct");
  private static final double LOCAL_COST = 0.03;
  static final Check COMPLETE = new Check.Complete();
  static final Check TWO = new Check.Agree(3, 2, 0.7);
  static final Check THREE = new Check.Agree(3, 3, 0.7);
  static final NotWorse MARGIN = new NotWorse(0.02, 0.95);
  static final Limits LIMITS = new Limits(3 * LOCAL_COST, 1, Double.NaN, Double.NaN);

  /// @param length of each answer, in characters
  private record Row(List<Integer> groups, List<Double> scores, List<Double> length) {}

  /// What a score sees: the answer's length, and the share of the other two that agree.
  static final Check.Score SCORE =
      new Check.Score(List.of(Check.Signal.Measure.LENGTH, new Check.Signal.Says(TWO)));

  private final IdentityHashMap<CheckedCase, double[]> signals = new IdentityHashMap<>();

  private final Map<String, List<CheckedCase>> pairs = new HashMap<>();

  ReasoningGym() throws IOException {
    Map<String, Map<String, Row>> rows = new HashMap<>();
    for (String line : Files.readAllLines(FILE).stream().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      var groups = new int[3];
      var scores = new double[3];
      var length = new double[3];
      for (int i = 0; i < 3; i++) {
        int at = 2 + 3 * i;
        groups[i] =
            cells.length <= at || cells[at].isEmpty() ? 0 : (int) Double.parseDouble(cells[at]);
        scores[i] =
            cells.length <= at + 1 || cells[at + 1].isEmpty()
                ? 0
                : Double.parseDouble(cells[at + 1]);
        length[i] =
            cells.length <= at + 2 || cells[at + 2].isEmpty()
                ? 0
                : Double.parseDouble(cells[at + 2]);
      }
      rows.computeIfAbsent(cells[1], _ -> new HashMap<>())
          .put(
              cells[0],
              new Row(
                  IntStream.of(groups).boxed().toList(),
                  DoubleStream.of(scores).boxed().toList(),
                  DoubleStream.of(length).boxed().toList()));
    }
    Map<String, Row> remote = in(rows, REMOTE);
    for (String model : LOCAL) {
      var list = new ArrayList<CheckedCase>();
      remote.keySet().stream()
          .sorted()
          .filter(id -> LOCAL.stream().allMatch(each -> in(rows, each).containsKey(id)))
          .forEach(id -> {
            int unit = list.size() / 3;
            for (int r = 0; r < 3; r++) {
              Row local = in(in(rows, model), id);
              CheckedCase pair = pair(id, unit, r, local, in(remote, id));
              list.add(pair);
              int same =
                  (int) local.groups().stream().filter(local.groups().get(r)::equals).count();
              signals.put(pair, new double[] {Math.log1p(local.length().get(r)), (same - 1) / 2.0});
            }
          });
      pairs.put(model, list);
    }
  }

  private static CheckedCase pair(String id, int unit, int r, Row local, Row remote) {
    int same = (int) local.groups().stream().filter(local.groups().get(r)::equals).count();
    var later =
        new StageAnswer(
            remote.scores().stream().mapToDouble(each -> each).average().orElse(0), true, 1, 1);
    return new CheckedCase(
        new Case(
            id,
            Map.of(),
            Optional.empty(),
            Set.of(id.substring(0, id.lastIndexOf('/'))),
            Optional.empty()),
        unit,
        r,
        new StageAnswer(local.scores().get(r), true, LOCAL_COST, 0.1),
        Optional.of(later),
        later,
        Map.of(
            COMPLETE,
            Look.free(
                local.groups().get(r) == 0
                    ? new CheckResult.Fail("complete:empty")
                    : new CheckResult.Pass()),
            TWO,
            agree(same >= 2, same),
            THREE,
            agree(same >= 3, same)));
  }

  private static Look agree(boolean enough, int same) {
    return new Look(
        enough ? new CheckResult.Pass() : new CheckResult.Fail("agree:" + same + "_of_3"),
        2 * LOCAL_COST,
        0.1);
  }

  private static <K, V> V in(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("nothing of " + key);
    }
    return value;
  }

  List<CheckedCase> all(String model) {
    return in(pairs, model);
  }

  /// Cases drawn without replacement.
  int[] draw(int n, Random random) {
    var order =
        new ArrayList<>(
            IntStream.range(0, in(pairs, LOCAL.getFirst()).size() / 3).boxed().toList());
    Collections.shuffle(order, random);
    return order.stream().limit(n).mapToInt(Integer::intValue).toArray();
  }

  List<CheckedCase> cases(String model, int[] drawn) {
    return IntStream.of(drawn)
        .flatMap(i -> IntStream.range(3 * i, 3 * i + 3))
        .mapToObj(in(pairs, model)::get)
        .toList();
  }

  /// The cases with a score that is weighed on them, and its ladder.
  record Scored(List<CheckedCase> cases, List<Chain> ladder) {}

  /// Weighs a score on cases, behind the check that answers are there; empty where there are too
  /// few.
  Optional<Scored> scored(List<CheckedCase> cases) {
    var seen =
        cases.stream()
            .map(each ->
                new ScoreFit.Seen(
                    each.given().id(),
                    each.repeat(),
                    each.given().id(),
                    in(signals, each),
                    each.first().score() >= 0.5))
            .toList();
    if (!ScoreFit.isEnough(seen)) {
      return Optional.empty();
    }
    ScoreFit fit = ScoreFit.of(SCORE, seen);
    var steps = Ladder.of(List.of(COMPLETE, fit.score()), fit.bars());
    var looked = cases.stream().map(each -> looked(each, steps, fit)).toList();
    return Optional.of(new Scored(looked, steps.stream().map(ReasoningGym::chain).toList()));
  }

  private static CheckedCase looked(CheckedCase each, List<List<Check>> steps, ScoreFit fit) {
    var looks = new HashMap<>(each.looks());
    for (Check check : Ladder.all(steps)) {
      if (check instanceof Check.Score score) {
        double bar = score.weighed().orElseThrow().atLeast();
        boolean passes = fit.passes(each.given().id(), each.repeat(), bar).orElseThrow();
        looks.put(score, new Look(ScoredAnswer.result(passes), 2 * LOCAL_COST, 0.1));
      }
    }
    return new CheckedCase(
        each.given(), each.unit(), each.repeat(), each.first(), each.then(), each.alone(), looks);
  }

  /// All cases with the score as it would be served.
  List<CheckedCase> served(String model, Chain chain) {
    return all(model).stream()
        .map(each -> {
          var looks = new HashMap<>(each.looks());
          for (Check check : chain.checks()) {
            if (check instanceof Check.Score score) {
              var weighed = score.weighed().orElseThrow();
              boolean passes = weighed.chance(in(signals, each)) >= weighed.atLeast();
              looks.put(score, new Look(ScoredAnswer.result(passes), 2 * LOCAL_COST, 0.1));
            }
          }
          return new CheckedCase(
              each.given(),
              each.unit(),
              each.repeat(),
              each.first(),
              each.then(),
              each.alone(),
              looks);
        })
        .toList();
  }

  static Chain chain(List<Check> checks) {
    return new Chain(
        new ModelName("local"), Optional.of(new ModelName("remote")), checks, CascadeRules.USUAL);
  }

  /// What is proved of each first model on a draw.
  static Optional<Tried> proved(List<CheckedCase> cases, int tried) {
    return proved(
        cases, Ladder.of(List.of(COMPLETE, TWO)).stream().map(ReasoningGym::chain).toList(), tried);
  }

  /// The same on a ladder of its own.
  static Optional<Tried> proved(List<CheckedCase> cases, List<Chain> ladder, int tried) {
    var claims = new Claims(cases, true, tried);
    return Climb.proved(
        Climb.all(
            ladder,
            chain -> List.of(claims.notWorse(chain, MARGIN), claims.cheaper(chain, LIMITS, 0.95))));
  }

  /// Mean grade and cost of a chain.
  static double[] truth(Chain chain, List<CheckedCase> cases) {
    double score = 0;
    double cost = 0;
    for (CheckedCase each : cases) {
      var answer = chain.run(each).answer();
      score += answer.score();
      cost += answer.cost();
    }
    return new double[] {score / cases.size(), cost / cases.size()};
  }
}
