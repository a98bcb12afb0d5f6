package dev.metier.report.view;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.CasesQuery.Kind;
import dev.metier.report.view.CasesView.Chosen;
import dev.metier.report.view.CasesView.Field;
import dev.metier.report.view.CasesView.Item;
import dev.metier.report.view.CasesView.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Makes the case lab of a job.
public final class CasesViews {
  private static final int SHOWN_INPUT = 1_200;

  private final Job job;
  private final List<CellResult> results;
  private final CasesQuery query;
  private final Function<Filter, List<KeptAnswer>> answers;
  private final CellResult a;
  private final Optional<CellResult> b;
  private final Map<String, Standing> standingsA;
  private final Map<String, Standing> standingsB;
  private final Map<String, Boolean> disagreeing = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> ignored;

  private record Entry(Case given, String content) {}

  private CasesViews(
      List<CellResult> results, CasesQuery query, Function<Filter, List<KeptAnswer>> answers) {
    this.job = results.getFirst().job();
    this.results = results;
    this.query = query;
    this.answers = answers;
    this.ignored = new ArrayList<>(query.ignored());
    this.a = named(query.a(), "a").orElseGet(this::first);
    this.b = named(query.b(), "b").filter(other -> !same(other, a)).or(() -> beside(a));
    this.standingsA = standings(a);
    this.standingsB = b.map(this::standings).orElse(Map.of());
    job.cases().forEach(given -> entries.add(new Entry(given, Hashes.content(job, given))));
  }

  /// The lab of one job.
  ///
  /// @param results those of the job, at least one
  /// @param answers reads kept answers
  public static CasesView of(
      FitMatrix matrix,
      List<CellResult> results,
      CasesQuery query,
      Function<Filter, List<KeptAnswer>> answers) {
    return new CasesViews(results, query, answers).view(matrix);
  }

  private CasesView view(FitMatrix matrix) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      counts.put(kind, (int) entries.stream().filter(entry -> is(entry, kind)).count());
    }
    Kind only = query.only().orElseGet(() -> usual(counts));
    List<Entry> shown = entries.stream().filter(entry -> is(entry, only)).toList();
    int chosen = chosen(shown);
    int from =
        query.from() > 0 || chosen < 0 ? query.from() : chosen / CasesQuery.PAGE * CasesQuery.PAGE;
    if (from >= shown.size() && from > 0) {
      ignored.add("from=" + from);
      from = 0;
    }
    var items = new ArrayList<Item>();
    for (int i = from; i < Math.min(shown.size(), from + CasesQuery.PAGE); i++) {
      items.add(item(shown.get(i), i));
    }
    int whole = chosen >= 0 ? chosen : from;
    return new CasesView(
        VisibleText.of(matrix.project()),
        last(matrix),
        job.name().text(),
        VisibleText.of(job.purpose()),
        MatrixViews.word(job.data()),
        results.stream()
            .map(r ->
                new WhyView.Candidate(
                    r.model().name().text(), CellViews.mark(r.verdict()), same(r, a) || isB(r)))
            .toList(),
        a.model().name().text(),
        b.map(r -> r.model().name().text()),
        counts,
        only,
        items,
        from,
        shown.size(),
        whole < shown.size() ? Optional.of(whole(shown, whole)) : Optional.empty(),
        ignored.stream().map(VisibleText::of).toList());
  }

  private boolean isB(CellResult result) {
    return b.filter(other -> same(other, result)).isPresent();
  }

  private static boolean same(CellResult one, CellResult other) {
    return one.model().name().equals(other.model().name());
  }

  private Optional<String> last(FitMatrix matrix) {
    return matrix.jobs().stream()
        .filter(row -> row.job().name().equals(job.name()))
        .flatMap(row -> row.cells().stream())
        .flatMap(cell -> cell.facts().last().stream())
        .max(Comparator.naturalOrder())
        .map(Figures::moment);
  }

  private Optional<CellResult> named(Optional<String> name, String parameter) {
    Optional<CellResult> found =
        results.stream()
            .filter(r -> name.filter(r.model().name().text()::equals).isPresent())
            .findFirst();
    if (name.isPresent() && found.isEmpty()) {
      ignored.add(parameter + "=" + name.get());
    }
    return found;
  }

  /// The own model of which most is known, else any.
  private CellResult first() {
    return results.stream()
        .max(
            Comparator.comparing((CellResult r) -> MatrixViews.isOwn(r.model()) && r.kept() > 0)
                .thenComparingLong(CellResult::kept))
        .orElseThrow();
  }

  /// A hosted model that was asked, else another one.
  private Optional<CellResult> beside(CellResult own) {
    return results.stream()
        .filter(r -> !same(r, own))
        .max(
            Comparator.comparing((CellResult r) -> r.kept() > 0)
                .thenComparing(r -> !MatrixViews.isOwn(r.model()))
                .thenComparingLong(CellResult::kept));
  }

  private Map<String, Standing> standings(CellResult result) {
    Map<String, Standing> standings = new HashMap<>();
    Map<String, Double> first = new HashMap<>();
    for (Outcome outcome : result.outcomes()) {
      standings.merge(outcome.content(), Standing.of(outcome), Standing::with);
      Double before = first.putIfAbsent(outcome.content(), outcome.score());
      if (before != null && before != outcome.score()) {
        disagreeing.put(outcome.content(), true);
      }
    }
    return standings;
  }

  private Standing a(Entry entry) {
    return standingsA.getOrDefault(entry.content(), Standing.NOT_ASKED);
  }

  private Standing b(Entry entry) {
    return standingsB.getOrDefault(entry.content(), Standing.NOT_ASKED);
  }

  private boolean is(Entry entry, Kind kind) {
    Standing one = a(entry);
    Standing other = b(entry);
    return switch (kind) {
      case FIRST_FAILS -> one == Standing.FAIL && other == Standing.PASS;
      case BOTH_FAIL -> one == Standing.FAIL && other == Standing.FAIL;
      case SECOND_FAILS -> one == Standing.PASS && other == Standing.FAIL;
      case DISAGREE -> disagreeing.containsKey(entry.content());
      case UNSERVED -> one == Standing.UNSERVED || other == Standing.UNSERVED;
      case ASKED -> one != Standing.NOT_ASKED || other != Standing.NOT_ASKED;
      case ALL -> true;
    };
  }

  private static Kind usual(Map<Kind, Integer> counts) {
    for (Kind kind : List.of(Kind.FIRST_FAILS, Kind.BOTH_FAIL, Kind.SECOND_FAILS, Kind.ASKED)) {
      if (counts.getOrDefault(kind, 0) > 0) {
        return kind;
      }
    }
    return Kind.ALL;
  }

  /// The place of the case that was asked for; below 0 when it is not among these.
  private int chosen(List<Entry> shown) {
    for (int i = 0; i < shown.size(); i++) {
      if (query.given().filter(shown.get(i).given().id()::equals).isPresent()) {
        return i;
      }
    }
    query.given().ifPresent(id -> ignored.add("case=" + id));
    return -1;
  }

  private Item item(Entry entry, int index) {
    return new Item(entry.given().id(), a(entry), b(entry), index);
  }

  private Chosen whole(List<Entry> shown, int index) {
    Entry entry = shown.get(index);
    Case given = entry.given();
    String expected = given.expected().orElse("");
    List<KeptAnswer> own = kept(a, entry);
    List<KeptAnswer> others = b.map(result -> kept(result, entry)).orElse(List.of());
    var sides = new ArrayList<CasesView.Side>();
    var compared = new ArrayList<Optional<String>>();
    sides.add(AnswerSides.of(a, a(entry), own, expected));
    compared.add(AnswerSides.compared(a, own));
    b.ifPresent(result -> {
      sides.add(AnswerSides.of(result, b(entry), others, expected));
      compared.add(AnswerSides.compared(result, others));
    });
    return new Chosen(
        VisibleText.of(given.id()),
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
        sides,
        FieldRows.of(expected, compared),
        near(shown, index - 1),
        near(shown, index + 1));
  }

  private static Optional<String> near(List<Entry> shown, int index) {
    return index < 0 || index >= shown.size()
        ? Optional.empty()
        : Optional.of(shown.get(index).given().id());
  }

  private List<KeptAnswer> kept(CellResult result, Entry entry) {
    return result.kept() == 0
        ? List.of()
        : answers.apply(
            Filter.setting(result.setting()).gradedBy(result.grading()).ofContent(entry.content()));
  }
}
