package dev.metier.ledger;

import dev.metier.ledger.Columns.Row;
import java.sql.SQLException;

/// A kept answer on which the grader itself failed.
///
/// @param id of the kept answer
/// @param content hash of the case (see TrialKey)
/// @param reason what the grader says
public record BrokenGrade(long id, String content, int repeat, String reason) {
  static final String SQL =
      """
      select e.id, c.hash, e.repeat, g.reason
      from grade g join entry e on e.setting = g.setting and e.id = g.entry
        join content c on c.id = e.content
      where g.setting = (select id from setting where hash = ?)
        and g.grading = (select id from grading where hash = ?) and g.broken = 1
        and e.superseded = 0
      order by e.id\
      """;

  static BrokenGrade of(Row row) throws SQLException {
    return new BrokenGrade(row.number(), row.plain(), Math.toIntExact(row.number()), row.text());
  }
}
