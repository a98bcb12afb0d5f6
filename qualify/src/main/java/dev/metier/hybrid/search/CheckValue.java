package dev.metier.hybrid.search;

import dev.metier.check.CheckResult;
import dev.metier.hybrid.Chain;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Look;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.stats.Interval;
import dev.metier.stats.Proportions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What one check is worth on the answers of one model to the cases.
///
/// @param model whose answers it looks at
/// @param wrong answers that are wrong
/// @param accepted those of them that it passes all the same
/// @param right answers that are right
/// @param rejected those of them that it does not pass all the same
/// @param broken answers on which it could not run
/// @param perThousand dollars for 1,000 answers that it looks at; NaN when not known
/// @param millis of one look on average; NaN when not known
/// @param gradeWithout by how much the mean grade changes without it
/// @param costWithout by how many dollars for 1,000 requests the cost changes without it
/// @param alone whether it is the only check, so that without it there is no chain
public record CheckValue(
    ModelName model,
    Check check,
    int wrong,
    int accepted,
    int right,
    int rejected,
    int broken,
    double perThousand,
    double millis,
    double gradeWithout,
    double costWithout,
    boolean alone) {
  static final double HALF = 0.5;

  private static final double SHOWN = 0.05;
  private static final double NANOS = 1e9;

  /// Share of the wrong answers that it lets through, with 95 % confidence.
  public Interval falseAccepts() {
    return Proportions.interval(accepted, wrong, SHOWN);
  }

  /// Share of the right answers that it holds back, with 95 % confidence.
  public Interval falseRejects() {
    return Proportions.interval(rejected, right, SHOWN);
  }

  /// Whether it is worth what it takes: without it answers would be worse, or no cheaper.
  public boolean earns() {
    return alone || gradeWithout < 0 || !(costWithout < 0);
  }

  /// Each check of a chain.
  static List<CheckValue> of(Chain chain, List<CheckedCase> cases) {
    var values = new ArrayList<CheckValue>();
    for (Check check : chain.checks()) {
      var others = without(chain.checks(), check);
      values.add(
          new Valued(chain, chain.with(others), chain.first(), others.isEmpty())
              .of(check, cases, each -> new CheckedCase.Middle(each.first(), each.looks())));
    }
    chain
        .middle()
        .ifPresent(middle -> {
          for (Check check : middle.checks()) {
            var others = without(middle.checks(), check);
            var bare = chain.with(new Chain.Middle(middle.model(), others));
            values.add(
                new Valued(chain, bare, middle.model(), others.isEmpty())
                    .of(check, cases, each -> each.middle().orElseThrow()));
          }
        });
    return values;
  }

  private static List<Check> without(List<Check> checks, Check check) {
    return checks.stream().filter(other -> !other.equals(check)).toList();
  }

  /// A chain with a check of one model's answers, and without.
  private record Valued(Chain chain, Chain without, ModelName model, boolean alone) {
    CheckValue of(
        Check check, List<CheckedCase> cases, Function<CheckedCase, CheckedCase.Middle> said) {
      int[] counts = new int[5];
      double cost = 0;
      double nanos = 0;
      int looked = 0;
      for (CheckedCase each : cases) {
        var answer = said.apply(each);
        if (each.repeat() == 0 && answer.answer().served()) {
          Look look = answer.looks().get(check);
          if (look == null) {
            continue;
          }
          boolean right = answer.answer().score() >= HALF;
          boolean passes = look.result() instanceof CheckResult.Pass;
          counts[right ? 2 : 0]++;
          counts[right ? 3 : 1] += right == passes ? 0 : 1;
          counts[4] += look.result() instanceof CheckResult.Broken ? 1 : 0;
          cost += look.cost();
          nanos += look.nanos();
          looked++;
        }
      }
      int n = Math.max(1, looked);
      return new CheckValue(
          model,
          check,
          counts[0],
          counts[1],
          counts[2],
          counts[3],
          counts[4],
          1000 * cost / n / NANOS,
          nanos / n / 1e6,
          mean(
              cases, each -> without.run(each).answer().score() - chain.run(each).answer().score()),
          1000
              / NANOS
              * mean(
                  cases,
                  each -> without.run(each).answer().cost() - chain.run(each).answer().cost()),
          alone);
    }
  }

  private static double mean(
      List<CheckedCase> cases, java.util.function.ToDoubleFunction<CheckedCase> of) {
    return cases.stream().mapToDouble(of).average().orElse(0);
  }
}
