package dev.metier.report.view.cases;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.Outcome;
import dev.metier.qualify.CellResult;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.cases.CasesQuery.Kind;
import dev.metier.report.view.cases.CasesView.Causal;
import dev.metier.report.view.cases.CasesView.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which cases of a job the case lab shows, and how two models did on them.
final class CaseSelection {
  final CellResult a;
  final Optional<CellResult> b;

  /// What the address asked for in vain; added to while the page is made.
  final List<String> ignored;

  private final Job job;
  private final List<CellResult> results;
  private final CasesQuery query;
  private final CaseEvidence evidence;
  private final Map<String, Standing> standingsA;
  private final Map<String, Standing> standingsB;
  private final Set<String> disagreeing = new HashSet<>();
  private final Set<String> reviewed = new HashSet<>();
  private final Set<String> changed;
  private final List<Entry> entries;

  /// A case, and the hash that its answers are kept under.
  ///
  /// @param aside whether it counts no more
  /// @param a how the first model did on it
  record Entry(Case given, String content, boolean aside, Standing a, Standing b) {}

  /// What is shown.
  ///
  /// @param counts how many cases there are of each kind
  record Chosen(Kind only, List<Entry> cases, Map<Kind, Integer> counts, Causal causal) {}

  CaseSelection(List<CellResult> results, CasesQuery query, CaseEvidence evidence) {
    this.job = results.getFirst().job();
    this.results = results;
    this.query = query;
    this.evidence = evidence;
    this.ignored = new ArrayList<>(query.ignored());
    this.a = named(query.a(), "a").orElseGet(this::first);
    this.b = named(query.b(), "b").filter(other -> !same(other, a)).or(() -> beside(a));
    this.standingsA = standings(a);
    this.standingsB = b.map(this::standings).orElseGet(HashMap::new);
    this.changed = changed();
    job.reviews().forEach(review -> reviewed.add(review.given().id()));
    Set<String> aside = job.setAside().stream().map(Case::id).collect(Collectors.toSet());
    List<Case> written = job.written();
    List<String> contents = evidence.contents(job);
    if (!aside.isEmpty()) {
      Set<String> theirs =
          IntStream.range(0, written.size())
              .filter(i -> aside.contains(written.get(i).id()))
              .mapToObj(contents::get)
              .collect(Collectors.toSet());
      before(a, theirs, standingsA);
      b.ifPresent(other -> before(other, theirs, standingsB));
    }
    this.entries = found(written, contents, aside);
  }

  /// How a model did on cases that count no more, by its last grades.
  private void before(CellResult result, Set<String> aside, Map<String, Standing> standings) {
    evidence.asked(job.name(), result.model().name()).stream()
        .filter(each -> each.setting().equals(result.setting()))
        .filter(each -> aside.contains(each.content()))
        .forEach(each ->
            standings.merge(
                each.content(), each.passed() ? Standing.PASS : Standing.FAIL, Standing::with));
  }

  private List<Entry> found(List<Case> written, List<String> contents, Set<String> aside) {
    var all = new ArrayList<Entry>(written.size());
    for (int i = 0; i < written.size(); i++) {
      Case given = written.get(i);
      String content = contents.get(i);
      all.add(
          new Entry(
              given,
              content,
              aside.contains(given.id()),
              standingsA.getOrDefault(content, Standing.NOT_ASKED),
              standingsB.getOrDefault(content, Standing.NOT_ASKED)));
    }
    if (query.find().isEmpty()) {
      return all;
    }
    var found = new HashSet<String>();
    asked().forEach(result -> found.addAll(evidence.mentioning(result.setting(), query.find())));
    Pattern text =
        Pattern.compile(
            query.find(), Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return all.stream()
        .filter(entry -> found.contains(entry.content()) || says(entry.given(), text))
        .toList();
  }

  private Stream<CellResult> asked() {
    return Stream.concat(Stream.of(a), b.stream()).filter(result -> result.kept() > 0);
  }

  private static boolean says(Case given, Pattern text) {
    return Stream.of(
            Stream.of(given.id()), given.vars().values().stream(), given.expected().stream())
        .flatMap(each -> each)
        .anyMatch(each -> text.matcher(each).find());
  }

  Chosen chosen() {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      counts.put(kind, (int) entries.stream().filter(entry -> is(entry, kind)).count());
    }
    Kind only = query.only().orElseGet(() -> usual(counts));
    List<Entry> shown = entries.stream().filter(entry -> is(entry, only) || stays(entry)).toList();
    Optional<CellResult> failing = only == Kind.SECOND_FAILS ? b : Optional.of(a);
    if (shown.isEmpty() || failing.filter(result -> result.kept() > 0).isEmpty()) {
      return new Chosen(only, shown, counts, Causal.NONE);
    }
    CellResult model = failing.get();
    var causes =
        new Causes(evidence.failedGrades(model.setting(), model.grading()), model.unserved());
    List<String> contents = shown.stream().map(Entry::content).toList();
    var causal =
        new Causal(
            model.model().name().text(),
            causes.failed(contents),
            causes.counted(contents, query.cause()));
    Optional<String> cause = causal.chosen();
    if (cause.isEmpty()) {
      query.cause().ifPresent(text -> ignored.add("cause=" + CasesQuery.shortened(text)));
      return new Chosen(only, shown, counts, causal);
    }
    List<Entry> those =
        shown.stream()
            .filter(entry -> causes.has(entry.content(), cause.get()) || stays(entry))
            .toList();
    return new Chosen(only, those, counts, causal);
  }

  /// What somebody just said something of is shown on, and so is what a page shows already,
  /// whatever it is of now.
  private boolean stays(Entry entry) {
    return query.given().filter(entry.given().id()::equals).isPresent()
        && (query.shown() || reviewed.contains(entry.given().id()));
  }

  static boolean same(CellResult one, CellResult other) {
    return one.model().name().equals(other.model().name());
  }

  private Optional<CellResult> named(Optional<String> name, String parameter) {
    Optional<CellResult> found =
        results.stream()
            .filter(r -> name.filter(r.model().name().text()::equals).isPresent())
            .findFirst();
    if (name.isPresent() && found.isEmpty()) {
      ignored.add(parameter + "=" + CasesQuery.shortened(name.get()));
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
        disagreeing.add(outcome.content());
      }
    }
    return standings;
  }

  /// The cases on which the first model comes out otherwise than under the setting before.
  private Set<String> changed() {
    Map<String, Map<String, Boolean>> passed = new HashMap<>();
    String before = "";
    for (AskedCase each : evidence.asked(job.name(), a.model().name())) {
      if (!each.setting().equals(a.setting())) {
        before = each.setting();
        passed
            .computeIfAbsent(before, _ -> new HashMap<>())
            .merge(each.content(), each.passed(), Boolean::logicalAnd);
      }
    }
    var changed = new HashSet<String>();
    passed
        .getOrDefault(before, Map.of())
        .forEach((content, pass) -> {
          Standing now = standingsA.getOrDefault(content, Standing.NOT_ASKED);
          if ((now == Standing.PASS && !pass) || (now == Standing.FAIL && pass)) {
            changed.add(content);
          }
        });
    return changed;
  }

  private boolean is(Entry entry, Kind kind) {
    if (entry.aside()) {
      return kind == Kind.SET_ASIDE;
    }
    Standing one = entry.a();
    Standing other = entry.b();
    return switch (kind) {
      case FIRST_FAILS -> one == Standing.FAIL && other == Standing.PASS;
      case BOTH_FAIL -> one == Standing.FAIL && other == Standing.FAIL;
      case SECOND_FAILS -> one == Standing.PASS && other == Standing.FAIL;
      case FAILS -> one == Standing.FAIL || one == Standing.UNSERVED;
      case DISAGREE -> disagreeing.contains(entry.content());
      case UNSERVED -> one == Standing.UNSERVED || other == Standing.UNSERVED;
      case CHANGED -> changed.contains(entry.content());
      case SET_ASIDE -> false;
      case REVIEWED -> reviewed.contains(entry.given().id());
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
}
