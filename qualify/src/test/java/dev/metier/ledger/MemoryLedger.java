package dev.metier.ledger;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.grade.Grade;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.plan.Hashes;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A ledger of plain lists, gone when closed: what the interface asks can be done without a
/// database. Thread-safe.
public final class MemoryLedger implements Ledger {
  /// An entry, under the address that it has now.
  private static final class Row {
    final long id;
    final Entry entry;
    final TreeMap<Integer, Grade> grades = new TreeMap<>();
    TrialKey key;
    boolean superseded;

    Row(long id, Entry entry) {
      this.id = id;
      this.entry = entry;
      this.key = entry.observation().trial().key();
      this.superseded = entry.otherModel();
    }

    JobName job() {
      return entry.observation().trial().job().name();
    }

    ModelName model() {
      return entry.observation().trial().model().name();
    }

    Answer answer() {
      return entry.observation().answer();
    }

    Instant at() {
      return entry.observation().at().truncatedTo(ChronoUnit.MILLIS);
    }

    boolean served() {
      return KeptAnswer.served(answer());
    }

    Stream<Grade> latest() {
      return grades.isEmpty() ? Stream.empty() : Stream.of(grades.lastEntry().getValue());
    }
  }

  /// A job and a model under a setting, as they were at its first entry.
  private record Cell(String setting, JobName job, ModelName model) {}

  private record Begin(Optional<String> fingerprint, int look) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<String> gradings = new ArrayList<>();
  private final Map<Cell, Begin> cells = new LinkedHashMap<>();
  private final Map<String, String> prompts = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<ModelName, Fingerprint> fingerprints = new HashMap<>();
  private final Map<JobName, List<List<String>>> looks = new HashMap<>();
  private final Map<JobName, Map<String, Set<String>>> searches = new HashMap<>();
  private final List<RunInfo> runs = new ArrayList<>();
  private final List<RunCell> runCells = new ArrayList<>();

  @Override
  public synchronized int append(List<Entry> entries) {
    // What cannot be kept is refused before anything is.
    entries.forEach(Outcome::of);
    int added = 0;
    for (Entry entry : entries) {
      var row = new Row(rows.size() + 1L, entry);
      boolean known =
          !row.superseded
              && current(row.key.setting()).anyMatch(other -> other.key.equals(row.key));
      if (!known) {
        rows.add(row);
        row.grades.put(grading(entry.grading()), entry.grade());
        begin(row);
        added++;
      }
    }
    return added;
  }

  private void begin(Row row) {
    var trial = row.entry.observation().trial();
    names.putIfAbsent(row.key.content(), trial.given().identity());
    prompts.putIfAbsent(
        row.key.setting(), Hashes.prompt(trial.job(), trial.question().request().settings()));
    cells.putIfAbsent(
        new Cell(row.key.setting(), row.job(), row.model()),
        new Begin(
            Optional.ofNullable(fingerprints.get(row.model())).map(Fingerprint::hash),
            Math.max(1, looks.getOrDefault(row.job(), List.of()).size())));
  }

  private int grading(String hash) {
    if (!gradings.contains(hash)) {
      gradings.add(hash);
    }
    return gradings.indexOf(hash);
  }

  private Stream<Row> all(String setting) {
    return rows.stream().filter(row -> row.key.setting().equals(setting));
  }

  private Stream<Row> current(String setting) {
    return all(setting).filter(row -> !row.superseded);
  }

  @Override
  public synchronized int setAside(String setting, boolean unserved) {
    List<Row> aside = current(setting).filter(row -> !unserved || !row.served()).toList();
    aside.forEach(row -> row.superseded = true);
    return aside.size();
  }

  @Override
  public synchronized long servedAside(String setting) {
    return all(setting)
        .filter(row -> row.superseded && row.served() && !row.entry.otherModel())
        .count();
  }

  @Override
  public synchronized Optional<String> servedModel(String setting) {
    return named(setting, false).findFirst();
  }

  @Override
  public synchronized List<OtherModel> otherModels(String setting) {
    var found = new LinkedHashMap<String, Long>();
    named(setting, true).forEach(name -> found.merge(name, 1L, Long::sum));
    return found.entrySet().stream()
        .map(each -> new OtherModel(each.getKey(), each.getValue()))
        .toList();
  }

  private Stream<String> named(String setting, boolean others) {
    return all(setting)
        .filter(row -> row.entry.otherModel() == others)
        .flatMap(row -> KeptAnswer.servedModel(row.answer()).stream());
  }

  @Override
  public synchronized int regrade(List<Regrade> grades) {
    if (!grades.stream().allMatch(each -> each.id() >= 1 && each.id() <= rows.size())) {
      throw new IllegalArgumentException("no such entry");
    }
    int added = 0;
    for (Regrade each : grades) {
      var given = rows.get((int) each.id() - 1).grades;
      int by = grading(each.grading());
      if (!given.containsKey(by) || given.get(by).broken()) {
        given.put(by, each.grade());
        added++;
      }
    }
    return added;
  }

  @Override
  public synchronized List<Outcome> outcomes(String setting, String grading, Price price) {
    int by = gradings.indexOf(grading);
    return current(setting)
        .filter(row -> row.grades.containsKey(by))
        .map(row -> outcome(row, by, price))
        .toList();
  }

  private static Outcome outcome(Row row, int grading, Price price) {
    Grade grade = Objects.requireNonNull(row.grades.get(grading));
    Outcome kept = Outcome.of(new Entry(row.entry.source(), row.entry.observation(), grade, ""));
    long cost =
        row.answer() instanceof Answer.Reply(var reply, _)
            ? Pricing.of(price, reply.usage(), Duration.ofNanos(kept.totalNanos()))
                .map(priced -> priced.full().nanos())
                .orElse(kept.billedNanos())
            : kept.billedNanos();
    return new Outcome(
        row.key.content(),
        kept.repeat(),
        kept.score(),
        kept.served(),
        kept.totalNanos(),
        kept.firstTokenNanos(),
        kept.tokensPerSecond(),
        kept.sent(),
        cost,
        kept.cold(),
        kept.finish(),
        kept.broken(),
        kept.markup(),
        kept.billedNanos());
  }

  @Override
  public synchronized List<Unserved> unserved(String setting) {
    return current(setting)
        .filter(row -> !row.served())
        .map(row ->
            new Unserved(
                row.key.content(),
                row.key.repeat(),
                KeptAnswer.status(row.answer()),
                row.answer() instanceof Answer.Failure failure
                    ? failure.detail()
                    : "the answer was empty"))
        .toList();
  }

  @Override
  public synchronized List<BrokenGrade> brokenGrades(String setting, String grading) {
    int by = gradings.indexOf(grading);
    return current(setting)
        .filter(row -> row.grades.containsKey(by) && row.grades.get(by).broken())
        .map(row ->
            new BrokenGrade(
                row.id, row.key.content(), row.key.repeat(), row.grades.get(by).reason()))
        .toList();
  }

  @Override
  public synchronized Set<TrialKey> keys(String setting, Instant moment) {
    var keys = new HashSet<TrialKey>();
    current(setting).filter(row -> !row.at().isAfter(moment)).forEach(row -> keys.add(row.key));
    return keys;
  }

  @Override
  public void answers(Filter filter, Consumer<KeptAnswer> each) {
    List<KeptAnswer> found;
    synchronized (this) {
      found =
          rows.stream()
              .filter(wanted(filter))
              .limit(filter.limit())
              .map(row -> kept(row, filter))
              .toList();
    }
    found.forEach(each);
  }

  private String name(Row row) {
    return Objects.requireNonNull(names.get(row.key.content()));
  }

  private Predicate<Row> wanted(Filter filter) {
    Optional<Integer> by = filter.grading().map(gradings::indexOf);
    Optional<Integer> not = filter.ungraded().map(gradings::indexOf);
    return row ->
        filter.setting().map(row.key.setting()::equals).orElse(true)
            && filter.content().map(row.key.content()::equals).orElse(true)
            && filter.job().map(row.job()::equals).orElse(true)
            && filter.model().map(row.model()::equals).orElse(true)
            && (filter.superseded() || !row.superseded)
            && by.map(row.grades::containsKey).orElse(true)
            && !not.map(row.grades::containsKey).orElse(false)
            && (filter.below() > 1
                || by.map(row.grades::get)
                    .or(() -> row.latest().findFirst())
                    .filter(grade -> grade.score() < filter.below())
                    .isPresent());
  }

  private KeptAnswer kept(Row row, Filter filter) {
    var seen = row.entry.observation();
    var graded =
        row.grades.entrySet().stream()
            .map(each -> new KeptAnswer.Graded(gradings.get(each.getKey()), each.getValue()))
            .filter(each -> filter.grading().map(each.grading()::equals).orElse(true))
            .toList();
    return new KeptAnswer(
        row.id,
        row.key,
        row.job(),
        row.model(),
        name(row),
        row.entry.source(),
        row.answer(),
        seen.cost(),
        seen.attempts(),
        row.at(),
        row.superseded,
        row.entry.otherModel(),
        graded);
  }

  @Override
  public synchronized Optional<Fingerprint> lastFingerprint(ModelName model) {
    return Optional.ofNullable(fingerprints.get(model));
  }

  @Override
  public synchronized void remember(ModelName model, Fingerprint fingerprint) {
    fingerprints.put(model, fingerprint);
  }

  @Override
  public synchronized List<SettingInfo> settings() {
    return cells.entrySet().stream().flatMap(each -> info(each.getKey(), each.getValue())).toList();
  }

  private Stream<SettingInfo> info(Cell cell, Begin begin) {
    List<Instant> times =
        current(cell.setting())
            .filter(row -> row.job().equals(cell.job()) && row.model().equals(cell.model()))
            .map(Row::at)
            .sorted()
            .toList();
    return times.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new SettingInfo(
                cell.setting(),
                cell.job(),
                cell.model(),
                Optional.ofNullable(prompts.get(cell.setting())),
                begin.fingerprint(),
                begin.look(),
                times.getFirst(),
                times.getLast(),
                times.size()));
  }

  @Override
  public synchronized List<AskedCase> asked(JobName job, ModelName model) {
    return rows.stream()
        .filter(row -> row.job().equals(job) && row.model().equals(model))
        .filter(row -> !row.entry.otherModel())
        .map(row ->
            new AskedCase(
                row.key.setting(),
                row.key.content(),
                name(row),
                row.served() && row.latest().anyMatch(grade -> grade.score() >= 1)))
        .toList();
  }

  @Override
  public synchronized void readdress(String from, String to, String prompt) {
    if (all(to).findAny().isPresent()) {
      return;
    }
    all(from).toList().forEach(row -> row.key = moved(row.key, to, row.key.content()));
    prompts.remove(from);
    prompts.put(to, prompt);
    var before = new LinkedHashMap<>(cells);
    cells.clear();
    before.forEach((cell, begin) -> {
      String setting = cell.setting().equals(from) ? to : cell.setting();
      cells.put(new Cell(setting, cell.job(), cell.model()), begin);
    });
  }

  @Override
  public synchronized void readdressCases(Map<String, Map.Entry<String, String>> cases) {
    var moving = new HashMap<>(cases);
    moving.keySet().retainAll(names.keySet());
    moving.values().removeIf(to -> names.containsKey(to.getKey()));
    moving.forEach((from, to) -> {
      names.remove(from);
      names.put(to.getKey(), to.getValue());
      rows.stream()
          .filter(row -> row.key.content().equals(from))
          .forEach(row -> row.key = moved(row.key, row.key.setting(), to.getKey()));
    });
  }

  private static TrialKey moved(TrialKey key, String setting, String content) {
    return new TrialKey(setting, content, key.repeat());
  }

  @Override
  public synchronized List<List<String>> looks(JobName job) {
    return looks.getOrDefault(job, List.of());
  }

  @Override
  public synchronized void keepLooks(JobName job, List<List<String>> added) {
    looks.put(job, added.stream().map(List::copyOf).toList());
  }

  @Override
  public synchronized int noteSearch(JobName job, String search, Set<String> cases) {
    var own = searches.computeIfAbsent(job, _ -> new HashMap<>());
    own.putIfAbsent(search, Set.copyOf(cases));
    return (int)
        own.values().stream().filter(each -> each.stream().anyMatch(cases::contains)).count();
  }

  @Override
  public synchronized long beginRun(Instant started) {
    long id = runs.size() + 1L;
    runs.add(new RunInfo(id, started, Optional.empty(), Optional.empty(), 0, Money.ZERO));
    return id;
  }

  @Override
  public synchronized void endRun(
      long run, Instant ended, RunInfo.End how, long calls, Money spent) {
    int place = (int) run - 1;
    Instant started = runs.get(place).started();
    runs.set(place, new RunInfo(run, started, Optional.of(ended), Optional.of(how), calls, spent));
  }

  @Override
  public synchronized List<RunInfo> runs() {
    return List.copyOf(runs);
  }

  @Override
  public synchronized void keepRunCells(List<RunCell> added) {
    for (RunCell cell : added) {
      boolean known =
          runCells.stream()
              .anyMatch(kept ->
                  kept.run() == cell.run()
                      && kept.job().equals(cell.job())
                      && kept.model().equals(cell.model()));
      if (!known) {
        var setting = cell.setting().filter(hash -> all(hash).findAny().isPresent());
        runCells.add(
            new RunCell(
                cell.run(), cell.job(), cell.model(), setting, cell.bars(), cell.repeats()));
      }
    }
  }

  @Override
  public synchronized List<RunCell> runCells() {
    return List.copyOf(runCells);
  }

  @Override
  public synchronized Set<String> answeredIn(Instant from, Optional<Instant> until) {
    var settings = new HashSet<String>();
    rows.stream()
        .filter(row -> !row.at().isBefore(from))
        .filter(row -> until.map(last -> !row.at().isAfter(last)).orElse(true))
        .forEach(row -> settings.add(row.key.setting()));
    return settings;
  }

  @Override
  public void close() {}
}
