package dev.metier.report.view.cases;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Hashes;
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
  private final Set<String> changed;
  private final List<Entry> entries;

  /// A case, and the hash that its answers are kept under.
  ///
  /// @param aside whether it counts no more
  record Entry(Case given, String content, boolean aside) {}

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
    this.entries = entries();
    if (!job.setAside().isEmpty()) {
      Set<String> aside =
          entries.stream().filter(Entry::aside).map(Entry::content).collect(Collectors.toSet());
      before(a, aside, standingsA);
      b.ifPresent(other -> before(other, aside, standingsB));
    }
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

  private List<Entry> entries() {
    Set<String> aside = job.setAside().stream().map(Case::id).collect(Collectors.toSet());
    Stream<Entry> all =
        job.written().stream().map(given -> entry(given, aside.contains(given.id())));
    if (query.find().isEmpty()) {
      return all.toList();
    }
    var found = new HashSet<String>();
    asked().forEach(result -> found.addAll(evidence.mentioning(result.setting(), query.find())));
    Pattern text =
        Pattern.compile(
            query.find(), Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return all.filter(entry -> found.contains(entry.content()) || says(entry.given(), text))
        .toList();
  }

  private Entry entry(Case given, boolean aside) {
    return new Entry(given, Hashes.content(job, given), aside);
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
    var causes = new Causes(evidence.failedGrades(model.setting(), model.grading()));
    List<String> contents = shown.stream().map(Entry::content).toList();
    var causal =
        new Causal(
            model.model().name().text(),
            causes.counted(contents, cause -> query.cause().filter(cause::equals).isPresent()));
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

  /// What somebody just said something of is shown on, whatever it is of now.
  private boolean stays(Entry entry) {
    return query.given().filter(entry.given().id()::equals).isPresent()
        && job.review(entry.given().id()).isPresent();
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

  Standing a(Entry entry) {
    return standingsA.getOrDefault(entry.content(), Standing.NOT_ASKED);
  }

  Standing b(Entry entry) {
    return standingsB.getOrDefault(entry.content(), Standing.NOT_ASKED);
  }

  private boolean is(Entry entry, Kind kind) {
    if (entry.aside()) {
      return kind == Kind.SET_ASIDE;
    }
    Standing one = a(entry);
    Standing other = b(entry);
    return switch (kind) {
      case FIRST_FAILS -> one == Standing.FAIL && other == Standing.PASS;
      case BOTH_FAIL -> one == Standing.FAIL && other == Standing.FAIL;
      case SECOND_FAILS -> one == Standing.PASS && other == Standing.FAIL;
      case DISAGREE -> disagreeing.contains(entry.content());
      case UNSERVED -> one == Standing.UNSERVED || other == Standing.UNSERVED;
      case CHANGED -> changed.contains(entry.content());
      case SET_ASIDE -> false;
      case REVIEWED -> job.review(entry.given().id()).isPresent();
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
