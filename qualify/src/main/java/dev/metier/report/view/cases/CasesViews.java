package dev.metier.report.view.cases;

import static dev.metier.report.view.cases.CasesQuery.PAGE;

import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.Job;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.CellViews;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.WhyView;
import dev.metier.report.view.cases.CaseSelection.Entry;
import dev.metier.report.view.cases.CasesView.Chosen;
import dev.metier.report.view.cases.CasesView.Field;
import dev.metier.report.view.cases.CasesView.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Makes the case lab of a job.
public final class CasesViews {
  private static final int SHOWN_INPUT = 900;

  private final Job job;
  private final List<CellResult> results;
  private final CasesQuery query;
  private final CaseEvidence evidence;
  private final OwnLabels labels;
  private final CaseSelection selection;

  private CasesViews(
      List<CellResult> results, CasesQuery query, CaseEvidence evidence, OwnLabels labels) {
    this.job = results.getFirst().job();
    this.results = results;
    this.query = query;
    this.evidence = evidence;
    this.labels = labels;
    this.selection = new CaseSelection(results, query, evidence);
  }

  /// The lab of one job.
  ///
  /// @param results those of the job, at least one
  public static CasesView of(
      FitMatrix matrix,
      List<CellResult> results,
      CasesQuery query,
      CaseEvidence evidence,
      OwnLabels labels) {
    return new CasesViews(results, query, evidence, labels).view(matrix);
  }

  private CasesView view(FitMatrix matrix) {
    CaseSelection.Chosen those = selection.chosen();
    List<Entry> shown = those.cases();
    int asked = place(shown, query.given(), "case");
    int begun = place(shown, query.from(), "from");
    int from = begun >= 0 ? begun : Math.max(0, asked) / PAGE * PAGE;
    int whole = asked >= 0 ? asked : from;
    var items = new ArrayList<Item>();
    for (int i = from; i < Math.min(shown.size(), from + PAGE); i++) {
      items.add(item(shown.get(i), i));
    }
    return new CasesView(
        VisibleText.of(matrix.project()),
        last(matrix),
        job.name().text(),
        VisibleText.of(job.purpose()),
        MatrixViews.word(job.data()),
        results.stream().map(this::candidate).toList(),
        selection.a.model().name().text(),
        selection.b.map(r -> r.model().name().text()),
        those.counts(),
        those.only(),
        items,
        from,
        from == 0 ? Optional.empty() : near(shown, Math.max(0, from - PAGE)),
        near(shown, from + PAGE),
        shown.size(),
        whole < shown.size() ? Optional.of(whole(shown, whole)) : Optional.empty(),
        query.find(),
        query.whole(),
        those.causal(),
        job.reviewed(),
        labels.by().isPresent(),
        selection.ignored.stream().map(VisibleText::of).toList());
  }

  private WhyView.Candidate candidate(CellResult result) {
    boolean here =
        CaseSelection.same(result, selection.a)
            || selection.b.filter(b -> CaseSelection.same(b, result)).isPresent();
    return new WhyView.Candidate(result.model().name().text(), CellViews.mark(result), here);
  }

  private Optional<String> last(FitMatrix matrix) {
    return matrix.jobs().stream()
        .filter(row -> row.job().name().equals(job.name()))
        .flatMap(row -> row.cells().stream())
        .flatMap(cell -> cell.facts().last().stream())
        .max(Comparator.naturalOrder())
        .map(Figures::moment);
  }

  /// The place of a case that was asked for; below 0 when it is not among these.
  private int place(List<Entry> shown, Optional<String> id, String parameter) {
    for (int i = 0; i < shown.size(); i++) {
      if (id.filter(shown.get(i).given().id()::equals).isPresent()) {
        return i;
      }
    }
    id.ifPresent(text -> selection.ignored.add(parameter + "=" + CasesQuery.shortened(text)));
    return -1;
  }

  private Item item(Entry entry, int index) {
    return new Item(entry.given().id(), entry.a(), entry.b(), index, entry.aside());
  }

  private Chosen whole(List<Entry> shown, int index) {
    Entry entry = shown.get(index);
    Case given = entry.given();
    CellResult a = selection.a;
    Optional<CellResult> b = selection.b;
    List<KeptAnswer> own = kept(a, entry);
    List<KeptAnswer> others = b.map(result -> kept(result, entry)).orElse(List.of());
    var sides = new ArrayList<CasesView.Side>();
    var compared = new ArrayList<Optional<KeptAnswer>>();
    sides.add(AnswerSides.of(a, entry.a(), own, given, labels));
    compared.add(AnswerSides.compared(a, own));
    b.ifPresent(result -> {
      sides.add(AnswerSides.of(result, entry.b(), others, given, labels));
      compared.add(AnswerSides.compared(result, others));
    });
    return new Chosen(
        VisibleText.of(given.id()),
        given.id(),
        CaseReview.content(given),
        given.slices().stream().map(VisibleText::of).toList(),
        given.critical(),
        index,
        new TreeMap<>(given.vars())
            .entrySet().stream()
                .map(e ->
                    new Field(
                        VisibleText.of(e.getKey()), AnswerSides.excerpt(e.getValue(), SHOWN_INPUT)))
                .toList(),
        given.expected().map(text -> AnswerSides.excerpt(text, SHOWN_INPUT)),
        named(job, given),
        sides,
        FieldRows.of(
            given.expected().orElse(""),
            compared.stream().map(each -> each.map(AnswerSides::text)).toList()),
        CallRows.of(
            job.grading(given),
            given,
            compared.stream().map(each -> each.map(AnswerSides::calls)).toList()),
        job.review(given.id()).map(CasesViews::reviewed),
        near(shown, index - 1),
        near(shown, index + 1));
  }

  private static Optional<CasesView.Excerpt> named(Job job, Case given) {
    return given.expected().isPresent()
        ? Optional.empty()
        : FieldRows.named(job.grading(given), given)
            .map(text -> AnswerSides.excerpt(text, SHOWN_INPUT));
  }

  private static CasesView.Reviewed reviewed(CaseReview review) {
    return new CasesView.Reviewed(
        review.value().word(),
        VisibleText.of(review.by()),
        Figures.moment(review.at()),
        VisibleText.of(review.note()),
        review.expected().isPresent()
            ? Optional.of(AnswerSides.excerpt(review.given().expected().orElse(""), SHOWN_INPUT))
            : Optional.empty());
  }

  private static Optional<String> near(List<Entry> shown, int index) {
    return index < 0 || index >= shown.size()
        ? Optional.empty()
        : Optional.of(shown.get(index).given().id());
  }

  private List<KeptAnswer> kept(CellResult result, Entry entry) {
    var kept = new ArrayList<KeptAnswer>();
    if (result.kept() > 0) {
      var asked = Filter.setting(result.setting()).ofContent(entry.content());
      evidence.answers(entry.aside() ? asked : asked.gradedBy(result.grading()), kept::add);
    }
    return kept;
  }
}
