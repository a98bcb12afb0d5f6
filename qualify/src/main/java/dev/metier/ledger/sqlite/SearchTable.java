package dev.metier.ledger.sqlite;

import dev.metier.job.JobName;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The searches for chains of models in the database.
final class SearchTable {
  static final String CASES =
      "select cases from search where job = (select id from job where name = ?)";

  static final String KNOWN =
      "select 1 from search where job = (select id from job where name = ?) and hash = ?";

  /// So much of a case's hash is kept: enough to know it again.
  private static final int LENGTH = 8;

  private SearchTable() {}

  /// Keeps a search, unless it is kept.
  ///
  /// @return how many were new
  static int note(Appender appender, JobName job, String search, Set<String> cases)
      throws SQLException {
    return appender
        .bind("insert into search (job, hash, cases) values (?, ?, ?) on conflict do nothing")
        .number(appender.number("job", job.text()))
        .plain(search)
        .plain(cases.stream().map(SearchTable::cut).sorted().collect(Collectors.joining()))
        .execute();
  }

  /// How many of the searches had any of these cases.
  static int withAny(List<String> searches, Set<String> cases) {
    Set<String> own = cases.stream().map(SearchTable::cut).collect(Collectors.toSet());
    return (int) searches.stream().filter(each -> hasAny(each, own)).count();
  }

  private static boolean hasAny(String search, Set<String> own) {
    for (int at = 0; at + LENGTH <= search.length(); at += LENGTH) {
      if (own.contains(search.substring(at, at + LENGTH))) {
        return true;
      }
    }
    return false;
  }

  private static String cut(String hash) {
    return hash.substring(hash.length() - LENGTH);
  }
}
