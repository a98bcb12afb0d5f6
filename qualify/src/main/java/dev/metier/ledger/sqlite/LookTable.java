package dev.metier.ledger.sqlite;

import dev.metier.job.JobName;
import java.sql.SQLException;
import java.util.List;

/// The looks at jobs' cases in the database: for each look the cases that it added.
final class LookTable {
  static final String SQL =
      "select cases from look where job = (select id from job where name = ?) order by number";

  private LookTable() {}

  /// Keeps a job's looks in place of those that are there.
  ///
  /// @return how many
  static int keep(Appender appender, JobName job, List<List<String>> looks) throws SQLException {
    long number = appender.number("job", job.text());
    appender.bind("delete from look where job = ?").number(number).execute();
    int look = 0;
    for (List<String> cases : looks) {
      appender
          .bind("insert into look (job, number, cases) values (?, ?, ?)")
          .number(number)
          .number(++look)
          .plain(String.join("", cases))
          .execute();
    }
    return look;
  }
}
