package dev.metier.report.lesson;

import dev.metier.catalog.Model;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import dev.metier.report.lesson.ModelCard.Failure;
import dev.metier.report.lesson.ModelCard.Never;
import dev.metier.report.lesson.ModelCard.Standing;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.CellViews;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.cases.AnswerSides;
import dev.metier.report.view.cases.CasesView;
import dev.metier.report.view.cases.OwnLabels;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// Makes the card of a model from all that was asked of it.
public final class ModelCards {
  private static final int FAILURES = 3;
  private static final int TRIED = 9;
  private static final int SHOWN = 600;
  private static final int MOST_CASES = 2_000;

  private final FitMatrix matrix;
  private final List<CellResult> results;
  private final Function<Filter, List<KeptAnswer>> answers;
  private final List<Asked> asked = new ArrayList<>();

  /// A case that the model was asked.
  private record Asked(CellResult result, Case given, Outcome outcome) {}

  private ModelCards(
      FitMatrix matrix, List<CellResult> results, Function<Filter, List<KeptAnswer>> answers) {
    this.matrix = matrix;
    this.results = results;
    this.answers = answers;
    results.forEach(this::collect);
  }

  private void collect(CellResult result) {
    Map<String, Case> cases = new HashMap<>();
    result.job().cases().forEach(given -> cases.put(Hashes.content(result.job(), given), given));
    for (Outcome outcome : result.outcomes()) {
      Optional.ofNullable(cases.get(outcome.content()))
          .ifPresent(given -> asked.add(new Asked(result, given, outcome)));
    }
  }

  /// The card of a model of the project.
  ///
  /// @param results of all jobs and models
  /// @param answers reads kept answers
  public static ModelCard of(
      FitMatrix matrix,
      List<CellResult> results,
      String model,
      Function<Filter, List<KeptAnswer>> answers) {
    var ofModel = results.stream().filter(r -> r.model().name().text().equals(model)).toList();
    return new ModelCards(matrix, ofModel, answers).card();
  }

  private ModelCard card() {
    Model model = results.getFirst().model();
    var cells = cells();
    return new ModelCard(
        VisibleText.of(matrix.project()),
        cells.stream()
            .flatMap(c -> c.cell().facts().last().stream())
            .max(Comparator.naturalOrder())
            .map(Figures::moment),
        model.name().text(),
        KindViews.sort(model),
        VisibleText.of(
            model.kind().word() + "/" + model.id().substring(model.id().lastIndexOf('/') + 1)),
        VisibleText.of(model.readingHost().name()),
        MatrixViews.isOwn(model),
        MatrixViews.word(model.readingHost().clearance()),
        cells.stream().map(ModelCards::standing).toList(),
        never(),
        failures(),
        new ModelFacts(model, results, cells.stream().map(Placed::cell).toList()).all());
  }

  private record Placed(Job job, FitMatrix.Cell cell) {}

  private List<Placed> cells() {
    var name = results.getFirst().model().name();
    return matrix.jobs().stream()
        .flatMap(row ->
            row.cells().stream()
                .filter(cell -> cell.model().name().equals(name))
                .map(cell -> new Placed(row.job(), cell)))
        .toList();
  }

  private static Standing standing(Placed placed) {
    FitMatrix.Cell cell = placed.cell();
    String line =
        cell.verdict() instanceof Verdict.Fit fit
            ? Figures.main(fit.findings()).map(Figures::claim).orElse("").replace(">=", "≥")
            : CellViews.of(cell).line();
    return new Standing(
        placed.job().name().text(),
        VisibleText.of(placed.job().purpose()),
        CellViews.mark(cell),
        line);
  }

  private Never never() {
    Set<DataClass> classes = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Set<String> scripts = new TreeSet<>();
    boolean tools = false;
    boolean pictures = false;
    for (Asked each : asked) {
      classes.add(each.result().job().data());
      seen.addAll(each.given().slices());
      tools |= !each.result().job().tools().isEmpty();
      pictures |= !each.given().pictures().isEmpty();
    }
    asked.stream()
        .limit(MOST_CASES)
        .forEach(each -> each.given().vars().values().forEach(text -> scripts(text, scripts)));
    return new Never(
        Arrays.stream(DataClass.values())
            .filter(data -> !classes.contains(data))
            .map(MatrixViews::word)
            .toList(),
        asked.stream()
            .filter(each -> each.outcome().served())
            .limit(MOST_CASES)
            .mapToInt(each -> SpeedViews.characters(each.result().job(), each.given()))
            .max(),
        tags().filter(tag -> !seen.contains(tag)).map(VisibleText::of).toList(),
        List.copyOf(scripts),
        tools,
        pictures,
        others());
  }

  /// The tags of the jobs that it is a candidate of.
  private Stream<String> tags() {
    return results.stream()
        .flatMap(result -> result.job().cases().stream())
        .flatMap(given -> given.slices().stream())
        .distinct()
        .sorted();
  }

  private static void scripts(String text, Set<String> found) {
    text.codePoints()
        .filter(Character::isLetter)
        .mapToObj(Character.UnicodeScript::of)
        .filter(script -> script != Character.UnicodeScript.COMMON)
        .distinct()
        .forEach(script -> found.add(word(script.name())));
  }

  private static String word(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<String> others() {
    return matrix.jobs().stream()
        .map(row -> row.job().name())
        .filter(job -> results.stream().noneMatch(r -> r.job().name().equals(job)))
        .map(job -> job.text())
        .toList();
  }

  /// Of different jobs where there are such, and of those whose text was kept where there are.
  private List<Failure> failures() {
    Map<String, Integer> perJob = new HashMap<>();
    record Ranked(Asked failed, int rank) {}
    List<Failure> read =
        asked.stream()
            .filter(each -> each.outcome().served() && each.outcome().score() < 1)
            .map(each ->
                new Ranked(each, perJob.merge(each.result().job().name().text(), 1, Integer::sum)))
            .filter(ranked -> ranked.rank() <= FAILURES)
            .sorted(Comparator.comparingInt(Ranked::rank))
            .limit(TRIED)
            .map(ranked -> failure(ranked.failed()))
            .filter(failure -> !failure.answer().answers().isEmpty())
            .toList();
    return read.stream().sorted(Comparator.comparing(ModelCards::isEmpty)).limit(FAILURES).toList();
  }

  private static boolean isEmpty(Failure failure) {
    return failure.answer().answers().getFirst().pieces().isEmpty();
  }

  private Failure failure(Asked failed) {
    CellResult result = failed.result();
    Job job = result.job();
    var kept =
        answers
            .apply(
                Filter.setting(result.setting())
                    .gradedBy(result.grading())
                    .ofContent(failed.outcome().content()))
            .stream()
            .filter(answer -> answer.key().repeat() == failed.outcome().repeat())
            .toList();
    return new Failure(
        job.name().text(),
        failed.given().id(),
        AnswerSides.excerpt(request(job, failed.given()), SHOWN),
        failed.given().expected().map(text -> AnswerSides.excerpt(text, SHOWN)),
        AnswerSides.of(result, CasesView.Standing.FAIL, kept, failed.given(), OwnLabels.NONE));
  }

  /// The variables of a case, in the prompt's order.
  private static String request(Job job, Case given) {
    var texts = new ArrayList<String>();
    for (String name : job.prompt().variables()) {
      given.value(name).ifPresent(texts::add);
    }
    return texts.isEmpty() ? String.join("\n", given.vars().values()) : String.join("\n", texts);
  }
}
