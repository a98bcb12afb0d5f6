package dev.metier.report;

import dev.metier.catalog.Fingerprint;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Hashes;
import dev.metier.plan.Unit;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.verdict.Assessor;
import dev.metier.verdict.UnitResult;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Verdicts that were really reached, on a job of fifty questions.
public final class SampleResults {
  public static final Job JOB = job(50);

  private SampleResults() {}

  /// Questions, every fifth one tagged `hard`.
  public static Job job(int cases) {
    Requirement quality = new Requirement.Quality(0.8, 0.95, Optional.empty());
    return SampleMatrix.job("family", "name relations", DataClass.PUBLIC, List.of(quality))
        .withCases(IntStream.range(0, cases).mapToObj(SampleResults::question).toList());
  }

  private static Case question(int number) {
    return new Case(
        "q" + number,
        Map.of("text", "What is Ann to Bob in family " + number + "?"),
        Optional.of("aunt"),
        number % 5 == 0 ? Set.of("hard") : Set.of(),
        Optional.empty());
  }

  /// A model that was asked so many cases in the committed order.
  ///
  /// @param passes whether the n-th of them passed, from 0
  public static CellResult result(Job job, String model, int asked, IntPredicate passes) {
    var order = CommittedOrder.of(job);
    var assessment = Assessor.begin(job, order, 1, 0);
    var outcomes = new ArrayList<Outcome>();
    for (Unit unit : order.units().subList(0, asked)) {
      Outcome outcome = outcome(job, unit.cases().getFirst(), passes.test(unit.index()));
      outcomes.add(outcome);
      assessment.add(new UnitResult(unit, List.of(List.of(outcome))), Map.of());
    }
    var doubt =
        asked == job.cases().size() ? Verdict.Doubt.CASES_EXHAUSTED : Verdict.Doubt.BORDERLINE;
    return new CellResult(
        job,
        SampleMatrix.model(model),
        assessment.verdict(Optional.of(doubt)),
        "setting-" + model,
        "grading",
        asked,
        job.cases().size(),
        outcomes,
        Optional.of(new Fingerprint(Map.of(), Set.of())),
        List.of(),
        Optional.empty(),
        false,
        assessment.boundaries(),
        assessment.counted());
  }

  private static Outcome outcome(Job job, Case given, boolean passed) {
    return new Outcome(
        Hashes.content(job, given),
        0,
        passed ? 1 : 0,
        true,
        900_000_000,
        200_000_000,
        40,
        1_100_000,
        false,
        Optional.empty(),
        false);
  }

  /// One that is still between its borders, one that is FIT, and one that is UNFIT.
  public static List<CellResult> all() {
    return List.of(
        result(JOB, "qwen", 50, n -> n % 6 != 5),
        result(JOB, "opus", 19, _ -> true),
        result(JOB, "gemma", 4, _ -> false));
  }

  /// Results of which nothing but a matrix is known.
  public static List<CellResult> of(FitMatrix matrix) {
    var results = new ArrayList<CellResult>();
    for (FitMatrix.JobRow row : matrix.jobs()) {
      for (FitMatrix.Cell cell : row.cells()) {
        results.add(
            new CellResult(
                row.job(),
                cell.model(),
                cell.verdict(),
                "s",
                "g",
                0,
                0,
                List.of(),
                Optional.empty(),
                cell.notes(),
                Optional.empty(),
                false));
      }
    }
    return results;
  }

  /// The matrix of results of one job.
  public static FitMatrix matrix(List<CellResult> results) {
    var cells =
        results.stream()
            .map(r ->
                new FitMatrix.Cell(
                    r.model(),
                    r.verdict(),
                    dev.metier.report.matrix.CellFacts.facts(
                        r, r.outcomes(), Optional.of(SampleMatrix.AT)),
                    r.notes()))
            .toList();
    return new FitMatrix(
        "kin",
        SampleMatrix.AT,
        List.of(new FitMatrix.JobRow(results.getFirst().job(), cells)),
        new FitMatrix.Calls(73, 150),
        Optional.empty(),
        List.of());
  }
}
