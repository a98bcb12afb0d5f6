package dev.metier.ledger.sqlite;

import dev.metier.grade.Grade;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.BrokenGrade;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.OtherModel;
import dev.metier.ledger.RunInfo;
import dev.metier.ledger.SettingInfo;
import dev.metier.ledger.Unserved;
import dev.metier.ledger.sqlite.Columns.Row;
import dev.metier.plan.TrialKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A question to the database, and what a row of its answer is.
record Query<T>(String sql, Reading<T> reading) {
  /// Makes something of a row.
  interface Reading<T> {
    T of(Row row) throws SQLException;
  }

  static final Query<SettingInfo> SETTINGS =
      new Query<>(
          """
          select s.hash, j.name, m.name, s.prompt, f.hash, coalesce(cell.look, 1), cell.first_at,
            cell.last_at, cell.entries
          from cell
            join setting s on s.id = cell.setting
            join job j on j.id = cell.job
            join model m on m.id = cell.model
            left join fingerprint f on f.id = cell.fingerprint
          where cell.entries > 0
          order by cell.id\
          """,
          row ->
              new SettingInfo(
                  row.plain(),
                  new JobName(row.plain()),
                  new ModelName(row.plain()),
                  row.optionalString(),
                  row.optionalString(),
                  (int) row.number(),
                  row.time(),
                  row.time(),
                  row.number()));

  /// By the first and the last moment: the settings under which trials began between them.
  static final Query<String> ANSWERED =
      new Query<>(
          """
          select distinct s.hash from entry e join setting s on s.id = e.setting
          where e.began between ? and ?\
          """,
          Row::plain);

  /// By setting and the last moment at which trials may have begun.
  static final Query<TrialKey> KEYS =
      new Query<>(
          """
          select s.hash, c.hash, e.repeat
          from entry e join content c on c.id = e.content join setting s on s.id = e.setting
          where e.setting = (select id from setting where hash = ?) and e.superseded = 0
            and e.began <= ?\
          """,
          row -> new TrialKey(row.plain(), row.plain(), Math.toIntExact(row.number())));

  /// By setting: how many trials were served and set aside.
  static final Query<Long> SERVED_ASIDE =
      new Query<>(
          """
          select count(*) from entry where setting = (select id from setting where hash = ?)
            and superseded > 0 and served = 1 and other_model = 0\
          """,
          Row::number);

  /// By setting.
  static final Query<String> SERVED_MODEL =
      new Query<>(
          """
          select r.served_model from entry e join reply r on r.id = e.id
          where e.setting = (select id from setting where hash = ?) and e.other_model = 0
            and r.served_model is not null
          order by e.id limit 1\
          """,
          Row::text);

  /// By setting.
  static final Query<OtherModel> OTHER_MODELS =
      new Query<>(
          """
          select r.served_model, count(*) from entry e join reply r on r.id = e.id
          where e.setting = (select id from setting where hash = ?) and e.other_model = 1
          group by r.served_model
          order by min(e.id)\
          """,
          row -> new OtherModel(row.text(), row.number()));

  /// By setting.
  static final Query<Unserved> UNSERVED =
      new Query<>(
          """
          select c.hash, e.repeat, e.status, r.detail
          from entry e join content c on c.id = e.content join reply r on r.id = e.id
          where e.setting = (select id from setting where hash = ?) and e.served = 0
            and e.superseded = 0
          order by e.id\
          """,
          row ->
              new Unserved(
                  row.plain(),
                  Math.toIntExact(row.number()),
                  row.plain(),
                  Optional.ofNullable(row.textOrNull()).orElse("the answer was empty")));

  /// By setting and graders.
  static final Query<BrokenGrade> BROKEN_GRADES =
      new Query<>(
          """
          select e.id, c.hash, e.repeat, g.reason
          from grade g join entry e on e.setting = g.setting and e.id = g.entry
            join content c on c.id = e.content
          where g.setting = (select id from setting where hash = ?)
            and g.grading = (select id from grading where hash = ?) and g.broken = 1
            and e.superseded = 0
          order by e.id\
          """,
          row ->
              new BrokenGrade(
                  row.number(), row.plain(), Math.toIntExact(row.number()), row.text()));

  /// By setting, and a pattern three times: the cases with an answer like that.
  static final Query<String> MENTIONING =
      new Query<>(
          """
          select distinct c.hash
          from entry e join reply r on r.setting = e.setting and r.id = e.id
            join content c on c.id = e.content
          where e.setting = (select id from setting where hash = ?) and e.superseded = 0
            and (r.text like ? escape '\\' or r.parts like ? escape '\\'
              or r.detail like ? escape '\\')\
          """,
          Row::plain);

  /// By setting and graders.
  static final Query<FailedGrade> FAILED_GRADES =
      new Query<>(
          """
          select c.hash, g.score, g.broken, g.reason, g.parts
          from grade g join entry e on e.setting = g.setting and e.id = g.entry
            join content c on c.id = e.content
          where g.setting = (select id from setting where hash = ?)
            and g.grading = (select id from grading where hash = ?) and g.score < 1
            and e.superseded = 0
          order by e.id\
          """,
          row -> {
            String content = row.plain();
            double score = row.real();
            boolean broken = row.flag();
            var bare = new Grade(score, row.text(), List.of(), broken);
            return new FailedGrade(content, AnswerJson.Grades.read(bare, row.textOrNull()));
          });

  /// By job and model.
  static final Query<AskedCase> ASKED =
      new Query<>(
          """
          select s.hash, c.hash, c.name,
            e.served and coalesce((select g.score from grade g
              where g.setting = e.setting and g.entry = e.id order by g.grading desc limit 1), 0) >= 1
          from cell
            join job j on j.id = cell.job
            join model m on m.id = cell.model
            join setting s on s.id = cell.setting
            join entry e on e.setting = cell.setting and e.cell = cell.id
            join content c on c.id = e.content
          where j.name = ? and m.name = ? and e.other_model = 0
          order by e.id\
          """,
          row -> new AskedCase(row.plain(), row.plain(), row.text(), row.flag()));

  static final Query<RunInfo> RUNS =
      new Query<>(
          "select id, started, ended, how, calls, spent from run order by id",
          row ->
              new RunInfo(
                  row.number(),
                  row.time(),
                  row.optionalNumber().map(Instant::ofEpochMilli),
                  row.optionalString().map(RunInfo.End::valueOf),
                  row.numberOr(0),
                  new Money(row.numberOr(0))));

  /// By job: the cases that each look at them added.
  static final Query<List<String>> LOOKS = new Query<>(LookTable.SQL, Row::hashes);
}
