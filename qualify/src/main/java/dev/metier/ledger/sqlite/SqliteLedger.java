package dev.metier.ledger.sqlite;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Price;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.BrokenGrade;
import dev.metier.ledger.Entry;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.OtherModel;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.Regrade;
import dev.metier.ledger.RunCell;
import dev.metier.ledger.RunInfo;
import dev.metier.ledger.SettingInfo;
import dev.metier.ledger.Unserved;
import dev.metier.ledger.sqlite.Columns.Binder;
import dev.metier.ledger.sqlite.Columns.Row;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A ledger in a SQLite file that is only ever added to.
///
/// What a method has written when it returns survives the end of this process, however it ends. A
/// power cut or a crash of the operating system may take the last moments' entries with it (those
/// since SQLite last flushed its log), never a part of an entry and nothing older; such trials are
/// run, and paid for, again.
///
/// Reading does not wait for writing, in this process or another one.
public final class SqliteLedger implements Ledger {
  private final Connections connections;
  private final Optional<WriterLock> lock;
  private final OutcomeReader outcomes = new OutcomeReader();
  private @Nullable Appender appender;

  private SqliteLedger(Connections connections, Optional<WriterLock> lock) {
    this.connections = connections;
    this.lock = lock;
  }

  /// Opens a ledger for a run, which has it for itself; creates folders and tables as needed.
  ///
  /// @throws ProblemsException when another process has a run on it, when it was written by a newer
  ///   program, is no ledger, or cannot be written
  public static SqliteLedger open(Path file) {
    Connections.createFolder(file);
    WriterLock lock = WriterLock.take(file);
    try {
      return new SqliteLedger(Connections.toWrite(file), Optional.of(lock));
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  /// Opens a ledger to add to it beside a run of another process, as a gateway does.
  ///
  /// @throws ProblemsException as `open`, but never because of another process
  public static SqliteLedger join(Path file) {
    Connections.createFolder(file);
    return new SqliteLedger(Connections.toWrite(file), Optional.empty());
  }

  /// Opens a ledger for reading only, also beside a run; one that does not exist, or that a run is
  /// just about to make, is empty.
  ///
  /// @throws ProblemsException as `open`, but never because of another process
  public static SqliteLedger read(Path file) {
    return Connections.isEmpty(file)
        ? inMemory()
        : new SqliteLedger(Connections.toRead(file), Optional.empty());
  }

  /// The process that has a run on a ledger; empty when there is none, or none that can be told.
  public static OptionalLong holder(Path file) {
    return WriterLock.holder(file);
  }

  /// A ledger that is gone when closed.
  public static SqliteLedger inMemory() {
    return new SqliteLedger(Connections.memory(), Optional.empty());
  }

  @Override
  public int append(List<Entry> entries) {
    return write(appender -> appender.append(entries));
  }

  @Override
  public int setAside(String setting, boolean unserved) {
    return write(appender -> appender.setAside(setting, unserved));
  }

  @Override
  public long servedAside(String setting) {
    return query(Query.SERVED_ASIDE, binder -> binder.plain(setting)).getFirst();
  }

  @Override
  public Optional<String> servedModel(String setting) {
    return query(Query.SERVED_MODEL, binder -> binder.plain(setting)).stream().findFirst();
  }

  @Override
  public List<OtherModel> otherModels(String setting) {
    return query(Query.OTHER_MODELS, binder -> binder.plain(setting));
  }

  @Override
  public void internCases(Map<String, String> cases) {
    connections.alone(connection -> {
      appender(connection).internCases(cases);
      return null;
    });
  }

  @Override
  public int regrade(List<Regrade> grades) {
    return write(appender -> appender.regrade(grades));
  }

  @Override
  public List<Outcome> outcomes(String setting, String grading, Price price) {
    return connections.read(connection -> outcomes.read(connection, setting, grading, price));
  }

  @Override
  public List<Unserved> unserved(String setting) {
    return query(Query.UNSERVED, binder -> binder.plain(setting));
  }

  @Override
  public List<BrokenGrade> brokenGrades(String setting, String grading) {
    return query(Query.BROKEN_GRADES, binder -> binder.plain(setting).plain(grading));
  }

  @Override
  public Set<TrialKey> keys(String setting, Instant moment) {
    return new HashSet<>(
        query(Query.KEYS, binder -> binder.plain(setting).number(moment.toEpochMilli())));
  }

  @Override
  public void answers(Filter filter, Consumer<KeptAnswer> each) {
    connections.read(connection -> {
      new Answers(filter).forEach(connection, each);
      return null;
    });
  }

  @Override
  public Set<String> mentioning(String setting, String text) {
    String like = "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
    return new HashSet<>(
        query(Query.MENTIONING, b -> b.plain(setting).text(like).text(like).text(like)));
  }

  @Override
  public List<FailedGrade> failedGrades(String setting, String grading) {
    return query(Query.FAILED_GRADES, binder -> binder.plain(setting).plain(grading));
  }

  @Override
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

  @Override
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

  @Override
  public List<SettingInfo> settings() {
    return query(Query.SETTINGS, binder -> binder);
  }

  @Override
  public List<AskedCase> asked(JobName job, ModelName model) {
    return query(Query.ASKED, binder -> binder.plain(job.text()).plain(model.text()));
  }

  @Override
  public void readdress(String from, String to, String prompt) {
    write(appender -> Addresses.setting(appender, from, to, prompt));
    forget();
  }

  @Override
  public void readdressCases(Map<String, Map.Entry<String, String>> cases) {
    var held = new HashSet<>(query("select hash from content", binder -> binder, Row::text));
    var moving = new HashMap<>(cases);
    moving.keySet().retainAll(held);
    moving.values().removeIf(to -> held.contains(to.getKey()));
    if (!moving.isEmpty()) {
      write(appender -> Addresses.cases(appender, moving));
      forget();
    }
  }

  @Override
  public List<List<String>> looks(JobName job) {
    return query(Query.LOOKS, binder -> binder.plain(job.text()));
  }

  @Override
  public void keepLooks(JobName job, List<List<String>> looks) {
    write(appender -> LookTable.keep(appender, job, looks));
  }

  @Override
  public int noteSearch(JobName job, String search, Set<String> cases) {
    // a ledger that is only read stays so when the search is known
    if (query(SearchTable.KNOWN, binder -> binder.plain(job.text()).plain(search), Row::number)
        .isEmpty()) {
      write(appender -> SearchTable.note(appender, job, search, cases));
    }
    return SearchTable.withAny(
        query(SearchTable.CASES, binder -> binder.plain(job.text()), Row::plain), cases);
  }

  @Override
  public long beginRun(Instant started) {
    return write(appender ->
        appender
            .bind("insert into run (started) values (?) returning id")
            .number(started.toEpochMilli())
            .firstNumber()
            .orElseThrow());
  }

  @Override
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

  @Override
  public List<RunInfo> runs() {
    return query(Query.RUNS, binder -> binder);
  }

  @Override
  public void keepRunCells(List<RunCell> cells) {
    write(appender -> RunCellTable.keep(appender, cells));
  }

  @Override
  public List<RunCell> runCells() {
    return query(RunCellTable.ALL, binder -> binder);
  }

  @Override
  public Set<String> answeredIn(Instant from, Optional<Instant> until) {
    long last = until.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    return new HashSet<>(
        query(Query.ANSWERED, binder -> binder.number(from.toEpochMilli()).number(last)));
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
      lock.ifPresent(SqliteLedger::release);
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

  private <T> List<T> query(Query<T> query, Filling filling) {
    return query(query.sql(), filling, query.reading());
  }

  private <T> List<T> query(String sql, Filling filling, Query.Reading<T> reading) {
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

  /// What is remembered of numbers by their hashes no longer holds once hashes have changed.
  private void forget() {
    outcomes.forget();
    connections.alone(connection -> {
      appender(connection).forget();
      return null;
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
