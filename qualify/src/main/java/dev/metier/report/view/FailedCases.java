package dev.metier.report.view;

import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import dev.metier.report.view.CasesView.Excerpt;
import dev.metier.report.view.CasesView.Field;
import dev.metier.report.view.CasesView.Side;
import dev.metier.report.view.CasesView.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The cases of a job that some model failed, with the answers of all models that were asked.
///
/// @param data the job's data class
/// @param differing on how many of them some model passed
/// @param total how many there are
/// @param shown the first of them, those on which models differ before the others
public record FailedCases(String job, DataClass data, int differing, int total, List<Row> shown) {
  private static final int SHOWN = 1_200;

  public FailedCases {
    shown = List.copyOf(shown);
  }

  /// One of them.
  ///
  /// @param id as it is written
  /// @param differs whether some model passed it
  /// @param inputs its variables, by name
  /// @param sides what each model that was asked answered
  public record Row(
      String id,
      boolean differs,
      List<String> slices,
      List<Field> inputs,
      Optional<Excerpt> expected,
      List<Side> sides) {}

  /// Those of one job.
  ///
  /// @param results those of the job, at least one
  /// @param most at most so many are shown
  /// @param answers reads kept answers; empty to leave out all texts of cases
  public static FailedCases of(
      List<CellResult> results, int most, Optional<Function<Filter, List<KeptAnswer>>> answers) {
    Job job = results.getFirst().job();
    List<Map<String, Standing>> standings = results.stream().map(FailedCases::standings).toList();
    var failed = new ArrayList<Found>();
    for (Case given : job.cases()) {
      String content = Hashes.content(job, given);
      List<Standing> all =
          standings.stream().map(own -> own.getOrDefault(content, Standing.NOT_ASKED)).toList();
      if (all.contains(Standing.FAIL) || all.contains(Standing.UNSERVED)) {
        failed.add(new Found(given, content, all.contains(Standing.PASS), all));
      }
    }
    List<Row> rows =
        failed.stream()
            .sorted(Comparator.comparing(found -> !found.differs()))
            .limit(most)
            .map(found -> row(found, results, answers))
            .toList();
    int differing = (int) failed.stream().filter(Found::differs).count();
    return new FailedCases(job.name().text(), job.data(), differing, failed.size(), rows);
  }

  private record Found(Case given, String content, boolean differs, List<Standing> standings) {}

  private static Map<String, Standing> standings(CellResult result) {
    Map<String, Standing> standings = new HashMap<>();
    for (Outcome outcome : result.outcomes()) {
      standings.merge(outcome.content(), Standing.of(outcome), Standing::with);
    }
    return standings;
  }

  private static Row row(
      Found found, List<CellResult> results, Optional<Function<Filter, List<KeptAnswer>>> answers) {
    Case given = found.given();
    boolean texts = answers.isPresent();
    return new Row(
        given.id(),
        found.differs(),
        given.slices().stream().sorted().map(VisibleText::of).toList(),
        texts ? inputs(given) : List.of(),
        given.expected().filter(_ -> texts).map(text -> AnswerSides.excerpt(text, SHOWN)),
        sides(found, results, answers.orElse(_ -> List.of())));
  }

  private static List<Field> inputs(Case given) {
    return new TreeMap<>(given.vars())
        .entrySet().stream()
            .map(e ->
                new Field(VisibleText.of(e.getKey()), AnswerSides.excerpt(e.getValue(), SHOWN)))
            .toList();
  }

  private static List<Side> sides(
      Found found, List<CellResult> results, Function<Filter, List<KeptAnswer>> answers) {
    String expected = found.given().expected().orElse("");
    var sides = new ArrayList<Side>();
    for (int i = 0; i < results.size(); i++) {
      CellResult result = results.get(i);
      Standing standing = found.standings().get(i);
      if (standing != Standing.NOT_ASKED) {
        var asked = Filter.setting(result.setting()).gradedBy(result.grading());
        var kept = answers.apply(asked.ofContent(found.content()));
        sides.add(AnswerSides.of(result, standing, kept, expected));
      }
    }
    return sides;
  }
}
