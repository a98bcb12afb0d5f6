package dev.metier.ledger.sqlite;

import dev.metier.catalog.Cost;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Source;
import dev.metier.ledger.sqlite.Columns.Binder;
import dev.metier.ledger.sqlite.Columns.Row;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads kept answers, one after another; only one is in memory at a time.
final class Answers {
  private static final String COLUMNS =
      """
      select e.id, e.setting, s.hash, c.hash, e.repeat, j.name, m.name, c.name, e.source, e.began,
        e.attempts, e.marginal, e.full_cost, e.cost_estimated, e.status, e.total, e.first_token,
        e.tokens_per_second, e.cold, e.finish, e.input, e.cached, e.output, e.usage_estimated,
        r.text, r.parts, r.detail, r.retry_after, r.recorded_score,
        r.served_model, e.superseded, e.other_model
      from reply r
        join entry e on e.setting = r.setting and e.id = r.id
        join cell on cell.id = e.cell
        join setting s on s.id = e.setting
        join job j on j.id = cell.job
        join model m on m.id = cell.model
        join content c on c.id = e.content
      where 1 = 1\
      """;
  private static final String GRADES =
      """
      select g.hash, grade.score, grade.broken, grade.reason, grade.parts
      from grade join grading g on g.id = grade.grading
      where grade.setting = ? and grade.entry = ?\
      """;

  private final Filter filter;

  Answers(Filter filter) {
    this.filter = filter;
  }

  void forEach(Connection connection, Consumer<KeptAnswer> each) throws SQLException {
    String grades = GRADES + (filter.grading().isPresent() ? " and g.hash = ?" : "");
    try (var entry = connection.prepareStatement(sql());
        var grade = connection.prepareStatement(grades + " order by grade.grading")) {
      fill(new Binder(entry));
      try (var rows = entry.executeQuery()) {
        while (rows.next()) {
          each.accept(kept(new Row(rows), grade));
        }
      }
    }
  }

  private String sql() {
    String by =
        " from grade g join grading h on h.id = g.grading"
            + " where g.setting = e.setting and g.entry = e.id";
    var sql = new StringBuilder(COLUMNS);
    filter
        .setting()
        .ifPresent(_ -> sql.append(" and e.setting = (select id from setting where hash = ?)"));
    if (!filter.superseded()) {
      sql.append(" and e.superseded = 0");
    }
    filter.content().ifPresent(_ -> sql.append(" and c.hash = ?"));
    filter.job().ifPresent(_ -> sql.append(" and j.name = ?"));
    filter.model().ifPresent(_ -> sql.append(" and m.name = ?"));
    filter
        .ungraded()
        .ifPresent(_ -> sql.append(" and not exists (select 1" + by + " and h.hash = ?)"));
    filter.grading().ifPresent(_ -> sql.append(" and exists (select 1" + by + " and h.hash = ?)"));
    if (filter.below() <= 1) {
      sql.append(" and (select g.score").append(by);
      filter.grading().ifPresent(_ -> sql.append(" and h.hash = ?"));
      sql.append(" order by g.grading desc limit 1) < ?");
    }
    return sql.append(" order by e.id limit ?").toString();
  }

  private void fill(Binder binder) throws SQLException {
    var texts = new ArrayList<String>();
    filter.setting().ifPresent(texts::add);
    filter.content().ifPresent(texts::add);
    filter.job().ifPresent(name -> texts.add(name.text()));
    filter.model().ifPresent(name -> texts.add(name.text()));
    filter.ungraded().ifPresent(texts::add);
    filter.grading().ifPresent(texts::add);
    if (filter.below() <= 1) {
      filter.grading().ifPresent(texts::add);
    }
    for (String text : texts) {
      binder.plain(text);
    }
    if (filter.below() <= 1) {
      binder.real(filter.below());
    }
    binder.number(filter.limit());
  }

  private KeptAnswer kept(Row row, PreparedStatement grades) throws SQLException {
    long id = row.number();
    long setting = row.number();
    var key = new TrialKey(row.plain(), row.plain(), Math.toIntExact(row.number()));
    var job = new JobName(row.plain());
    var model = new ModelName(row.plain());
    String caseId = row.text();
    Source source = source(row.plain());
    Instant at = row.time();
    int attempts = Math.toIntExact(row.number());
    Optional<Cost> cost = cost(row);
    Answer answer = answer(row);
    boolean superseded = row.number() != 0;
    boolean otherModel = row.flag();
    return new KeptAnswer(
        id,
        key,
        job,
        model,
        caseId,
        source,
        answer,
        cost,
        attempts,
        at,
        superseded,
        otherModel,
        grades(setting, id, grades));
  }

  private static Source source(String letter) {
    return switch (letter) {
      case "Q" -> Source.QUALIFICATION;
      case "S" -> Source.SHADOW;
      case "L" -> Source.LIVE;
      case "I" -> Source.IMPORT;
      default -> throw new IllegalStateException("unknown source " + letter);
    };
  }

  private static Optional<Cost> cost(Row row) throws SQLException {
    Optional<Long> marginal = row.optionalNumber();
    Optional<Long> full = row.optionalNumber();
    boolean estimated = row.flag();
    return marginal.flatMap(m -> full.map(f -> new Cost(new Money(m), new Money(f), estimated)));
  }

  private static Answer answer(Row row) throws SQLException {
    String status = row.plain();
    Optional<Timing> timing = timing(row);
    Optional<FinishReason> finish = row.optionalString().map(FinishReason::valueOf);
    var usage = new Usage(row.number(), row.number(), row.number(), row.flag());
    @Nullable String text = row.textOrNull();
    @Nullable String array = row.textOrNull();
    var parts = AnswerJson.Parts.read(text, array);
    String detail = Optional.ofNullable(row.textOrNull()).orElse("");
    Optional<Duration> retryAfter = row.optionalNanos();
    OptionalDouble recorded = row.optionalReal();
    Optional<String> servedModel = Optional.ofNullable(row.textOrNull());
    return switch (status) {
      case "REPLY" ->
          new Answer.Reply(
              new ChatReply(
                  parts,
                  finish.orElseThrow(),
                  Optional.empty(),
                  usage,
                  AnswerJson.Parts.likelihood(array),
                  servedModel),
              timing.orElseThrow());
      case "RECORDED" ->
          new Answer.Recorded(
              recorded.orElseThrow(),
              detail,
              timing,
              Optional.of(usage).filter(each -> !each.equals(Appender.NO_TOKENS)));
      default -> new Answer.Failure(Answer.Cause.valueOf(status), detail, retryAfter);
    };
  }

  private static Optional<Timing> timing(Row row) throws SQLException {
    Optional<Duration> total = row.optionalNanos();
    Optional<Duration> first = row.optionalNanos();
    OptionalDouble speed = row.optionalReal();
    boolean cold = row.flag();
    return total.map(t -> new Timing(first, t, speed, cold));
  }

  private List<KeptAnswer.Graded> grades(long setting, long entry, PreparedStatement statement)
      throws SQLException {
    Binder binder = new Binder(statement).number(setting).number(entry);
    if (filter.grading().isPresent()) {
      binder.plain(filter.grading().get());
    }
    var grades = new ArrayList<KeptAnswer.Graded>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        var row = new Row(rows);
        String grading = row.plain();
        double score = row.real();
        boolean broken = row.flag();
        Grade bare = new Grade(score, row.text(), List.of(), broken);
        grades.add(new KeptAnswer.Graded(grading, AnswerJson.Grades.read(bare, row.textOrNull())));
      }
    }
    return grades;
  }
}
