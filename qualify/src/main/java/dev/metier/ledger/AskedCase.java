package dev.metier.ledger;

import dev.metier.ledger.Columns.Row;
import java.sql.SQLException;

/// A case that a model was asked under one setting, whether or not the job still has it.
///
/// @param content hash of the case (see TrialKey)
/// @param name what the case was called
/// @param passed whether the latest answer had the full grade, by the graders that graded it last
public record AskedCase(String setting, String content, String name, boolean passed) {
  static final String SQL =
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
      where j.name = ? and m.name = ?
      order by e.id\
      """;

  static AskedCase of(Row row) throws SQLException {
    return new AskedCase(row.plain(), row.plain(), row.text(), row.flag());
  }
}
