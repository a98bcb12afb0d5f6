package dev.metier.ledger;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Price;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.ledger.Columns.Binder;
import dev.metier.ledger.Columns.Row;
import dev.metier.plan.TrialKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Every trial that was paid for, kept once and for good: a SQLite file that is only ever added to.
///
/// What a method has written when it returns survives the end of this process, however it ends. A
/// power cut or a crash of the operating system may take the last moments' entries with it (those
/// since SQLite last flushed its log), never a part of an entry and nothing older; such trials are
/// run, and paid for, again.
///
/// Thread-safe. Reading does not wait for writing, in this process or another one. All methods
/// throw [ProblemsException] when the file is damaged, the disk is full, and the like.
public final class Ledger implements AutoCloseable {
  private final Connections connections;
  private final Optional<WriterLock> lock;
  private final Outcome.Reader outcomes = new Outcome.Reader();
  private @Nullable Appender appender;

  private Ledger(Connections connections, Optional<WriterLock> lock) {
    this.connections = connections;
    this.lock = lock;
  }

  /// Opens a ledger for a run, which has it for itself; creates folders and tables as needed.
  ///
  /// @throws ProblemsException when another process has a run on it, when it was written by a newer
  ///   program, is no ledger, or cannot be written
  public static Ledger open(Path file) {
    Connections.createFolder(file);
    WriterLock lock = WriterLock.take(file);
    try {
      return new Ledger(Connections.toWrite(file), Optional.of(lock));
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  /// Opens a ledger to add to it beside a run of another process, as a gateway does.
  ///
  /// @throws ProblemsException as `open`, but never because of another process
  public static Ledger join(Path file) {
    Connections.createFolder(file);
    return new Ledger(Connections.toWrite(file), Optional.empty());
  }

  /// Opens a ledger for reading only, also beside a run; one that does not exist, or that a run is
  /// just about to make, is empty.
  ///
  /// @throws ProblemsException as `open`, but never because of another process
  public static Ledger read(Path file) {
    return Connections.isEmpty(file)
        ? inMemory()
        : new Ledger(Connections.toRead(file), Optional.empty());
  }

  /// A ledger that is gone when closed.
  public static Ledger inMemory() {
    return new Ledger(Connections.memory(), Optional.empty());
  }

  /// Adds entries, all or none. Of several entries with the same key the first one stays, unless it
  /// was set aside.
  ///
  /// @return how many were new
  public int append(List<Entry> entries) {
    return write(appender -> appender.append(entries));
  }

  /// Sets aside what is kept under a setting, so that it is asked anew: it stays, is exported, and
  /// counts no more.
  ///
  /// @param unserved only trials that brought no usable answer
  /// @return how many were set aside
  public int setAside(String setting, boolean unserved) {
    return write(appender -> appender.setAside(setting, unserved));
  }

  /// How many answers under a setting were served, and set aside all the same.
  public long servedAside(String setting) {
    return query(SettingInfo.SERVED_ASIDE, binder -> binder.plain(setting), Row::number).getFirst();
  }

  /// Tells which cases will probably be asked next: their names by their hashes. Noting new ones
  /// together, when the first of them was asked, takes much less writing.
  public void internCases(Map<String, String> cases) {
    connections.alone(connection -> {
      appender(connection).internCases(cases);
      return null;
    });
  }

  /// Adds grades to kept answers, all or none. A grade by graders that graded the answer before is
  /// ignored, unless that grade was broken, which is none.
  ///
  /// @return how many were new
  public int regrade(List<Regrade> grades) {
    return write(appender -> appender.regrade(grades));
  }

  /// What was found under a setting, as graded by these graders and billed in its day.
  public List<Outcome> outcomes(String setting, String grading) {
    return outcomes(setting, grading, new Price.Unknown());
  }

  /// What was found under a setting, as graded by these graders, at this price, the oldest first.
  public List<Outcome> outcomes(String setting, String grading, Price price) {
    return connections.read(connection -> outcomes.read(connection, setting, grading, price));
  }

  /// The trials under a setting that brought no usable answer, the oldest first.
  public List<Unserved> unserved(String setting) {
    return query(Unserved.SQL, binder -> binder.plain(setting), Unserved::of);
  }

  /// The answers under a setting on which these graders failed, the oldest first.
  public List<BrokenGrade> brokenGrades(String setting, String grading) {
    return query(BrokenGrade.SQL, binder -> binder.plain(setting).plain(grading), BrokenGrade::of);
  }

  /// Which trials are kept under a setting, whoever graded them.
  public Set<TrialKey> keys(String setting) {
    return keys(setting, Instant.ofEpochMilli(Long.MAX_VALUE));
  }

  /// The same, of the trials that had begun at a moment.
  public Set<TrialKey> keys(String setting, Instant moment) {
    return new HashSet<>(
        query(
            """
            select c.hash, e.repeat from entry e join content c on c.id = e.content
            where e.setting = (select id from setting where hash = ?) and e.superseded = 0
              and e.began <= ?\
            """,
            binder -> binder.plain(setting).number(moment.toEpochMilli()),
            row -> new TrialKey(setting, row.plain(), Math.toIntExact(row.number()))));
  }

  /// Hands over what is kept, the oldest first, one at a time. `each` may use this ledger.
  public void answers(Filter filter, Consumer<KeptAnswer> each) {
    connections.read(connection -> {
      new Answers(filter).forEach(connection, each);
      return null;
    });
  }

  /// All that is kept under a setting, the oldest first.
  public List<KeptAnswer> answers(String setting) {
    var answers = new ArrayList<KeptAnswer>();
    answers(Filter.setting(setting), answers::add);
    return answers;
  }

  /// What was last remembered of a model.
  public Optional<Fingerprint> lastFingerprint(ModelName model) {
    return query(
            """
            select f.facts, m.refused from model m join fingerprint f on f.id = m.fingerprint
            where m.name = ?\
            """,
            binder -> binder.plain(model.text()),
            row -> AnswerJson.fingerprint(row.text(), row.text()))
        .stream()
        .findFirst();
  }

  /// Remembers what a model is now, in place of what it was; entries that begin a new setting from
  /// here on are filed under it.
  public void remember(ModelName model, Fingerprint fingerprint) {
    write(appender -> {
      appender
          .bind(
              "insert into fingerprint (hash, facts) values (?, ?)"
                  + " on conflict (hash) do nothing")
          .plain(fingerprint.hash())
          .text(AnswerJson.facts(fingerprint))
          .execute();
      return appender
          .bind(
              """
              update model set refused = ?,
                fingerprint = (select id from fingerprint where hash = ?) where id = ?\
              """)
          .text(AnswerJson.refused(fingerprint))
          .plain(fingerprint.hash())
          .number(appender.number("model", model.text()))
          .execute();
    });
  }

  /// What the ledger holds, by job, model and setting, the oldest first.
  public List<SettingInfo> settings() {
    return query(SettingInfo.SQL, binder -> binder, SettingInfo::of);
  }

  /// The cases that a model was asked for a job, under every setting, the oldest first.
  public List<AskedCase> asked(JobName job, ModelName model) {
    return query(
        AskedCase.SQL, binder -> binder.plain(job.text()).plain(model.text()), AskedCase::of);
  }

  /// Files what is kept under one setting's hash under another one, which has nothing yet.
  ///
  /// @param prompt see SettingInfo
  public void readdress(String from, String to, String prompt) {
    write(appender -> Addresses.setting(appender, from, to, prompt));
  }

  /// Files the answers to cases under other hashes and names of these.
  ///
  /// @param cases the new hash and name by the former hash
  public void readdressCases(Map<String, Map.Entry<String, String>> cases) {
    var held = new HashSet<>(query("select hash from content", binder -> binder, Row::text));
    var moving = new HashMap<>(cases);
    moving.keySet().retainAll(held);
    moving.values().removeIf(to -> held.contains(to.getKey()));
    if (!moving.isEmpty()) {
      write(appender -> Addresses.cases(appender, moving));
    }
  }

  /// The cases that each look at a job's cases added, the first look first; see CommittedOrder.
  public List<List<String>> looks(JobName job) {
    return query(LookTable.SQL, binder -> binder.plain(job.text()), Row::hashes);
  }

  /// Keeps what the looks at a job's cases added, in place of what was kept of it.
  public void keepLooks(JobName job, List<List<String>> looks) {
    write(appender -> LookTable.keep(appender, job, looks));
  }

  /// Notes that a run begins.
  ///
  /// @return its number
  public long beginRun(Instant started) {
    return write(appender ->
        appender
            .bind("insert into run (started) values (?) returning id")
            .number(started.toEpochMilli())
            .firstNumber()
            .orElseThrow());
  }

  /// Notes how a run ended.
  public void endRun(long run, Instant ended, RunInfo.End how, long calls, Money spent) {
    write(appender ->
        appender
            .bind("update run set ended = ?, how = ?, calls = ?, spent = ? where id = ?")
            .number(ended.toEpochMilli())
            .plain(how.name())
            .number(calls)
            .number(spent.nanos())
            .number(run)
            .execute());
  }

  /// All runs, the oldest first.
  public List<RunInfo> runs() {
    return query(RunInfo.SQL, binder -> binder, RunInfo::of);
  }

  /// Keeps what a run was to find out.
  public void keepRunCells(List<RunCell> cells) {
    write(appender -> RunCell.keep(appender, cells));
  }

  /// What runs were to find out, the oldest first; what died before its end kept nothing of it.
  public List<RunCell> runCells() {
    return query(RunCell.SQL, binder -> binder, RunCell::of);
  }

  /// The settings under which trials began in a time.
  ///
  /// @param until empty for all since
  public Set<String> answeredIn(Instant from, Optional<Instant> until) {
    long last = until.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    return new HashSet<>(
        query(
            SettingInfo.ANSWERED,
            binder -> binder.number(from.toEpochMilli()).number(last),
            Row::plain));
  }

  /// How many entries there are.
  public long size() {
    return query("select coalesce(sum(entries), 0) from cell", binder -> binder, Row::number)
        .getFirst();
  }

  /// Writes one JSON object a line; see Export for its fields.
  public void exportJsonl(Appendable out, Filter filter) throws IOException {
    Export.jsonl(this, out, filter);
  }

  /// Writes a header and one line for each entry; see Export for its columns.
  ///
  /// @param raw whether cells hold the exact text, also what spreadsheets take for formulas
  public void exportCsv(Appendable out, Filter filter, boolean raw) throws IOException {
    Export.csv(this, out, filter, raw);
  }

  /// Lets the file grow to so many pages of 1024 bytes and no further, as a full disk does.
  void limitPages(long pages) {
    write(appender -> appender.bind("pragma max_page_count = " + pages).firstNumber());
  }

  @Override
  public void close() {
    try {
      connections.close();
    } finally {
      lock.ifPresent(Ledger::release);
    }
  }

  private static void release(WriterLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fills a statement.
  private interface Filling {
    Binder into(Binder binder) throws SQLException;
  }

  /// Makes something of a row.
  private interface Reading<T> {
    T of(Row row) throws SQLException;
  }

  private <T> List<T> query(String sql, Filling filling, Reading<T> reading) {
    return connections.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        filling.into(new Binder(statement));
        var found = new ArrayList<T>();
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            found.add(reading.of(new Row(rows)));
          }
        }
        return found;
      }
    });
  }

  /// Something that adds.
  private interface Adding<T> {
    T by(Appender appender) throws SQLException;
  }

  private <T> T write(Adding<T> adding) {
    return connections.alone(connection -> {
      Appender adder = appender(connection);
      try {
        return Connections.transaction(connection, _ -> adding.by(adder));
      } catch (SQLException | RuntimeException e) {
        adder.forget();
        throw e;
      }
    });
  }

  /// Called with the writing connection only, so by one thread at a time.
  private Appender appender(Connection connection) {
    Appender existing = appender;
    if (existing == null) {
      existing = new Appender(connection);
      appender = existing;
    }
    return existing;
  }
}
