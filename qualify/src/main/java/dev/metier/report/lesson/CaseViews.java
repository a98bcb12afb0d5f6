package dev.metier.report.lesson;

import dev.metier.job.Case;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import dev.metier.report.lesson.Lessons.Cases;
import dev.metier.report.lesson.Lessons.Pair;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixViews;
import dev.metier.stats.ExactBoundary;
import dev.metier.verdict.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// What models answered to the same cases.
final class CaseViews {
  private static final int FEWEST = 10;

  private CaseViews() {}

  /// Of all pairs of an own model with a hosted one, that where the hosted one alone was right most
  /// often; else any two.
  static Optional<Pair> pair(FitMatrix matrix, List<CellResult> results) {
    return results.stream()
        .filter(result -> MatrixViews.isOwn(result.model()))
        .flatMap(own ->
            results.stream()
                .filter(other -> !MatrixViews.isOwn(other.model()))
                .filter(other -> other.job().name().equals(own.job().name()))
                .map(other -> pair(matrix, own, other)))
        .filter(pair -> pair.all() >= FEWEST)
        .max(
            Comparator.comparingInt((Pair pair) -> Math.min(pair.both(), pair.onlyOther()))
                .thenComparingInt(Pair::all));
  }

  private static Pair pair(FitMatrix matrix, CellResult one, CellResult other) {
    Map<String, Boolean> a = passes(one);
    Map<String, Boolean> b = passes(other);
    int[] counts = new int[4];
    for (Case given : one.job().cases()) {
      String content = Hashes.content(one.job(), given);
      if (a.containsKey(content) && b.containsKey(content)) {
        counts[(a.get(content) ? 0 : 2) + (b.get(content) ? 0 : 1)]++;
      }
    }
    return new Pair(
        one.job().name().text(),
        one.model().name().text(),
        other.model().name().text(),
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        cost(matrix, one),
        cost(matrix, other));
  }

  private static Optional<String> cost(FitMatrix matrix, CellResult result) {
    return matrix.jobs().stream()
        .filter(row -> row.job().name().equals(result.job().name()))
        .flatMap(row -> row.cells().stream())
        .filter(cell -> cell.model().name().equals(result.model().name()))
        .findFirst()
        .flatMap(cell -> cell.facts().perThousand())
        .map(MatrixViews::perThousand);
  }

  /// Whether each case passed every time; cases that were not served, and failed never, are left
  /// out.
  private static Map<String, Boolean> passes(CellResult result) {
    return passes(result.outcomes());
  }

  /// The same of those that its verdict rests on: what was asked ahead of it is left out.
  private static Map<String, Boolean> counted(CellResult result) {
    long counted =
        Figures.main(result.verdict().findings())
            .map(finding -> (long) finding.seen() * result.job().repeats())
            .orElse(Long.MAX_VALUE);
    return passes(result.outcomes().stream().limit(counted).toList());
  }

  private static Map<String, Boolean> passes(List<Outcome> outcomes) {
    Map<String, Standing> standings = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      Standing standing =
          !outcome.served()
              ? Standing.UNSERVED
              : outcome.score() >= 1 ? Standing.PASSED : Standing.FAILED;
      standings.merge(outcome.content(), standing, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    Map<String, Boolean> passes = new LinkedHashMap<>();
    standings.forEach((content, standing) -> {
      if (standing != Standing.UNSERVED) {
        passes.put(content, standing == Standing.PASSED);
      }
    });
    return passes;
  }

  /// What repeats of a case come to: the last of these that any of them has.
  private enum Standing {
    PASSED,
    UNSERVED,
    FAILED
  }

  /// The job whose cases tell most models apart.
  static Optional<Cases> cases(FitMatrix matrix, List<CellResult> results) {
    return matrix.jobs().stream()
        .map(row -> results.stream().filter(r -> r.job().name().equals(row.job().name())).toList())
        .map(CaseViews::cases)
        .filter(cases -> cases.tones().size() >= FEWEST)
        .max(
            Comparator.comparing((Cases cases) -> cases.straight().isPresent())
                .thenComparing(cases -> cases.count("unfit") > 0)
                .thenComparingInt(cases -> cases.count("undecided")));
  }

  private static Cases cases(List<CellResult> ofJob) {
    var tones = new ArrayList<String>();
    if (ofJob.isEmpty()) {
      return new Cases("", tones, "", OptionalInt.empty(), 0);
    }
    var job = ofJob.getFirst().job();
    List<Map<String, Boolean>> all = ofJob.stream().map(CaseViews::counted).toList();
    for (Case given : job.cases()) {
      String content = Hashes.content(job, given);
      List<Boolean> asked =
          all.stream().flatMap(one -> Optional.ofNullable(one.get(content)).stream()).toList();
      if (asked.size() > 1) {
        boolean same = asked.stream().distinct().count() == 1;
        tones.add(same ? asked.getFirst() ? "fit" : "unfit" : "undecided");
      }
    }
    Optional<Finding> main =
        ofJob.stream().flatMap(r -> Figures.main(r.verdict().findings()).stream()).findFirst();
    return new Cases(
        job.name().text(),
        tones,
        main.map(Figures::bar).orElse(""),
        main.map(f -> straight(ofJob, f)).orElse(OptionalInt.empty()),
        job.cases().size());
  }

  /// The first count of passes without a failure that is FIT.
  private static OptionalInt straight(List<CellResult> ofJob, Finding main) {
    Optional<ExactBoundary> boundary =
        ofJob.stream()
            .flatMap(r -> Optional.ofNullable(r.boundaries().get(main.need())).stream())
            .findFirst();
    return boundary.isEmpty()
        ? OptionalInt.empty()
        : IntStream.rangeClosed(1, main.available())
            .filter(n -> boundary.get().fitAtLeast(n) <= n)
            .findFirst();
  }
}
