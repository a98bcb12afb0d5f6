package dev.metier.ledger.sqlite;

import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.grade.Markup;
import dev.metier.ledger.Entry;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Regrade;
import dev.metier.ledger.Source;
import dev.metier.ledger.sqlite.Columns.Binder;
import dev.metier.plan.Hashes;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.provider.DecodeSpeed;
import dev.metier.provider.Timing;
import dev.metier.run.Observation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Adds entries and grades. Keeps its statements, and the numbers of the names it has met, from
/// transaction to transaction. Used by one thread at a time.
final class Appender {
  /// Some 30 MB; only huge jobs make it start afresh.
  private static final int REMEMBERED = 200_000;

  /// Of an answer whose tokens nobody counted.
  static final Usage NO_TOKENS = new Usage(0, 0, 0, false);

  private static final String ENTRY =
      """
      insert into entry (setting, id, content, repeat, cell, source, began, attempts, marginal,
        full_cost, cost_estimated, other_model, superseded, status, served, total, first_token, tokens_per_second, cold,
        finish, markup, input, cached, output, usage_estimated, sent)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (setting, content, repeat, superseded) do nothing
      """;
  private static final String REPLY =
      """
      insert into reply (setting, id, served_model, text, parts, detail, retry_after,
        recorded_score)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String GRADE =
      """
      insert into grade (setting, entry, grading, score, broken, reason, parts)
      values (?, ?, ?, ?, ?, ?, ?) on conflict (setting, entry, grading)
        do update set score = excluded.score, broken = excluded.broken,
          reason = excluded.reason, parts = excluded.parts
        where broken = 1
      """;
  private static final String CELL =
      """
      insert into cell (setting, job, model, fingerprint, look, first_at, last_at, entries)
      values (?, ?, ?, (select fingerprint from model where id = ?),
        (select max(number) from look where job = ?), 0, 0, 0)
      on conflict (setting, job, model) do nothing
      """;
  private static final String SUM =
      """
      update cell set entries = entries + ?,
        first_at = case when entries = 0 or first_at > ? then ? else first_at end,
        last_at = case when entries = 0 or last_at < ? then ? else last_at end
      where id = ?
      """;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Map<String, Map<String, Long>> numbers = new HashMap<>();
  private final Map<String, String> announced = new LinkedHashMap<>();

  Appender(Connection connection) {
    this.connection = connection;
  }

  /// What a transaction's entries add to the sums of their cell.
  private static final class Sum {
    long entries;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    void add(Entry entry) {
      long at = entry.observation().at().toEpochMilli();
      entries += entry.otherModel() ? 0 : 1;
      first = entry.otherModel() ? first : Math.min(first, at);
      last = entry.otherModel() ? last : Math.max(last, at);
    }
  }

  /// To be called after a transaction that was undone: the numbers it gave are void, and the driver
  /// has closed the statement that failed.
  void forget() throws SQLException {
    numbers.clear();
    for (PreparedStatement each : statements.values()) {
      each.close();
    }
    statements.clear();
  }

  /// Adds entries and tells how many were not there yet.
  int append(List<Entry> entries) throws SQLException {
    Map<Long, Sum> sums = new HashMap<>();
    long first = bind("select coalesce(max(id), 0) + 1 from reply").firstNumber().orElseThrow();
    int appended = 0;
    for (Entry entry : entries) {
      Observation seen = entry.observation();
      long setting = setting(seen.trial());
      long cell = cell(setting, seen.trial());
      long id = first + appended;
      if (entry(setting, id, cell, entry)) {
        appended++;
        reply(setting, id, seen.answer());
        grade(setting, id, entry.grade(), entry.grading());
        sums.computeIfAbsent(cell, _ -> new Sum()).add(entry);
      }
    }
    for (var sum : sums.entrySet()) {
      addUp(sum.getKey(), sum.getValue());
    }
    return appended;
  }

  private boolean entry(long setting, long id, long cell, Entry entry) throws SQLException {
    Observation seen = entry.observation();
    Trial trial = seen.trial();
    Binder binder =
        bind(ENTRY)
            .number(setting)
            .number(id)
            .number(content(trial))
            .number(trial.key().repeat())
            .number(cell)
            .plain(letter(entry.source()))
            .number(seen.at().toEpochMilli())
            .number(seen.attempts())
            .number(seen.cost().map(cost -> cost.marginal().nanos()))
            .number(seen.cost().map(cost -> cost.full().nanos()))
            .flag(seen.cost().isPresent() && seen.cost().get().estimated())
            .flag(entry.otherModel())
            .number(entry.otherModel() ? id : 0);
    answer(binder, seen.answer());
    return binder.execute() > 0;
  }

  /// The number of a trial's setting, of which it is noted what it asks.
  private long setting(Trial trial) throws SQLException {
    String hash = trial.key().setting();
    if (!numbers.getOrDefault("setting", Map.of()).containsKey(hash)) {
      String prompt = Hashes.prompt(trial.job(), trial.question().request().settings());
      bind("insert into setting (hash, prompt) values (?, ?) on conflict (hash) do nothing")
          .plain(hash)
          .plain(prompt)
          .execute();
    }
    return number("setting", hash);
  }

  private static String letter(Source source) {
    return source.name().substring(0, 1);
  }

  private static void answer(Binder binder, Answer answer) throws SQLException {
    binder.plain(KeptAnswer.status(answer)).flag(KeptAnswer.served(answer));
    Optional<Timing> timing = KeptAnswer.timing(answer);
    binder
        .nanos(timing.map(Timing::total))
        .nanos(timing.flatMap(Timing::firstToken))
        .real(timing.map(Timing::tokensPerSecond).orElse(OptionalDouble.empty()))
        .flag(timing.isPresent() && timing.get().cold());
    switch (answer) {
      case Answer.Reply(var reply, _) -> {
        binder.plain(reply.finish().name()).number(OutcomeReader.code(Markup.in(reply)));
        tokens(binder, reply.usage());
        binder.number(Optional.of(DecodeSpeed.sent(reply)).filter(sent -> sent >= 0));
      }
      case Answer.Recorded recorded -> {
        binder.plain(null).number(0);
        tokens(binder, recorded.usage().orElse(NO_TOKENS));
        binder.number(Optional.empty());
      }
      case Answer.Failure _ -> {
        binder.plain(null).number(0);
        tokens(binder, NO_TOKENS);
        binder.number(Optional.empty());
      }
    }
  }

  private static void tokens(Binder binder, Usage usage) throws SQLException {
    binder
        .number(usage.input())
        .number(usage.cached())
        .number(usage.output())
        .flag(usage.estimated());
  }

  private void reply(long setting, long id, Answer answer) throws SQLException {
    Binder binder = bind(REPLY).number(setting).number(id);
    binder.text(KeptAnswer.servedModel(answer).orElse(null));
    switch (answer) {
      case Answer.Reply(var reply, _) -> {
        boolean anyText =
            reply.parts().stream()
                .anyMatch(part -> part instanceof Part.Text || part instanceof Part.Refused);
        binder.text(anyText ? reply.text() : null).text(AnswerJson.Parts.write(reply));
        why(binder, null, Optional.empty(), OptionalDouble.empty());
      }
      case Answer.Recorded(double score, String reason, _, _) -> {
        binder.text(null).text(null);
        why(binder, reason, Optional.empty(), OptionalDouble.of(score));
      }
      case Answer.Failure(_, String detail, Optional<Duration> retryAfter) -> {
        binder.text(null).text(null);
        why(binder, detail, retryAfter, OptionalDouble.empty());
      }
    }
    binder.execute();
  }

  private static void why(
      Binder binder, @Nullable String detail, Optional<Duration> retryAfter, OptionalDouble score)
      throws SQLException {
    binder.text(detail).nanos(retryAfter).real(score);
  }

  /// Adds a grade, unless these graders have graded the entry already.
  ///
  /// @return whether it was added
  boolean grade(long setting, long entry, Grade grade, String grading) throws SQLException {
    return bind(GRADE)
            .number(setting)
            .number(entry)
            .number(number("grading", grading))
            .real(grade.score())
            .flag(grade.broken())
            .text(grade.reason())
            .text(AnswerJson.Grades.write(grade))
            .execute()
        > 0;
  }

  /// Adds a further grade to a kept answer; see `grade`.
  int regrade(List<Regrade> grades) throws SQLException {
    int added = 0;
    for (Regrade each : grades) {
      added += regrade(each) ? 1 : 0;
    }
    return added;
  }

  private boolean regrade(Regrade again) throws SQLException {
    long setting =
        bind("select setting from reply where id = ?")
            .number(again.id())
            .firstNumber()
            .orElseThrow(() -> new IllegalArgumentException("no entry " + again.id()));
    return grade(setting, again.id(), again.grade(), again.grading());
  }

  /// Sets the entries of a setting aside; they stay and count no more.
  ///
  /// @param unserved only those that brought no usable answer
  int setAside(String setting, boolean unserved) throws SQLException {
    int set =
        bind("update entry set superseded = id"
                + " where setting = (select id from setting where hash = ?) and superseded = 0"
                + (unserved ? " and served = 0" : ""))
            .plain(setting)
            .execute();
    bind("""
    update cell set entries = (select count(*) from entry e
      where e.setting = cell.setting and e.cell = cell.id and e.superseded = 0)
    where setting = (select id from setting where hash = ?)\
    """)
        .plain(setting)
        .execute();
    return set;
  }

  private void addUp(long cell, Sum sum) throws SQLException {
    bind(SUM)
        .number(sum.entries)
        .number(sum.first)
        .number(sum.first)
        .number(sum.last)
        .number(sum.last)
        .number(cell)
        .execute();
  }

  private long cell(long setting, Trial trial) throws SQLException {
    String job = trial.job().name().text();
    String model = trial.model().name().text();
    var known = numbers.computeIfAbsent("cell", _ -> new HashMap<>());
    String name = setting + " " + job + " " + model;
    Long number = known.get(name);
    if (number != null) {
      return number;
    }
    long jobNumber = number("job", job);
    long modelNumber = number("model", model);
    bind(CELL)
        .number(setting)
        .number(jobNumber)
        .number(modelNumber)
        .number(modelNumber)
        .number(jobNumber)
        .execute();
    long id =
        bind("select id from cell where setting = ? and job = ? and model = ?")
            .number(setting)
            .number(jobNumber)
            .number(modelNumber)
            .firstNumber()
            .orElseThrow();
    known.put(name, id);
    return id;
  }

  /// Names by content hash; they are noted all together as soon as one of them is needed, since
  /// hashes lie all over their index, and a commit writes every page it touches.
  void internCases(Map<String, String> contents) {
    announced.putAll(contents);
    announced.keySet().removeAll(numbers.getOrDefault("content", Map.of()).keySet());
  }

  private long content(Trial trial) throws SQLException {
    var known = numbers.computeIfAbsent("content", _ -> new HashMap<>());
    String hash = trial.key().content();
    Long number = known.get(hash);
    if (number != null) {
      return number;
    }
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    if (announced.containsKey(hash)) {
      for (var each : announced.entrySet()) {
        known.put(each.getKey(), content(each.getKey(), each.getValue()));
      }
      announced.clear();
    }
    number = known.get(hash);
    if (number == null) {
      number = content(hash, trial.given().identity());
      known.put(hash, number);
    }
    return number;
  }

  private long content(String hash, String name) throws SQLException {
    bind("insert into content (hash, name) values (?, ?) on conflict (hash) do nothing")
        .plain(hash)
        .text(name)
        .execute();
    return bind("select id from content where hash = ?").plain(hash).firstNumber().orElseThrow();
  }

  /// The number of a hash or a name, which gets one if it is new.
  ///
  /// @param table one of `setting`, `grading` (which have hashes), `job`, `model` (names)
  long number(String table, String text) throws SQLException {
    var known = numbers.computeIfAbsent(table, _ -> new HashMap<>());
    Long number = known.get(text);
    if (number != null) {
      return number;
    }
    String column = table.equals("job") || table.equals("model") ? "name" : "hash";
    bind("insert into %s (%s) values (?) on conflict (%s) do nothing"
            .formatted(table, column, column))
        .plain(text)
        .execute();
    long id =
        bind("select id from %s where %s = ?".formatted(table, column))
            .plain(text)
            .firstNumber()
            .orElseThrow();
    known.put(text, id);
    return id;
  }

  /// A statement, prepared once, to be filled.
  Binder bind(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return new Binder(statement);
  }
}
