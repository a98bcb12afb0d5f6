package dev.metier.ledger.sqlite;

import java.sql.SQLException;
import java.util.Map;

/// Files what earlier versions kept under the addresses of today.
final class Addresses {
  private Addresses() {}

  /// Another hash for a setting, unless something is kept under that already.
  static int setting(Appender appender, String from, String to, String prompt) throws SQLException {
    return appender
        .bind(
            "update setting set hash = ?, prompt = ? where hash = ?"
                + " and not exists (select 1 from setting where hash = ?)")
        .plain(to)
        .plain(prompt)
        .plain(from)
        .plain(to)
        .execute();
  }

  /// Another hash and name for each of these cases, by its former hash.
  static int cases(Appender appender, Map<String, Map.Entry<String, String>> moving)
      throws SQLException {
    int moved = 0;
    for (var each : moving.entrySet()) {
      moved +=
          appender
              .bind("update content set hash = ?, name = ? where hash = ?")
              .plain(each.getValue().getKey())
              .text(each.getValue().getValue())
              .plain(each.getKey())
              .execute();
    }
    return moved;
  }
}
