package dev.metier.ledger;

import dev.metier.ledger.Columns.Row;
import java.sql.SQLException;
import java.util.Optional;

/// A kept trial that brought no usable answer.
///
/// @param content hash of the case (see TrialKey)
/// @param status why, as a category: a cause of failure, or REPLY for an answer with nothing in it
/// @param why the same in the words of the server
public record Unserved(String content, int repeat, String status, String why) {
  static final String SQL =
      """
      select c.hash, e.repeat, e.status, r.detail
      from entry e join content c on c.id = e.content join reply r on r.id = e.id
      where e.setting = (select id from setting where hash = ?) and e.served = 0
        and e.superseded = 0
      order by e.id\
      """;

  static Unserved of(Row row) throws SQLException {
    return new Unserved(
        row.plain(),
        Math.toIntExact(row.number()),
        row.plain(),
        Optional.ofNullable(row.textOrNull()).orElse("the answer was empty"));
  }
}
